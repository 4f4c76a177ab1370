import Claims
import Disciplines
import Facts
import Frontend

/// A small program with its claims, made from source text as the product makes them: read, linked, discovered, resolved, solved.
struct Program {
  var facts: FactBase
  var claims: ClaimSet

  /// Counted by nothing but what its methods do: discovery has to find it.
  static let counted = """
    class Thing {
    public:
      void retain() { ++count; }
      void release() { if (--count == 0) delete this; }
      int size() const { return 1; }
      virtual ~Thing() {}
    private:
      int count = 1;
    };

    """

  static let countedInC = """
    typedef unsigned long size_t;
    void *malloc(size_t);
    void free(void *);
    struct lamp { int count; int watts; };
    struct lamp *lamp_make(void) {
      struct lamp *lamp = (struct lamp *)malloc(sizeof(struct lamp));
      lamp->count = 1;
      return lamp;
    }
    void lamp_keep(struct lamp *lamp) { lamp->count++; }
    void lamp_drop(struct lamp *lamp) { if (--lamp->count == 0) free(lamp); }
    void lamp_drop_any(struct lamp *lamp) { if (lamp) lamp_drop(lamp); }

    """

  enum Language: String { case c, cxx = "cpp" }

  /// What a person says of the slot of that name on that line.
  struct Answer {
    var line: Int
    var name: String
    var ownership: Ownership
  }

  private static func answer(to slot: ClaimSlot, _ answers: [Answer], _ facts: FactBase) -> Ownership? {
    guard let place = facts.location(of: slot.span) else { return nil }
    let name = slot.kind == .return ? "return" : slot.name(in: facts)
    return answers.first { $0.line == place.line && $0.name == name }?.ownership
  }

  /// - Parameter sources: the units, each after the counted types of its language.
  init(_ sources: [String], language: Language = .cxx, answers: [Answer] = []) throws {
    var linker = Linker()
    for (number, source) in sources.enumerated() {
      let path = "/program/unit\(number).\(language.rawValue)"
      let result = try lowerUnit(.source(source, named: path))
      for error in result.errors { throw Broken(message: "\(error.file):\(error.line): \(error.message)") }
      linker.add(result.facts)
    }
    facts = linker.finish()
    let stated = try BuiltIn.disciplines().filter { !$0.onlyWhenNamed }
    let index = try DisciplineIndex.inForce(stated: stated, in: facts)
    let facts = facts
    let options = ClaimSolver.Options(answer: answers.isEmpty ? nil : { Self.answer(to: $0, answers, facts) })
    claims = ClaimSolver.solve(facts: facts, index: index, options: options)
  }

  struct Broken: Error, CustomStringConvertible {
    var message: String
    var description: String { message }
  }

  /// A slot as the tests name it: on which line, `return` or its name, and what is claimed of it.
  struct Row: Hashable {
    var unit: String
    var line: Int
    var name: String
    var claim: String
    var rules: [RuleID]
    var reason: String
  }

  func rows() -> [Row] {
    claims.listed.compactMap { id in
      let slot = claims[id]
      guard let place = facts.location(of: slot.span) else { return nil }
      let name = slot.kind == .return ? "return" : slot.name(in: facts)
      return Row(
        unit: place.path, line: place.line, name: name, claim: claims.claim(of: id).rawValue,
        rules: claims.evidence(for: id).map(\.rule), reason: claims.unknownReasons[id.index]?.sentence ?? "")
    }
  }
}
