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
}
