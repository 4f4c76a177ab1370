import Testing

/// Objects that a function puts where an argument points, and how its result tells whether it did.
@Suite struct OutParameterTests {
  private static let repository =
    "typedef struct repo { int count; int open; } repo; void *calloc(unsigned long, unsigned long); void free(void *); "
    + "int probe(const char *); void repo_free(repo *r) { if (!r) return; free(r); } "
    + "int repo_open(repo **out, const char *path) { repo *r = (repo *)calloc(1, sizeof *r); int error; if (!r) return -1; "
    + "error = probe(path); if (error < 0) repo_free(r); else *out = r; return error; } "

  @Test func whatFailedFilledNothing() throws {
    try check(
      Self.repository + """
        int direct(void) {
          repo *r;
          if (repo_open(&r, ".") < 0) return -1;
          repo_free(r);
          return 0;
        }
        int forgets(void) {
          repo *r;
          if (repo_open(&r, ".") < 0) return -1;
          if (probe("x")) return -2; // ERROR path.leak
          repo_free(r);
          return 0;
        }
        """, named: "/test/repo.c")
  }

  @Test func aWrapperTellsWhatItsCalleeTells() throws {
    try check(
      Self.repository + """
        int repo_open_default(repo **out) { return repo_open(out, "."); }
        int wrapped(void) {
          repo *r;
          int error;
          if ((error = repo_open_default(&r)) < 0) return error;
          repo_free(r);
          return 0;
        }
        int negated(void) {
          repo *r;
          if (!repo_open_default(&r)) repo_free(r);
          return 0;
        }
        int forgets(repo **out) {
          repo *r;
          if (repo_open_default(&r)) return -1;
          if (probe("x")) return -2; // ERROR path.leak
          *out = r;
          return 0;
        }
        """, named: "/test/repo.c")
  }

  /// What it returns is another's result, which tells of the same: where the caller goes by that, nothing is known of the place.
  @Test func aResultThatCameFromElsewhere() throws {
    try check(
      Self.repository + """
        int settle(repo *r);
        int repo_make(repo **out) { repo *r = 0; if (repo_open(&r, ".")) return -1; *out = r; return settle(r); }
        int asks(void) {
          repo *r;
          if (repo_make(&r) < 0) return -1;
          repo_free(r);
          return 0;
        }
        """, named: "/test/repo.c")
  }

  /// More ways than are kept apart: which of them filled the place is kept all the same.
  @Test func manyWays() throws {
    try check(
      Self.repository + """
        int repo_find(repo **out, int *a, int *b, int *c, int *d) {
          repo *r;
          if (repo_open(&r, ".")) return -1;
          if (probe("a")) { *a = 1; } else { repo_free(r); return -2; }
          if (probe("b")) *b = 1;
          if (probe("c")) *c = 1;
          if (probe("d")) *d = 1;
          *out = r;
          return 0;
        }
        int asks(void) {
          repo *r;
          int a, b, c, d;
          if (repo_find(&r, &a, &b, &c, &d) < 0) return -1;
          repo_free(r);
          return 0;
        }
        int forgets(void) {
          repo *r;
          int a, b, c, d;
          if (repo_find(&r, &a, &b, &c, &d) < 0) return -1;
          if (probe("x")) return -2; // ERROR path.leak
          repo_free(r);
          return 0;
        }
        """, named: "/test/repo.c")
  }

  /// Who ends an object when a number in it says so does the same on every path, as its callers see it.
  @Test func aCountOfItsOwn() throws {
    try check(
      Self.repository + """
        int down(int *count) { return --*count; }
        void repo_drop(repo *r, repo *owner) {
          if (!r) return;
          int left = down(&r->count);
          if (left <= 0 && !owner) repo_free(r);
        }
        int repo_either(repo *r) {
          if (probe("x")) repo_free(r);
          return 0; // ERROR path.inconsistent
        }
        """, named: "/test/repo.c")
  }
}
