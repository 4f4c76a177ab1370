/// One thing to turn, to press or to look at.
public struct Control: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    case button
    case checkbox
    case verticalSlider(Range)
    case horizontalSlider(Range)
    case numberEntry(Range)
    /// A value that the program shows.
    case verticalBargraph(ClosedRange<Double>)
    case horizontalBargraph(ClosedRange<Double>)
    /// A place for a sound; the text says which sound the program would like.
    case soundfile(url: String)
  }

  /// What may be set.
  public struct Range: Sendable, Equatable {
    public let initial: Double
    public let bounds: ClosedRange<Double>
    public let step: Double

    public init(initial: Double, bounds: ClosedRange<Double>, step: Double) {
      self.initial = initial
      self.bounds = bounds
      self.step = step
    }
  }

  public let kind: Kind
  /// What is written beside it.
  public let label: String
  /// Its place in the tree, as `/reverb/size`: what Faust's own tools call its address.
  public let path: String
  /// What the program says of it in brackets: `[unit:Hz]`.
  public let metadata: [String: String]
  /// Its place in the list of all controls.
  let index: Int

  /// The values that it can have; nil for a soundfile.
  public var bounds: ClosedRange<Double>? {
    switch kind {
    case .button, .checkbox: 0...1
    case .verticalSlider(let range), .horizontalSlider(let range), .numberEntry(let range): range.bounds
    case .verticalBargraph(let bounds), .horizontalBargraph(let bounds): bounds
    case .soundfile: nil
    }
  }

  /// What it is set to by ``DSP/resetControls()``; nil for what cannot be set.
  public var initialValue: Double? {
    switch kind {
    case .button, .checkbox: 0
    case .verticalSlider(let range), .horizontalSlider(let range), .numberEntry(let range): range.initial
    case .verticalBargraph, .horizontalBargraph, .soundfile: nil
    }
  }

  /// Whether it is set from outside.
  public var isSettable: Bool { initialValue != nil }
}

/// A box of controls.
public struct ControlGroup: Sendable, Equatable {
  public enum Layout: Sendable, Equatable { case vertical, horizontal, tabs }

  public let layout: Layout
  public let label: String
  public let metadata: [String: String]
  public let items: [Item]

  public enum Item: Sendable, Equatable {
    case group(ControlGroup)
    case control(Control)
  }

  /// Every control in it and below, in order.
  public var controls: [Control] {
    items.flatMap { item in
      switch item {
      case .group(let group): group.controls
      case .control(let control): [control]
      }
    }
  }
}
