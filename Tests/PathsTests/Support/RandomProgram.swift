/// Makes correct programs at random, and spoils them: a property test's material.
///
/// A program is a list of lines, since a mutant is a program with one line taken out or doubled.
struct RandomProgram {
  var lines: [String] = []
  /// Lines whose removal or doubling is a mistake whatever way is taken through the line's own function.
  var releases: [Int] = []
  var retains: [Int] = []
  private var random: SplitMix
  private var variables = 0
  private var indent = 1

  init(seed: UInt64) {
    random = SplitMix(state: seed)
    emit(0, "void drop(T *x) { look(x); release(x); }")
    emit(0, "T *build() { T *x = create(); look(x); return x; }")
    emit(0, "T *pass(T *x) { retain(x); return x; }")
    for number in 0..<(1 + Int(random.next() % 3)) {
      emit(0, "int f\(number)(T *p, int flag, int n) {")
      block(depth: 0, owned: [])
      emit(0, "}")
    }
  }

  private mutating func emit(_ indent: Int, _ line: String) {
    lines.append(String(repeating: "  ", count: indent) + line)
  }
  private mutating func say(_ line: String) { emit(indent, line) }
  private mutating func chance(_ percent: UInt64) -> Bool { random.next() % 100 < percent }

  /// Statements that leave every object that they make ended; `owned` must be ended before a return.
  private mutating func block(depth: Int, owned: [String]) {
    for _ in 0..<(1 + random.next() % 3) { statement(depth: depth, owned: owned) }
    if depth == 0 { say("return 0;") }
  }

  private mutating func statement(depth: Int, owned: [String]) {
    switch random.next() % 7 {
    case 0 where depth < 3:
      // One test of the flag only within another: more could contradict each other, and nothing is wrong where none goes.
      say(depth == 0 && chance(50) ? "if (flag > \(random.next() % 3)) {" : "if (coin()) {")
      nested(depth, owned)
      if chance(40) {
        say("} else {")
        nested(depth, owned)
      }
      say("}")
    case 1 where depth < 3:
      say("while (coin()) {")
      nested(depth, owned)
      say("}")
    case 2:
      // Not spoiled: what is done to a parameter on every path is an effect, and may be meant.
      say("retain(p);")
      say("look(p);")
      say("release(p);")
    case 3:
      say("if (coin()) {")
      for name in owned {
        if !name.hasPrefix("p") { releases.append(lines.count) }
        say("  release(\(name));")
      }
      say("  return \(random.next() % 3);")
      say("}")
    case 4:
      // An object under a flag, made and ended under the same condition.
      let name = fresh()
      say("T *\(name) = NULL;")
      say("if (n > 0) { \(name) = build(); }")
      say("if (coin()) { look(p); }")
      releases.append(lines.count)
      say("if (n > 0) { release(\(name)); }")
    default: object(depth, owned)
    }
  }

  private mutating func nested(_ depth: Int, _ owned: [String]) {
    indent += 1
    block(depth: depth + 1, owned: owned)
    indent -= 1
  }

  private mutating func fresh(_ prefix: String = "x") -> String {
    variables += 1
    return "\(prefix)\(variables)"
  }

  private mutating func object(_ depth: Int, _ owned: [String]) {
    // Another reference to the parameter's object is an effect if it is left, as above.
    let isParameter = chance(25)
    let name = fresh(isParameter ? "p" : "x")
    say(isParameter ? "T *\(name) = pass(p);" : chance(50) ? "T *\(name) = create();" : "T *\(name) = build();")
    say("look(\(name));")
    if depth < 2 { statement(depth: depth + 1, owned: owned + [name]) }
    if chance(30) {
      if !isParameter { retains.append(lines.count) }
      say("retain(\(name));")
      say("look(\(name));")
      if !isParameter { releases.append(lines.count) }
      say("release(\(name));")
    }
    if !isParameter { releases.append(lines.count) }
    say(chance(50) ? "release(\(name));" : chance(50) ? "drop(\(name));" : "steal(\(name));")
  }

  var text: String { lines.joined(separator: "\n") }

  func without(_ line: Int) -> String {
    var lines = lines
    lines[line] = ";"
    return lines.filter { $0 != ";" }.joined(separator: "\n")
  }

  func doubling(_ line: Int) -> String {
    var lines = lines
    lines[line] += " " + lines[line]
    return lines.joined(separator: "\n")
  }
}

/// Numbers that are the same on every run.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
