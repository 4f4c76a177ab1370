// flags: -fexceptions -fcxx-exceptions
struct T { T(); ~T(); };
struct Error { Error(int); Error(const Error &); int code; };
void may();
int guarded() {
  T t;  // => t.T() [construct]
  try {
    may();  // => may()
    throw Error(1);  // => temporary.Error(1) [construct]; throw temporary
  } catch (const Error &e) {
    return e.code;  // => return **e.code; end e; t.~T() [implicit]; end t
  } catch (...) {
    throw;  // => handler; throw
  }
  return 0;  // => return 0; t.~T() [implicit]; end t
}
