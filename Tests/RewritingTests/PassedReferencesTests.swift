import Checking
import Disciplines
import Facts
import Frontend
import Testing

@testable import Rewriting

/// What the callers of converted code can notice of it.
@Suite struct PassedReferencesTests {
  static func source(keep: String, look: String, override: String) -> String {
    """
    struct Object { int count; Object() : count(1) {} virtual ~Object() {}
      void AddRef() { ++count; } void Release() { if (--count == 0) delete this; } };
    struct Base { virtual void take(Object *object) { } virtual ~Base() {} };
    struct Derived : Base { Object *held = nullptr; void take(Object *object) override { \(override) } };
    void keep(Object *object) { \(keep) }
    void look(Object *object) { \(look) }
    """
  }

  static func effects(of source: String) throws -> (facts: FactBase, checker: Checker) {
    let unit = try lowerUnit(.source(source, named: "/test/source.cpp"))
    #expect(unit.errors.isEmpty)
    let index = try DisciplineResolver(Discovery.disciplines(in: unit.facts)).resolve(unit.facts)
    return (unit.facts, Checker(facts: unit.facts, disciplines: index))
  }

  @Test func onlyWhatIsDoneToReferencesCounts() throws {
    let before = try Self.effects(
      of: Self.source(keep: "object->AddRef(); object->Release();", look: "object->count;", override: ""))
    let after = try Self.effects(
      of: Self.source(
        keep: "object->Release();", look: "if (object->count) look(object);", override: "object->Release();"))
    let passed = PassedReferences(before.facts, before.checker.checkWithEffects().effects)
    let others = passed.others(in: after.facts, after.checker.checkWithEffects().effects)
    // A call of the base's method may run the override.
    #expect(others == ["keep", "Derived::take", "Base::take"])
  }
}
