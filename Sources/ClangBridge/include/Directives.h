#pragma once

// What a file includes and defines, found without preprocessing it.

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// One file's directives. Freed with `bridge_directives_free`.
typedef struct BridgeDirectives BridgeDirectives;

/// Null for a file that cannot be read or that the scanner makes nothing of.
BridgeDirectives *_Nullable bridge_directives_scan(const char *_Nonnull path);
void bridge_directives_free(BridgeDirectives *_Nonnull directives);

/// Has `#pragma once` or an include guard around all of it.
bool bridge_directives_is_guarded(const BridgeDirectives *_Nonnull directives);

size_t bridge_directives_include_count(const BridgeDirectives *_Nonnull directives);
const char *_Nonnull bridge_directives_include_name(const BridgeDirectives *_Nonnull directives, size_t index);
bool bridge_directives_include_is_angled(const BridgeDirectives *_Nonnull directives, size_t index);
/// Stands under an `#if` that is not the include guard.
bool bridge_directives_include_is_conditional(const BridgeDirectives *_Nonnull directives, size_t index);

/// Names that are defined or undefined before the last `#include`.
size_t bridge_directives_early_macro_count(const BridgeDirectives *_Nonnull directives);
const char *_Nonnull bridge_directives_early_macro(const BridgeDirectives *_Nonnull directives, size_t index);
/// Every identifier of a file, to be asked for single ones. Null for a file that cannot be read.
typedef struct BridgeWords BridgeWords;
BridgeWords *_Nullable bridge_words_read(const char *_Nonnull path);
void bridge_words_free(BridgeWords *_Nonnull words);
bool bridge_words_contain(const BridgeWords *_Nonnull words, const char *_Nonnull name);

#ifdef __cplusplus
}
#endif
