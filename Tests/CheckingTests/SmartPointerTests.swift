import Testing

/// Smart pointers whose bodies are not read retain and release as their discipline says.
@Suite struct SmartPointerTests {
  /// The standard library's, as its header declares it.
  static let standard = """
    namespace std {
    template <class T> struct default_delete {};
    template <class T, class D = default_delete<T>> struct unique_ptr {
      unique_ptr() noexcept; explicit unique_ptr(T *) noexcept; unique_ptr(unique_ptr &&) noexcept; ~unique_ptr();
      T *get() const noexcept; T *release() noexcept; void reset(T * = nullptr) noexcept; T *operator->() const noexcept;
      unique_ptr &operator=(unique_ptr &&) noexcept;
    };
    }

    """

  @Test func whatAReleaseHandsOutIsOwned() throws {
    try check(
      CountedClassTests.box + Self.standard + """
        Box *fine() {
          std::unique_ptr<Box> held(new Box());
          return held.release();
        }
        void alsoFine() {
          std::unique_ptr<Box> held(new Box());
          if (ready()) held.reset();
        }
        void wrong() {
          std::unique_ptr<Box> held(new Box());
          held.release(); // ERROR path.discarded
        }
        """)
  }

  /// One whose bodies are there is not empty any more when it was assigned to: what comes after that is looked at.
  @Test func aHolderThatIsFilledIsNotEmpty() throws {
    try check(
      CountedClassTests.box + """
        namespace gpos {
        template <class T> struct CAutoP {
          CAutoP() : object(nullptr) {}
          virtual ~CAutoP() { delete object; }
          CAutoP &operator=(T *given) { object = given; return *this; }
          T *operator->() { return object; }
          T *Reset() { T *held = object; object = nullptr; return held; }
          T *object;
        };
        template <class T> struct CAutoRef : CAutoP<T> {
          ~CAutoRef() { if (nullptr != this->object) this->object->down(); this->object = nullptr; }
          CAutoRef &operator=(T *given) { this->object = given; return *this; }
        };
        }
        int fine(bool isKept, Box **out) {
          gpos::CAutoRef<Box> held;
          held = new Box();
          held->next = nullptr;
          if (isKept) *out = held.Reset();
          return 1;
        }
        int wrong() {
          gpos::CAutoRef<Box> held;
          held = new Box();
          held->next = nullptr;
          Box *lost = new Box();
          return lost->n; // ERROR path.leak
        }
        int uses() {
          gpos::CAutoRef<Box> held;
          Box *box = new Box();
          held = box;
          box->up();
          box->down();
          box->down();
          return 1; // ERROR path.overRelease
        }
        """)
  }

  /// What a discipline says of a function's counts is not all that it does.
  @Test func whatIsTakenStandsSomewhere() throws {
    try check(
      CountedClassTests.box + """
        struct Bag { Box *first = nullptr; };
        void put(Bag *bag, __attribute__((os_consumed)) Box *box) { box->next = bag->first; bag->first = box; }
        void empty(Bag *bag);
        void fine() {
          Bag bag;
          put(&bag, new Box());
          if (!bag.first) return;
          empty(&bag);
        }
        void wrong() {
          Bag bag;
          put(&bag, new Box());
          Box *lost = new Box();
          if (bag.first) {
            empty(&bag);
            return; // ERROR path.leak
          }
          lost->down();
        }
        """)
  }
}
