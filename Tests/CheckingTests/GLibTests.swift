import Testing

/// Code as it stands in libraries on GLib and GObject, against a small copy of their headers' declarations.
@Suite struct GLibTests {
  static let header = """
    typedef void *gpointer; typedef int gboolean; typedef long gssize; typedef unsigned guint; \
    typedef void (*GDestroyNotify)(gpointer); typedef void (*GCallback)(gpointer object, gpointer data); \
    typedef struct _GObject { int count; } GObject; typedef struct _GFile { GObject parent; } GFile; \
    typedef struct _GError { int code; const char *message; } GError; \
    typedef struct _GPtrArray { gpointer *pdata; guint len; } GPtrArray; typedef struct _GHashTable GHashTable; \
    typedef struct _GList { gpointer data; struct _GList *next; } GList; \
    typedef struct _GVariant GVariant; typedef struct _GTask GTask; typedef struct _GSource GSource; \
    gpointer g_object_ref(gpointer); void g_object_unref(gpointer); \
    void g_object_get(gpointer, const char *, ...); \
    GFile *g_file_new_for_path(const char *); GFile *g_file_get_parent(GFile *); \
    gboolean g_file_delete(GFile *, gpointer, GError **); GFile *g_file_new_tmp(const char *, gpointer, GError **); \
    gssize g_input_stream_skip(gpointer, long, gpointer, GError **); \
    void g_error_free(GError *); void g_clear_error(GError **); void g_propagate_error(GError **, GError *); \
    GPtrArray *g_ptr_array_new(void); GPtrArray *g_ptr_array_new_with_free_func(GDestroyNotify); \
    void g_ptr_array_add(GPtrArray *, gpointer); void g_ptr_array_unref(GPtrArray *); \
    GHashTable *g_hash_table_new_full(gpointer, gpointer, GDestroyNotify, GDestroyNotify); \
    gboolean g_hash_table_insert(GHashTable *, gpointer, gpointer); void g_hash_table_unref(GHashTable *); \
    GList *g_list_prepend(GList *, gpointer); GList *g_list_remove(GList *, gpointer); \
    void g_list_free(GList *); void g_list_free_full(GList *, GDestroyNotify); \
    GVariant *g_variant_new_string(const char *); GVariant *g_variant_new_variant(GVariant *); \
    GVariant *g_variant_ref_sink(GVariant *); void g_variant_unref(GVariant *); \
    void g_variant_builder_add_value(gpointer, GVariant *); \
    GTask *g_task_new(gpointer, gpointer, GCallback, gpointer); \
    void g_task_set_task_data(GTask *, gpointer, GDestroyNotify); \
    void g_source_destroy(GSource *); void g_source_unref(GSource *); GSource *g_idle_source_new(void); \
    void g_return_if_fail_warning(const char *, const char *, const char *); \
    gpointer g_type_check_instance_cast(gpointer, unsigned long); gboolean g_type_check_instance_is_a(gpointer, unsigned long); \

    """

  func expect(_ source: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try check(Self.header + source, named: "/test/object.c", sourceLocation: sourceLocation)
  }

  @Test func anErrorIsThereWhereTheCallFailed() throws {
    try expect(
      """
      void tested(void) {
        GError *error = 0;
        GFile *file = g_file_new_tmp(0, 0, &error);
        if (error) {
          g_error_free(error);
          return;
        }
        g_object_unref(file);
      }
      void testedByResult(GFile *file) {
        GError *error = 0;
        if (!g_file_delete(file, 0, &error)) g_error_free(error);
      }
      void testedByNumber(gpointer stream) {
        GError *error = 0;
        if (g_input_stream_skip(stream, 1, 0, &error) == -1) g_clear_error(&error);
      }
      void forgotten(GFile *file) {
        GError *error = 0;
        if (!g_file_delete(file, 0, &error)) return; // ERROR path.leak
      }
      void forgottenObject(void) {
        GError *error = 0;
        GFile *file = g_file_new_tmp(0, 0, &error);
        if (error) g_error_free(error);
        (void)file;
      } // ERROR path.leak
      gboolean passedOn(GFile *file, GError **error) {
        GError *own = 0;
        if (!g_file_delete(file, 0, &own)) {
          g_propagate_error(error, own);
          return 0;
        }
        return 1;
      }
      void freedTwice(GFile *file) {
        GError *error = 0;
        if (!g_file_delete(file, 0, &error)) {
          g_error_free(error);
          g_error_free(error); // ERROR path.overRelease
        }
      }
      """)
  }

  @Test func unknownFunctionsTellOfErrorsToo() throws {
    try expect(
      """
      int other_load(const char *, GError **);
      gboolean other_save(const char *, GError **);
      void fine(void) {
        GError *error = 0;
        if (!other_save("x", &error)) g_error_free(error);
      }
      void forgotten(void) {
        GError *error = 0;
        if (other_load("x", &error) < 0) return; // ERROR path.leak
      }
      """)
  }

  @Test func whatGoesIntoAContainerThatEndsItIsItsOwn() throws {
    try expect(
      """
      struct box { GPtrArray *files; GHashTable *byName; GPtrArray *plain; GList *list; };
      void box_init(struct box *box) {
        box->files = g_ptr_array_new_with_free_func(g_object_unref);
        box->byName = g_hash_table_new_full(0, 0, 0, g_object_unref);
        box->plain = g_ptr_array_new();
        box->list = 0;
      }
      void box_clear(struct box *box) {
        g_ptr_array_unref(box->files);
        g_hash_table_unref(box->byName);
        g_ptr_array_unref(box->plain);
        g_list_free_full(box->list, g_object_unref);
      }
      void fine(struct box *box) {
        g_ptr_array_add(box->files, g_file_new_for_path("a"));
        g_hash_table_insert(box->byName, "a", g_file_new_for_path("a"));
        box->list = g_list_prepend(box->list, g_file_new_for_path("a"));
      }
      void givenAwayTwice(struct box *box) {
        GFile *file = g_file_new_for_path("a");
        g_ptr_array_add(box->files, file);
        g_object_unref(file); // ERROR path.overRelease
      }
      void givenToTwo(struct box *box) {
        GFile *file = g_file_new_for_path("a");
        g_hash_table_insert(box->byName, "a", file);
        g_ptr_array_add(box->files, file); // ERROR path.overRelease
      }
      void nobodyKnows(struct box *box) { g_ptr_array_add(box->plain, g_file_new_for_path("a")); }
      void inHere(GFile *file) {
        GPtrArray *files = g_ptr_array_new_with_free_func(g_object_unref);
        g_ptr_array_add(files, g_object_ref(file));
        g_ptr_array_unref(files);
      }
      """)
  }

  @Test func listsGrowAndShrink() throws {
    try expect(
      """
      GList *all(GFile *file) {
        GList *list = 0;
        for (int i = 0; i < 3; ++i) list = g_list_prepend(list, file);
        return list;
      }
      void forgotten(GFile *file) {
        GList *list = 0;
        list = g_list_prepend(list, file);
        (void)list;
      } // ERROR path.leak
      void emptied(GFile *file) {
        GList *list = g_list_prepend(0, file);
        while (list) list = g_list_remove(list, file);
      }
      void borrowed(GList **list, GFile *file) { *list = g_list_remove(*list, file); }
      """)
  }

  @Test func whatFloatsIsNobodysUntilItIsSunk() throws {
    try expect(
      """
      void fine(gpointer builder) {
        g_variant_builder_add_value(builder, g_variant_new_string("a"));
        GVariant *value = g_variant_ref_sink(g_variant_new_variant(g_variant_new_string("a")));
        g_variant_unref(value);
      }
      void never(void) {
        GVariant *floating = g_variant_new_string("a");
        g_variant_unref(floating);
      }
      void forgotten(void) {
        GVariant *value = g_variant_ref_sink(g_variant_new_string("a"));
        (void)value;
      } // ERROR path.leak
      """)
  }

  @Test func aCallbacksDataIsTheCallbacks() throws {
    try expect(
      """
      static void done(gpointer object, gpointer data) { g_object_unref(data); }
      GTask *fine(gpointer source) { return g_task_new(source, 0, done, g_file_new_for_path("a")); }
      void nobodysTask(gpointer source) { g_task_new(source, 0, done, 0); } // ERROR path.discarded
      void data(GTask *task) { g_task_set_task_data(task, g_file_new_for_path("a"), g_object_unref); }
      """)
  }

  @Test func wrongCallsAreNoWays() throws {
    try expect(
      """
      struct box { GFile *file; int isOpen; };
      void box_clear(struct box *box) { if (box->file) g_object_unref(box->file); box->file = 0; }
      void box_take(struct box *box, GFile *file) {
        if (!box->isOpen) { g_return_if_fail_warning(0, "box_take", "box->isOpen"); return; }
        box_clear(box);
        box->file = file;
      }
      void fine(struct box *box) { box_take(box, g_file_new_for_path("a")); }
      """)
  }

  @Test func destroyingASourceReleasesNothing() throws {
    try expect(
      """
      void fine(void) {
        GSource *source = g_idle_source_new();
        g_source_destroy(source);
        g_source_unref(source);
      }
      void numbers(gpointer object) {
        gboolean isOpen;
        GFile *file;
        g_object_get(object, "open", &isOpen, "file", &file, (void *)0);
        g_object_unref(file);
      }
      """)
  }

  @Test func aCastIsTheSameObject() throws {
    try expect(
      """
      void fine(void) {
        GFile *file = g_type_check_instance_cast(g_file_new_for_path("a"), 80);
        g_object_unref(g_type_check_instance_cast(file, 80));
      }
      void forgotten(void) {
        GFile *file = g_file_new_for_path("a");
        GObject *object = g_type_check_instance_cast(file, 80);
        if (g_type_check_instance_is_a(object, 80)) return; // ERROR path.leak
        g_object_unref(object);
      }
      """)
  }

  /// What tells that nothing failed tells it of the error too, however many ways there are.
  @Test func anErrorOfOnesOwnFunctionIsThereWhereItFailed() throws {
    try expect(
      """
      void unknown(void);
      GFile *make(gpointer from, GError **error) {
        if (!(error == 0 || *error == 0)) { g_return_if_fail_warning(0, "make", "error"); return 0; }
        GFile *file = g_file_new_tmp(0, 0, error);
        unknown();
        return file;
      }
      void fine(gpointer from) {
        GError *error = 0;
        GFile *file = make(from, &error);
        if (error == 0) g_object_unref(file);
        else g_error_free(error);
      }
      """)
  }

  @Test func whatAnObjectOutOfSightKeepsIsNotTheCallers() throws {
    try expect(
      """
      struct hidden { GFile *file; };
      struct hidden *hidden_of(GObject *);
      void hidden_end(struct hidden *hidden) { g_object_unref(hidden->file); }
      GFile *cached(GObject *object) {
        struct hidden *hidden = hidden_of(object);
        if (!hidden->file) hidden->file = g_file_new_for_path("a");
        return hidden->file;
      }
      void fine(GObject *object) { cached(object); }
      """)
  }
}
