// libfaust as a C++ program uses it, for comparison: made, initialised and called through its C++ classes.
#ifndef FAUST_NATIVE_H
#define FAUST_NATIVE_H

#ifdef __cplusplus
extern "C" {
#endif

typedef struct faust_native faust_native;

/// Null when the program does not compile.
faust_native *faust_native_make(int is_llvm, const char *name, const char *source, int sample_rate);
void faust_native_free(faust_native *native);

/// Calls `compute` so many times, and says how many nanoseconds all of them took together.
double faust_native_run(faust_native *native, int calls, int frames);
/// The same through libfaust's C functions, which is the only way that is open to Swift without C++.
double faust_native_run_c(faust_native *native, int calls, int frames);

#ifdef __cplusplus
}
#endif
#endif
