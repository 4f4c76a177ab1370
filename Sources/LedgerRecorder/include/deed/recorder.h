// The ledger of a running program: tell the recorder what happens to counted objects.
//
// Link with -ldeed-recorder, or load it with LD_PRELOAD into a program that was compiled against weak references to
// these functions. Without `deed record` around the program each call returns at once.
//
// Call `deed_create` when an object's first reference exists, `deed_retain` and `deed_release` beside each change of
// its count, `deed_destroy` when it ends, from any thread and from signal handlers. Build with
// -fno-omit-frame-pointer: the stacks in the report come from frame pointers.
#ifndef DEED_RECORDER_H
#define DEED_RECORDER_H

#ifdef __cplusplus
extern "C" {
#endif

#ifdef DEED_RECORDER_WEAK
#define DEED_RECORDER_API __attribute__((weak))
#else
#define DEED_RECORDER_API
#endif

// `type` names the object's type in reports; it may be null, and must not change afterwards. `=Name` makes no object: it says
// of one that is known what it really is, as the constructor of a derived class does.
DEED_RECORDER_API void deed_create(const void *object, const char *type);
DEED_RECORDER_API void deed_retain(const void *object);
DEED_RECORDER_API void deed_release(const void *object);
DEED_RECORDER_API void deed_destroy(const void *object);

// A named moment: the report tells growth between two of them.
DEED_RECORDER_API void deed_checkpoint(const char *name);

// For code whose variables must be told their ownership before some point, as a JIT's are: who holds the object owns it, or only
// points to it. `deed_commit` is that point: the report names every live object that was not declared before it, with the stack of
// its creation.
typedef enum { deed_owner, deed_pointer } deed_ownership;
DEED_RECORDER_API void deed_declare(const void *object, deed_ownership ownership);
DEED_RECORDER_API void deed_commit(void);

// How many objects are alive, and the sum of their counts, now; for `display` in a debugger.
DEED_RECORDER_API long deed_live_total(void);
DEED_RECORDER_API long deed_ref_total(void);

#ifdef __cplusplus
}
#endif

#endif  // DEED_RECORDER_H
