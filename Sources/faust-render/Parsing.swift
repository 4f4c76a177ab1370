import FaustDSP
import Spelling

extension Arguments {
  init(parsing words: [String]) throws {
    self.init()
    var files: [String] = []
    var rest = words[...]
    var takesOptions = true
    while let word = rest.popFirst() {
      if takesOptions, word == "--" {
        takesOptions = false
      } else if takesOptions, word.hasPrefix("-"), word != "-" {
        try apply(word, &rest)
      } else {
        files.append(word)
      }
    }
    if wantsHelp || wantsVersion { return }
    guard let file = files.first else { throw UsageError("no program is given; try 'faust-render --help'") }
    guard files.count == 1 else { throw UsageError("one program at a time: '\(file)' or '\(files[1])'?") }
    self.file = file
  }

  /// `--name value`, `--name=value`, or `-Ivalue` for names of one letter.
  private mutating func apply(_ word: String, _ rest: inout ArraySlice<String>) throws {
    var name = word
    var value: String?
    if word.hasPrefix("--") {
      if let equals = word.firstIndex(of: "=") {
        name = String(word[..<equals])
        value = String(word[word.index(after: equals)...])
      }
    } else if word.count > 2 {
      name = String(word.prefix(2))
      value = String(word.dropFirst(2))
    }
    guard let option = Option.all.first(where: { $0.names.contains(name) }) else {
      throw UsageError("unknown option '\(name)'" + suggestion(for: name, among: Option.all.flatMap(\.names)))
    }
    if option.value == nil, value != nil { throw UsageError("\(name) takes no value") }
    if option.value != nil, value == nil {
      guard let next = rest.popFirst() else { throw UsageError("\(name) needs a value: \(option.value ?? "")") }
      value = next
    }
    do {
      try option.apply(&self, value ?? "")
    } catch let error as UsageError {
      throw UsageError("\(name): \(error)")
    }
  }
}

func number(_ text: String, in bounds: ClosedRange<Double>) throws -> Double {
  guard let number = Double(text), bounds.contains(number) else {
    throw UsageError("'\(text)' is not a number from \(bounds.lowerBound) to \(Int(bounds.upperBound))")
  }
  return number
}

func integer(_ text: String, in bounds: ClosedRange<Int>) throws -> Int {
  guard let number = Int(text), bounds.contains(number) else {
    throw UsageError("'\(text)' is not a whole number from \(bounds.lowerBound) to \(bounds.upperBound)")
  }
  return number
}

func choice<Choice: RawRepresentable & CaseIterable>(_ text: String) throws -> Choice where Choice.RawValue == String {
  let all = Choice.allCases.map { ($0.rawValue, $0) }
  return try choice(text, among: Dictionary(uniqueKeysWithValues: all))
}

func choice<Choice>(_ text: String, among choices: [String: Choice]) throws -> Choice {
  guard let choice = choices[text] else {
    let names = choices.keys.sorted()
    throw UsageError("'\(text)' is none of \(names.joined(separator: ", "))" + suggestion(for: text, among: names))
  }
  return choice
}

/// `freq=880`
func setting(_ text: String) throws -> (control: String, value: Double) {
  // The last sign of equality, since a label may hold one.
  guard let equals = text.lastIndex(of: "="), equals > text.startIndex else {
    throw UsageError("'\(text)' is not NAME=VALUE")
  }
  let value = text[text.index(after: equals)...]
  guard let number = Double(value), number.isFinite else { throw UsageError("'\(value)' is not a number") }
  return (String(text[..<equals]), number)
}

/// Test signals as they are written on the command line.
enum SignalName {
  static let all = "silence, impulse, step, sine[:HZ], noise[:SEED], sweep[:FROM-TO]"

  static func signal(_ text: String) throws -> TestSignal {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let detail = parts.count > 1 ? parts[1] : nil
    switch (parts[0], detail) {
    case ("silence", nil): return .silence
    case ("impulse", nil): return .impulse
    case ("step", nil): return .step
    case ("sine", let hertz): return .sine(frequency: try hertz.map { try number($0, in: 0.001...1_000_000) } ?? 440)
    case ("noise", let seed): return .noise(seed: UInt64(try seed.map { try integer($0, in: 0...Int.max) } ?? 1))
    case ("sweep", let range):
      let ends = try (range ?? "20-20000").split(separator: "-").map { try number(String($0), in: 0.001...1_000_000) }
      guard ends.count == 2 else { throw UsageError("'\(range ?? "")' is not FROM-TO") }
      return .sweep(from: ends[0], to: ends[1], seconds: .infinity)
    default: throw UsageError("'\(text)' is none of \(all)")
    }
  }
}
