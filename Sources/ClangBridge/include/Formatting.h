#pragma once

// Clang-format on a part of a text, and where an `#include` belongs.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A style as a file's directory asks for it. Freed with `bridge_style_free`.
typedef struct BridgeStyle BridgeStyle;

/// The `.clang-format` that holds for `path`; null where there is none, it cannot be read, or it disables formatting.
BridgeStyle *_Nullable bridge_style_find(const char *_Nonnull path);
/// What clang-format takes where a code base says nothing: only for the place of an `#include`.
BridgeStyle *_Nonnull bridge_style_default(void);
void bridge_style_free(BridgeStyle *_Nonnull style);
/// A macro that stands for a type, with its arguments where it has any, or for an attribute: without knowing, clang-format takes it
/// for a call or a name.
void bridge_style_add_macro(BridgeStyle *_Nonnull style, const char *_Nonnull name, bool isType);

typedef struct BridgeRange {
  size_t offset;
  size_t length;
} BridgeRange;

/// Bytes to take out and bytes to put there; the bytes live during the call.
typedef void (*BridgeReplacementTaker)(
    void *_Nullable context, size_t offset, size_t length, const char *_Nonnull text, size_t count);

/// What clang-format would change in the lines of `ranges`, in order. False where it gives up, as at unbalanced brackets.
bool bridge_format(
    const BridgeStyle *_Nonnull style, const char *_Nonnull path, const char *_Nonnull text, size_t count,
    const BridgeRange *_Nullable ranges, size_t rangeCount, void *_Nullable context,
    BridgeReplacementTaker _Nonnull take);

/// Where `#include NAME` goes, sorted among the others; nothing where it is included already.
void bridge_insert_include(
    const BridgeStyle *_Nonnull style, const char *_Nonnull path, const char *_Nonnull text, size_t count,
    const char *_Nonnull name, bool isAngled, void *_Nullable context, BridgeReplacementTaker _Nonnull take);

#ifdef __cplusplus
}
#endif
