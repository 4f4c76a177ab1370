import Testing

@testable import Reports

@Suite("Names of code") struct CodeNameTests {
  @Test(
    "a name is taken apart",
    arguments: [
      ("main", "", "main"),
      ("Cache::put(int, Query*)", "Cache", "put"),
      ("int x::Map<int, &(void x::drop<int>(int))>::find(int) const", "x::Map", "find"),
      ("x::Handler* x::make<x::Handler* (x::Pool*)>(x::Pool*)", "x", "make"),
      ("(anonymous namespace)::count(char)", "(anonymous namespace)", "count"),
      ("work(int)::{lambda(int)#1}::operator()(int) const", "work::{lambda(int)#1}", "operator()"),
      ("bool x::operator< <int>(x::A<int> const&, x::A<int> const&)", "x", "operator< <int>"),
      ("x::Array<const char16_t, &x::drop>", "x", "Array"),
      ("Thing const", "", "Thing"), ("x::Table *", "x", "Table"), ("", "", ""), ("<<<", "", "<<<"),
    ])
  func apart(text: String, qualifier: String, simple: String) {
    let name = CodeName(text)
    #expect(name.qualifier == qualifier)
    #expect(name.simple == simple)
  }

  @Test("a short name is shown as it is, a long one without what nobody reads")
  func shown() {
    #expect(CodeName("Cache::put(int, Query*)").shown == "Cache::put(int, Query*)")
    let long =
      "x::Array<x::Map<char16_t const, x::Base* (x::Pool*, x::Manager*), &x::hash>::Element, &(void x::drop<int>(int*))>::add(x::Pool*)"
    #expect(CodeName(long).shown == "x::Array<…>::add")
    let some = "x::Array<x::Expression, &(void x::drop<x::Expression>(x::Expression*))>::Array(x::Pool*, int)"
    #expect(CodeName(some).shown == "x::Array<x::Expression, …>::Array")
  }
}
