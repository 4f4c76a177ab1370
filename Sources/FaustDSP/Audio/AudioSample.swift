/// What buffers are made of: `Float` for programs of single precision, `Double` for double.
public protocol AudioSample: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  static var precision: Precision { get }
}

extension Float: AudioSample {
  @inlinable public static var precision: Precision { .single }
}

extension Double: AudioSample {
  @inlinable public static var precision: Precision { .double }
}
