import Testing

@testable import Wrapping

/// A library of objects with one owner each, wrapped into classes.
@Suite struct HandleLibraryTests {
  private let header = """
    typedef struct depot depot_t;
    typedef struct shelf *Shelf;
    depot_t *depot_new(const char *name);
    void depot_free(depot_t *depot);
    const char *depot_get_name(const depot_t *depot);
    int depot_get_count(depot_t *depot);
    void depot_set_count(depot_t *depot, int count);
    int depot_has_room(depot_t *depot);
    Shelf ShelfCreate(depot_t *depot);
    Shelf ShelfCreateAlone(depot_t *depot);
    void ShelfFree(Shelf shelf);
    depot_t *ShelfGetDepot(Shelf shelf);
    void depot_take(depot_t *depot, Shelf shelf);
    void depot_follow(depot_t *depot, depot_t *other);
    void depot_compare(depot_t *depot, depot_t *other);
    int depot_version(void);
    int depot_each(depot_t *depot, int (*body)(int number, void *context), void *context);
    void depot_listen(depot_t *depot, void (*body)(void *context, const char *text), void *context);
    int depot_watch(depot_t *depot, int from, int (*body)(void *context), void *context);
    depot_t *depot_new_watched(void (*body)(void *context), void *context);
    void depot_log(depot_t *depot, const char *format, ...);
    void depot_raw(depot_t *depot, depot_t **all);
    int depot_make_shelf(depot_t *depot, Shelf *shelf);
    void depot_old(depot_t *depot) __attribute__((deprecated));
    """
  private let code = """
    #include <stdlib.h>
    struct depot { const char *name; int count; depot_t *other; Shelf shelf; void *context;
      void (*listener)(void *, const char *); int (*watcher)(void *); void (*watched)(void *); };
    struct shelf { depot_t *depot; };
    depot_t *depot_new(const char *name) { depot_t *d = calloc(1, sizeof *d); return d; }
    void depot_free(depot_t *depot) { ShelfFree(depot->shelf); free(depot); }
    const char *depot_get_name(const depot_t *depot) { return depot->name; }
    int depot_get_count(depot_t *depot) { return depot->count; }
    void depot_set_count(depot_t *depot, int count) { depot->count = count; }
    int depot_has_room(depot_t *depot) { return depot->count < 9; }
    Shelf ShelfCreate(depot_t *depot) { Shelf s = malloc(sizeof *s); if (s) s->depot = depot; return s; }
    Shelf ShelfCreateAlone(depot_t *depot) { Shelf s = malloc(sizeof *s); if (s && depot->count) s->depot = 0; return s; }
    void ShelfFree(Shelf shelf) { free(shelf); }
    depot_t *ShelfGetDepot(Shelf shelf) { return shelf->depot; }
    void depot_take(depot_t *depot, Shelf shelf) { ShelfFree(depot->shelf); depot->shelf = shelf; }
    void depot_follow(depot_t *depot, depot_t *other) { depot->other = other; }
    void depot_compare(depot_t *depot, depot_t *other) { depot->count = other->count; }
    int depot_version(void) { return 1; }
    int depot_each(depot_t *depot, int (*body)(int, void *), void *context) { return body(depot->count, context); }
    void depot_listen(depot_t *depot, void (*body)(void *, const char *), void *context) {
      if (!body) { depot->listener = 0; return; }
      depot->listener = body; depot->context = context;
    }
    int depot_watch(depot_t *depot, int from, int (*body)(void *), void *context) {
      depot->watcher = body; depot->context = context; return from;
    }
    depot_t *depot_new_watched(void (*body)(void *), void *context) {
      depot_t *d = depot_new(0); if (!d) return 0; d->watched = body; d->context = context; return d;
    }
    int depot_make_shelf(depot_t *depot, Shelf *shelf) { *shelf = ShelfCreate(depot); return *shelf ? 0 : 1; }
    void depot_raw(depot_t *depot, depot_t **all) { *all = depot->other; }
    void depot_old(depot_t *depot) { depot->count++; }
    """

  private func wrapped() throws -> Face { try face(header, code: code, holdsHandles: true) }

  @Test(arguments: [
    ("depot_new", "Depot.init(name:)"), ("depot_get_name", "Depot.name"), ("depot_get_count", "Depot.count"),
    // An object may have ended, and a property's setter cannot throw.
    ("depot_set_count", "Depot.setCount(_:)"), ("depot_has_room", "Depot.hasRoom"),
    ("ShelfCreate", "Shelf.init(depot:)"), ("ShelfGetDepot", "Shelf.depot"), ("depot_take", "Depot.take(_:)"),
    ("depot_follow", "Depot.follow(_:)"), ("depot_version", "Depot.version()"), ("depot_each", "Depot.each(_:)"),
    ("depot_listen", "Depot.listen(_:)"), ("depot_watch", "Depot.watch(_:body:)"),
    ("depot_new_watched", "Depot.init(watchedBody:)"), ("depot_free", "Swift calls it by itself"),
    ("depot_log", "a variadic function has no Swift form"), ("depot_raw", "as it is"),
  ]) func outcome(of function: String, is outcome: String) throws {
    #expect(try wrapped().outcome(function) == outcome)
  }

  /// The shelf that stores its depot holds it; the one that only looks at it does not.
  @Test func whatIsStoredIsAParent() throws {
    let overlay = try wrapped().overlay
    #expect(overlay.contains("try depot.handle.makeChild(\"Shelf\") { raw0 in\n        __ShelfCreate(raw0)"))
    #expect(
      overlay.contains(
        "try NativeHandle(\"Shelf\") {\n        try depot.handle.use { raw0 in __ShelfCreateAlone(raw0) }"))
    #expect(overlay.contains("keep(other, for: \"depot_follow\")"))
    #expect(!overlay.contains("\"depot_compare\""))
  }

  @Test func whatIsTakenOverIsHandedOver() throws {
    let overlay = try wrapped().overlay
    #expect(overlay.contains("try handingOver(shelf.handle) { raw1 in __depot_take(raw0, raw1) }"))
    #expect(overlay.contains("try borrowed(handle, \"Depot\") { raw0 in __ShelfGetDepot(raw0) }.map { Depot($0) }"))
  }

  @Test func closuresLiveAsLongAsTheyAreCalled() throws {
    let overlay = try wrapped().overlay
    #expect(overlay.contains("public func each(_ body: (CInt) -> CInt) throws -> CInt {"))
    #expect(overlay.contains("public func listen(_ body: (@Sendable (String?) throws -> Void)?) throws {"))
    #expect(overlay.contains("-> (callback: Callback<@Sendable () throws -> CInt>, result: CInt) {"))
    #expect(overlay.contains("try NativeHandle(\"Depot\", calling: body) { context in"))
  }

  /// What the function returns besides is there for those who ask.
  @Test func whatIsStoredAtAnAddressIsMade() throws {
    let overlay = try wrapped().overlay
    #expect(
      overlay.contains(
        "public convenience init(depot: Depot, status: UnsafeMutablePointer<CInt>? = nil) throws {"))
    #expect(overlay.contains("let result = __depot_make_shelf(raw0, &made)"))
  }

  @Test func whatIsDeprecatedStaysSo() throws {
    #expect(try wrapped().overlay.contains("@available(*, deprecated)\n  public func old() throws {"))
  }

  /// Without Deed's package there are no classes, and the functions are there under their names.
  @Test func withoutDeedTheyAreFunctions() throws {
    let face = try face(header, code: code)
    #expect(!face.overlay.contains("NativeHandle"))
    #expect(face.notes.contains("Name: depot_free"))
  }

  /// A note on the result alone would make every parameter one that is never null.
  @Test func aNoteOnTheResultSpeaksOfAllParameters() throws {
    let notes = try face(
      "const char *depot_text(int *near, int *far);",
      code: "const char *depot_text(int *near, int *far) { if (near) return 0; return far == near ? 0 : \"far\"; }"
    ).notes
    #expect(notes.contains("NullabilityOfRet: O\n  Nullability: [O, U]"))
  }

  /// The headers' own word goes before what the code shows.
  @Test func declaredNullabilityHolds() throws {
    let notes = try face(
      "int depot_sum(int *_Nullable a, int *_Nonnull b);", code: "int depot_sum(int *a, int *b) { return *a + *b; }"
    ).notes
    #expect(notes.contains("- Position: 0\n    Nullability: O"))
    #expect(notes.contains("- Position: 1\n    Nullability: N"))
  }

  /// By names alone, whichever end of them has the verb.
  @Test(arguments: ["big_box_free", "deleteBigBox", "FreeBigBoxNow"]) func namesOfEnds(_ name: String) throws {
    let face = try face(
      "typedef struct BigBox BigBox; BigBox *createBigBox(void); void \(name)(BigBox *box);", holdsHandles: true)
    let type = try #require(face.types.first { $0.nativeName == "BigBox" })
    #expect(type.kind == .handle(destroy: name))
    #expect(type.provenance == .habit)
  }
}
