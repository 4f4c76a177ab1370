import Testing

@testable import Wrapping

/// Text and bytes that a library leaves to its caller.
@Suite struct MemoryTests {
  @Test(arguments: [
    "note_copy", "note_joined", "note_printed", "note_stolen", "note_rendered", "note_answered",
    "note_exchangeable",
  ])
  func textOfTheCallersIsFreed(function: String) throws {
    let face = try face(noteHeader, code: noteCode)
    #expect(face.functions.first { $0.nativeName == function }?.memoryForOverlay?.destroy == "note_free")
    #expect(face.overlay.contains("taken(__\(function)("))
  }

  @Test(arguments: ["note_text", "note_fixed", "note_kept", "note_first", "note_mixed"])
  func textOfTheLibrarysIsNot(function: String) throws {
    let face = try face(noteHeader, code: noteCode)
    #expect(face.functions.first { $0.nativeName == function }?.result.memory == nil)
    #expect(!face.overlay.contains("taken(__\(function)("))
  }

  /// What the library offers itself is called through a function of the module's own, which Swift finds under any import.
  @Test func whatFreesIsTheLibrarys() throws {
    let shims = ShimWriter(try face(noteHeader, code: noteCode)).text()
    #expect(shims.contains("static inline void CBox_note_free(void *memory) { note_free(memory); }"))
  }

  @Test func withoutAFunctionOfItsOwnItIsTheCLibrarys() throws {
    let header = "char *greeting(const char *name);\n"
    let code = """
      #include <string.h>
      char *greeting(const char *name) { char *text = strdup(name); return text; }
      """
    let shims = ShimWriter(try face(header, code: code)).text()
    #expect(shims.contains("#include <stdlib.h>"))
    #expect(shims.contains("static inline void CBox_free(void *memory) { free(memory); }"))
  }

  @Test func bytesWithALengthAreABuffer() throws {
    let overlay = try face(noteHeader, code: noteCode, holdsHandles: true).overlay
    #expect(overlay.contains("func noteBytes(_ n: CInt) throws -> NativeBuffer<UInt8> {"))
    #expect(overlay.contains("let bytes = __note_bytes(n, &length)"))
    #expect(overlay.contains("CBox_note_free($0)"))
  }
}

private let noteHeader = """
  #include <stddef.h>
  void note_free(void *memory);
  char *note_copy(const char *text);
  char *note_joined(const char *one, const char *other);
  char *note_printed(int n);
  char *note_stolen(int n);
  char *note_rendered(int format, int n);
  char *note_answered(int n);
  char *note_exchangeable(size_t size);
  char *note_text(int n);
  const char *note_fixed(void);
  char *note_kept(const char *text);
  char *note_first(char *text);
  char *note_mixed(int n);
  void *note_bytes(int n, size_t *length);
  """

private let noteCode = """
  #include <stdlib.h>
  #include <string.h>
  void note_free(void *memory) { free(memory); }
  char *note_copy(const char *text) { return text ? strdup(text) : NULL; }
  char *note_joined(const char *one, const char *other) {
    size_t size = strlen(one) + strlen(other) + 1;
    char *text = malloc(size);
    if (!text) return NULL;
    strcpy(text, one);
    strcat(text, other);
    return text;
  }
  struct growing { char *text; size_t size, room; };
  static int grow(struct growing *growing, size_t by) {
    char *const text = realloc(growing->text, growing->room + by);
    if (!text) return 0;
    growing->text = text;
    growing->room += by;
    return 1;
  }
  static int put(struct growing *growing, int n) {
    if (!grow(growing, 12)) { free(growing->text); growing->text = NULL; return 0; }
    growing->text[0] = (char)n;
    return 1;
  }
  char *note_printed(int n) {
    struct growing growing = {NULL, 0, 0};
    if (!put(&growing, n)) { free(growing.text); return NULL; }
    return growing.text;
  }
  static char *steal(struct growing *growing) {
    char *text = growing->text;
    growing->text = NULL;
    return text;
  }
  char *note_stolen(int n) {
    struct growing growing = {0};
    char *text = NULL;
    if (put(&growing, n)) text = steal(&growing);
    return text;
  }
  struct format { char *(*render)(int n); void (*reset)(void); };
  static char *plainly(int n) { return note_printed(n); }
  static char *loudly(int n) { return note_stolen(n); }
  static const struct format plain = {.render = plainly};
  static const struct format loud = {.render = loudly};
  static const struct format *formats[] = {&plain, &loud};
  char *note_rendered(int format, int n) {
    const struct format *chosen = formats[format];
    return chosen->render(n);
  }
  struct answer { char *text; };
  static int answer(int n, struct answer *answer) {
    struct growing growing = {NULL, 0, 0};
    if (!put(&growing, n)) { free(growing.text); answer->text = NULL; return 0; }
    answer->text = growing.text;
    return 1;
  }
  char *note_answered(int n) {
    struct answer result = {NULL};
    return answer(n, &result) ? result.text : NULL;
  }
  static void *(*allocate)(size_t) = malloc;
  void note_set_allocate(void *(*function)(size_t)) { allocate = function; }
  char *note_exchangeable(size_t size) { return (*allocate)(size); }
  static char shared[8];
  struct shelf { char *text; };
  static struct shelf shelf;
  char *note_text(int n) { shelf.text = strdup("a"); return shelf.text; }
  const char *note_fixed(void) { return "fixed"; }
  static char *kept;
  char *note_kept(const char *text) { char *copy = strdup(text); kept = copy; return copy; }
  char *note_first(char *text) { return text; }
  char *note_mixed(int n) { return n ? strdup("a") : shared; }
  void *note_bytes(int n, size_t *length) {
    void *bytes = malloc((size_t)n);
    *length = bytes ? (size_t)n : 0;
    return bytes;
  }
  """
