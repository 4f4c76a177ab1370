import Checking
import Claims
import Disciplines
import Facts
import Frontend
import Paths
import Testing

/// The examples of the rules that take what walking paths has shown: the markers in them hold when it is asked.
@Suite struct ProvenClaimTests {
  private static let counted = """
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

  private static let rules = RuleRegistry.descriptions.filter { $0.strength == .proven }

  @Test(arguments: rules.flatMap { $0.triggering + $0.nonTriggering })
  func markersHold(example: RuleExample) throws {
    let source = Self.counted + example.source
    let unit = try lowerUnit(.source(source, named: "/test/example.cpp"))
    try #require(unit.errors.isEmpty)
    let facts = unit.facts
    let stated = try BuiltIn.disciplines().filter { !$0.onlyWhenNamed }
    let index = try DisciplineIndex.inForce(stated: stated, in: facts)
    let evidence = PathEvidence(facts: facts, analysis: PathAnalysis(facts: facts, disciplines: index))
    let claims = ClaimSolver.solve(facts: facts, index: index, options: .init(effects: evidence))
    var marked = 0
    for (number, line) in zip(1..., source.split(separator: "\n", omittingEmptySubsequences: false)) {
      guard let mark = line.range(of: "// claim: ") else { continue }
      let words = line[mark.upperBound...].split(separator: " ").map(String.init)
      let slot = try #require(
        claims.listed.first {
          facts.location(of: claims[$0].span)?.line == number && claims[$0].name(in: facts) == words[0]
        })
      #expect(claims.claim(of: slot).rawValue == words[1], "\(line)")
      if words.count > 2 { #expect(claims.evidence(for: slot).contains { $0.rule.rawValue == words[2] }, "\(line)") }
      marked += 1
    }
    #expect(marked > 0)
  }
}
