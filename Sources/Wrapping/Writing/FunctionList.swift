/// Every function of the headers, and what became of it.
public struct FunctionList {
  private let face: Face

  public init(_ face: Face) { self.face = face }

  /// How many functions there are of each sort.
  public var counts: (all: Int, wrapped: Int, counting: Int, leftOut: Int, questions: Int) {
    func count(_ word: String) -> Int { face.functions.count { $0.treatment.word == word } }
    return (face.functions.count, count("wrapped"), count("counting"), count("left out"), count("question"))
  }

  /// The name that Swift code says, or why there is none.
  public static func outcome(of function: FaceFunction) -> String {
    switch function.treatment {
    case .imported(let name): name?.text ?? "as it is"
    case .shim(let name, _): name?.text ?? "as it is, its counts kept right"
    case .overlay(.text(let name)): name.text + " -> String"
    case .overlay(.handle(let member)): member.shownName
    case .counting: "Swift calls it by itself"
    case .unavailable(let reason): reason
    case .question(let question): question
    }
  }

  private func memory(_ memory: OwnedMemory, _ function: FaceFunction) -> String {
    let isFreed = function.memoryForOverlay != nil
    return "\(isFreed ? "freed" : "to be freed") with `\(memory.destroy)`, \(memory.provenance.sentence)"
  }

  public func markdown() -> String {
    let counts = counts
    var lines = [
      "# The functions of \(face.module)", "",
      "\(counts.all) functions: \(counts.wrapped) wrapped, \(counts.counting) that count, \(counts.leftOut) left out, \(counts.questions) with a question.",
    ]
    for word in ["question", "left out", "wrapped", "counting"] {
      let functions = face.functions.filter { $0.treatment.word == word }
      if functions.isEmpty { continue }
      lines += [
        "", "## \(word.prefix(1).uppercased() + word.dropFirst())", "",
        "| function | in Swift | ownership of the result |", "| --- | --- | --- |",
      ]
      for function in functions {
        let ownership = function.result.ownership.map { ownership in
          ownership.rawValue + (function.result.provenance.map { ", " + $0.sentence } ?? "")
        }
        let said = ownership ?? function.result.memory.map { memory($0, function) } ?? ""
        lines.append("| `\(function.nativeName)` | \(Self.outcome(of: function)) | \(said) |")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
