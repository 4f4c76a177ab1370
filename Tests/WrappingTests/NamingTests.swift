import Testing

@testable import Wrapping

@Suite struct NamingTests {
  @Test(arguments: [
    ("json_object_new", ["json", "object", "new"]), ("getSHAKey", ["get", "sha", "key"]), ("AddRef", ["add", "ref"]),
    ("PQfinish", ["pq", "finish"]), ("PQgetResult", ["pq", "get", "result"]), ("XFree", ["x", "free"]),
    ("utf8_to_utf32", ["utf8", "to", "utf32"]), ("__x", ["x"]),
  ])
  func words(name: String, expected: [String]) {
    #expect(Words(splitting: name).words == expected)
  }

  @Test(arguments: [("cairo_surface_t", "CairoSurface"), ("_cairo", "Cairo"), ("GBytes", "GBytes"), ("t", "T")])
  func types(name: String, expected: String) {
    #expect(TypeNaming.typeName(name) == expected)
  }

  /// A name that would begin with a digit keeps another word.
  @Test func membersBeginWithLetters() {
    #expect(TypeNaming.memberNames(of: ["MODE_2D", "MODE_3D"], in: "mode") == ["mode2d", "mode3d"])
  }
}
