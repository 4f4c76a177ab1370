import Foundation
import Testing

/// A program of GObject that nobody compiled for it: `deed record --gobject` stands before the functions that it calls.
@Suite("GObject", .enabled(if: GObjectFlags.words != nil, "the headers of GObject are not installed"))
struct GObjectTests {
  private static let source = """
    #include <glib-object.h>
    #include <string.h>
    typedef struct { GObject parent; GObject *shade; } Lamp;
    typedef struct { GObjectClass parent; } LampClass;
    GType lamp_get_type(void);
    G_DEFINE_TYPE(Lamp, lamp, G_TYPE_OBJECT)
    static void lamp_get(GObject *lamp, guint number, GValue *value, GParamSpec *property) {
      g_value_set_object(value, ((Lamp *)lamp)->shade);
      (void)number, (void)property;
    }
    static void lamp_finalize(GObject *lamp) {
      g_clear_object(&((Lamp *)lamp)->shade);
      G_OBJECT_CLASS(lamp_parent_class)->finalize(lamp);
    }
    static void lamp_class_init(LampClass *type) {
      GObjectClass *object = (GObjectClass *)type;
      object->get_property = lamp_get;
      object->finalize = lamp_finalize;
      g_object_class_install_property(
        object, 1, g_param_spec_object("shade", "", "", G_TYPE_OBJECT, G_PARAM_READABLE));
    }
    static void lamp_init(Lamp *lamp) { (void)lamp; }
    static GObject *kept;
    __attribute__((noinline)) static void keep(GObject *lamp) {
      kept = g_object_ref(lamp);  // kept
    }
    __attribute__((noinline)) static void look(Lamp *lamp, int forgets) {
      GObject *shade = NULL;
      g_object_get(lamp, "shade", &shade, NULL);  // looked at
      if (!forgets) g_object_unref(shade);
    }
    int main(int count, char **words) {
      Lamp *shaded = g_object_new(lamp_get_type(), NULL);
      shaded->shade = g_object_new(G_TYPE_OBJECT, NULL);
      for (int number = 0; number < 3; ++number) look(shaded, count > 1 && !strcmp(words[1], "forget") && number == 1);
      g_object_unref(shaded);
      for (int number = 0; number < 10; ++number) {
        GObject *lamp = g_object_new(lamp_get_type(), NULL);
        GObject *again = g_object_ref(lamp);
        if (count > 1 && !strcmp(words[1], "leak") && number == 7) keep(lamp);
        g_object_unref(again);
        g_clear_object(&lamp);
      }
      GInitiallyUnowned *floating = g_object_new(G_TYPE_INITIALLY_UNOWNED, NULL);
      g_object_ref_sink(floating);
      g_object_unref(floating);
      return 0;
    }
    """

  private func ledger(_ way: String) throws -> Deed.Result {
    try Deed.buildRecorder()
    let tree = try TemporaryTree(["lamp.c": Self.source])
    let words = ["clang-19", "-g", "-O1", "-fno-omit-frame-pointer", "lamp.c", "-o", "lamp"]
    let compiled = try Deed.run(
      executable: URL(fileURLWithPath: "/usr/bin/env"), words + (try #require(GObjectFlags.words)), in: tree.root)
    try #require(compiled.status == 0, "\(compiled.errors)")
    let run = try Deed.run(["record", "-q", "--gobject", "-o", "trace", "--", "./lamp", way], in: tree)
    try #require(run.status == 0, "\(run.errors)")
    return try Deed.run(["ledger", "trace"], in: tree)
  }

  @Test("objects that are given back are seen from their beginning to their end")
  func clean() throws {
    let result = try ledger("none")
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("13 created, 13 destroyed"), "\(result.output)")
    #expect(result.output.contains("of GObject only calls that cross"), "\(result.output)")
  }

  @Test("a reference that GObject takes for the caller is one of the caller's")
  func forgotten() throws {
    let result = try ledger("forget")
    let lines = Self.source.split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex { $0.hasSuffix("// looked at") }) + 1
    let sentence = "alive: 1 GObject object is still alive: the retain in look (lamp.c:\(line)) has no release"
    #expect(result.output.hasPrefix(sentence), "\(result.output)")
    #expect(!result.output.contains("unseen-retain"), "\(result.output)")
  }

  @Test("what only 'deed record --gobject' would see is said so")
  func notAsked() throws {
    let tree = try TemporaryTree(["lamp.c": Self.source])
    try Deed.buildRecorder()
    let build = try Deed.run(["cc", "lamp.c", "-o", "lamp"] + (try #require(GObjectFlags.words)), in: tree)
    try #require(build.status == 0, "\(build.errors)")
    _ = try Deed.run(["record", "-q", "-o", "trace", "--", "./lamp"], in: tree)
    let output = try Deed.run(["ledger", "trace"], in: tree).output
    #expect(output.contains("GObject's own are recorded with 'deed record --gobject'"), "\(output)")
  }

  @Test("a reference that is kept is named with its function and line")
  func leak() throws {
    let result = try ledger("leak")
    #expect(result.status == 1)
    let lines = Self.source.split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex { $0.hasSuffix("// kept") }) + 1
    let sentence = "alive: 1 Lamp object is still alive: the retain in keep (lamp.c:\(line)) has no release"
    #expect(result.output.hasPrefix(sentence), "\(result.output)")
    #expect(result.output.contains("the variable kept"), "\(result.output)")
  }
}

private enum GObjectFlags {
  /// What the compiler is told; nil where nothing is installed.
  static let words: [String]? = {
    let command = ["pkg-config", "--cflags", "--libs", "gobject-2.0"]
    guard let result = try? Deed.run(executable: URL(fileURLWithPath: "/usr/bin/env"), command), result.status == 0
    else { return nil }
    return result.output.split(whereSeparator: \.isWhitespace).map(String.init)
  }()
}
