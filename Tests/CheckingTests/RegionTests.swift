import Testing

/// Places and stretches of the source that say what is meant.
@Suite struct RegionTests {
  static let box = """
    struct Box { int count; Box() : count(1) {} void AddRef() { ++count; } void Release() { if (--count == 0) delete this; } }; \
    void look(const Box &); \

    """

  @Test func whatAPoolEndsMayBeLeft() throws {
    try check(
      Self.box + """
        // deed: arena, freed with the pool
        void f() {
          Box *box = new Box();
          look(*box);
        }
        void g() {
          Box *box = new Box();
          box->Release();
          box->Release(); // ERROR path.overRelease
        }
        // deed: end
        void h() {
          Box *box = new Box();
          look(*box);
        } // ERROR path.leak
        """)
  }

  @Test func aStretchMayBeLeftOut() throws {
    try check(
      Self.box + """
        // deed: off, copied from elsewhere
        void f() {
          Box *box = new Box();
          box->Release();
          box->Release();
        }
        // deed: end
        """)
  }

  @Test func whatSuppressesNothingIsTold() throws {
    try check(
      Self.box + """
        // deed: arena, freed with the pool // ERROR deed.suppression
        void f() {
          Box *box = new Box();
          box->Release();
        }
        // deed: end
        void g() {} // deed: leaked, not at all // ERROR deed.suppression
        """)
  }
}
