public import Wrapping

/// What `deed wrap` made, in a few lines.
public struct WrapText {
  private let face: Face
  private let style: TerminalStyle

  public init(face: Face, style: TerminalStyle) {
    self.face = face
    self.style = style
  }

  public func text(in directory: String, listsAll: Bool) -> String {
    let counts = FunctionList(face).counts
    var lines = [
      "\(style.bold(face.module)) in \(directory): \(counts.all) functions, \(counts.wrapped) wrapped, "
        + "\(counts.counting) that count, \(counts.leftOut) left out, \(counts.questions) with a question"
    ]
    lines += families
    for type in face.types {
      switch type.kind {
      case .counted: break
      case .handle(let destroy):
        lines.append("  \(type.swiftName) has one owner: \(destroy), \(type.provenance.sentence)")
      case .plain: break
      }
    }
    for function in face.functions {
      switch function.treatment {
      case .question(let question): lines.append("  \(function.nativeName) (\(function.location)): \(question)")
      case .unavailable(let reason) where listsAll:
        lines.append("  \(function.nativeName) (\(function.location)): left out, \(reason)")
      default: break
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Counted types by what counts them: classes with one base share a line.
  private var families: [String] {
    var order: [String] = []
    var members: [String: [String]] = [:]
    for type in face.types {
      guard case .counted(let counting) = type.kind else { continue }
      let how = "\(counting.retainFunction), \(counting.releaseFunction), \(type.provenance.sentence)"
      if members[how] == nil { order.append(how) }
      members[how, default: []].append(type.swiftName)
    }
    return order.map { how in
      let names = members[how] ?? []
      if names.count == 1 { return "  \(names[0]) is counted: \(how)" }
      let shown = names.prefix(3).joined(separator: ", ")
      return "  \(shown)\(names.count > 3 ? " and \(names.count - 3) more" : "") are counted: \(how)"
    }
  }
}

/// The same for programs: every function with what became of it.
public struct WrapJSON {
  private let face: Face

  public init(face: Face) { self.face = face }

  public func text() -> String {
    let counts = FunctionList(face).counts
    return JSONValue.object([
      ("version", .int(1)), ("module", .string(face.module)), ("language", .string(face.language.rawValue)),
      ("types", .array(face.types.filter { $0.kind != .plain }.map(type))),
      ("functions", .array(face.functions.map(function))),
      (
        "summary",
        .object([
          ("functions", .int(counts.all)), ("wrapped", .int(counts.wrapped)), ("counting", .int(counts.counting)),
          ("left out", .int(counts.leftOut)), ("questions", .int(counts.questions)),
        ])
      ),
    ]).text()
  }

  private func type(_ type: FaceType) -> JSONValue {
    var entries: [(key: String, value: JSONValue)] = [
      ("name", .string(type.nativeName)), ("swift", .string(type.swiftName)),
    ]
    switch type.kind {
    case .counted(let counting):
      entries += [
        ("kind", .string("counted")), ("retain", .string(counting.retainFunction)),
        ("release", .string(counting.releaseFunction)),
      ]
    case .handle(let destroy): entries += [("kind", .string("handle")), ("destroy", .string(destroy))]
    case .plain: entries.append(("kind", .string("plain")))
    }
    entries.append(("from", .string(type.provenance.word)))
    return .object(entries)
  }

  private func function(_ function: FaceFunction) -> JSONValue {
    var entries: [(key: String, value: JSONValue)] = [
      ("name", .string(function.nativeName)), ("at", .string(function.location)),
      ("treatment", .string(function.treatment.word)), ("swift", .string(FunctionList.outcome(of: function))),
    ]
    if let ownership = function.result.ownership { entries.append(("result", .string(ownership.rawValue))) }
    if let provenance = function.result.provenance { entries.append(("from", .string(provenance.word))) }
    return .object(entries)
  }
}
