/// The text that the interpreter's factories are saved as.
///
/// libfaust trusts it: a text that was cut short makes it follow wild pointers. So the structure is checked
/// before libfaust sees it, and what we save carries a checksum in a last line, which libfaust does not read.
enum InterpreterBitcode {
  private static let checksumWord = "checksum "

  static func sealed(_ bitcode: String) -> String {
    bitcode + checksumWord + checksum(of: bitcode) + "\n"
  }

  /// FNV-1a, of 64 bits: it is against accidents, not against forgers.
  private static func checksum(of text: some StringProtocol) -> String {
    let hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    return String(hash, radix: 16)
  }

  /// What is wrong with a text, if something is.
  static func fault(in text: String) -> String? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
    guard lines.first?.hasPrefix("interpreter_dsp_factory ") == true else {
      return "it does not begin with 'interpreter_dsp_factory'"
    }
    if let last = lines.last, last.hasPrefix(checksumWord) {
      let body = text[..<last.startIndex]
      guard last.dropFirst(checksumWord.count) == checksum(of: body) else {
        return "it was changed after it was saved: its checksum is another"
      }
      return nil
    }
    return structureFault(in: lines)
  }

  /// The sections in the order in which libfaust reads them, and whether they hold instructions, which may
  /// hold blocks of their own.
  private static let sections: [(name: Substring, holdsCode: Bool)] = [
    ("meta_block", false), ("user_interface_block", false), ("static_init_block", true), ("constants_block", true),
    ("reset_ui", true), ("clear_block", true), ("control_block", true), ("dsp_block", true),
  ]

  private static func structureFault(in lines: [Substring]) -> String? {
    var reader = BlockReader(lines: lines)
    guard let first = lines.firstIndex(of: "meta_block") else { return "it has no 'meta_block'" }
    reader.position = first
    for section in sections {
      guard reader.take() == section.name else { return "'\(section.name)' is missing or cut off" }
      guard reader.skipBlock(holdsCode: section.holdsCode, depth: 0) else {
        return "'\(section.name)' is cut off or damaged near line \(reader.position)"
      }
    }
    return nil
  }

  /// The lines before the program proper.
  struct Header {
    var name = ""
    var shaKey = ""
    var compileOptions = ""
    var precision = Precision.single
    var hasSoundfiles = false

    init(_ bitcode: String) {
      for line in bitcode.split(separator: "\n") {
        if line.hasPrefix("static_init_block") { return }
        if line == "interpreter_dsp_factory double" { precision = .double }
        // A name that the program gives itself stands among its declarations only.
        if line.hasPrefix("meta key \"name\" value \""), line.hasSuffix("\"") {
          name = String(line.dropFirst("meta key \"name\" value \"".count).dropLast())
        }
        if line.hasPrefix("name ") { name = String(line.dropFirst("name ".count)) }
        if line.hasPrefix("sha_key ") { shaKey = String(line.dropFirst("sha_key ".count)) }
        if line.contains(" kAddSoundfile ") { hasSoundfiles = true }
        if line.hasPrefix("compile_options ") {
          compileOptions = String(line.dropFirst("compile_options ".count))
          while compileOptions.hasSuffix(" ") { compileOptions.removeLast() }
        }
      }
    }
  }
}

/// Walks over blocks: a line with a count, and then as many items. An instruction that branches is followed
/// by the blocks that it branches to.
private struct BlockReader {
  let lines: [Substring]
  var position = 0

  init(lines: [Substring]) { self.lines = lines }

  mutating func take() -> Substring? {
    guard position < lines.count else { return nil }
    defer { position += 1 }
    return lines[position]
  }

  mutating func skipBlock(holdsCode: Bool, depth: Int) -> Bool {
    // As deep as no compiler writes it: the reader must not run out of stack.
    guard depth < 1000, let head = take(), head.hasPrefix("block_size "), let count = Int(head.dropFirst(11)),
      count >= 0
    else { return false }
    for _ in 0..<count {
      guard let item = take() else { return false }
      guard holdsCode else { continue }
      guard let instruction = Instruction(item) else { return false }
      if let values = instruction.values {
        guard take()?.split(separator: " ").count == values else { return false }
      }
      for _ in 0..<instruction.branches {
        guard skipBlock(holdsCode: true, depth: depth + 1) else { return false }
      }
    }
    return true
  }
}

/// `opcode 33 kAddInt int 0 real 0 offset1 -1 offset2 -1 …`, or for a row of constants
/// `opcode 20 kBlockStoreInt offset1 0 offset2 0 size 3` with the constants in the next line.
private struct Instruction {
  /// How many blocks follow.
  let branches: Int
  /// How many constants follow.
  let values: Int?

  init?(_ line: Substring) {
    let words = line.split(separator: " ", maxSplits: 11)
    guard words.count >= 9, words[0] == "opcode", Int(words[1]) != nil else { return nil }
    switch words[2] {
    case "kBlockStoreReal", "kBlockStoreInt":
      guard words[3] == "offset1", words[5] == "offset2", words[7] == "size", let size = Int(words[8]) else {
        return nil
      }
      branches = 0
      values = size
    default:
      guard words.count >= 11, words[3] == "int", words[5] == "real", words[7] == "offset1", Int(words[8]) != nil,
        words[9] == "offset2", Int(words[10]) != nil
      else { return nil }
      branches = ["kLoop", "kIf", "kSelectReal", "kSelectInt"].contains(words[2]) ? 2 : 0
      values = nil
    }
  }
}
