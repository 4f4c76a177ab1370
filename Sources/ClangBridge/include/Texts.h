#pragma once

// Files' texts in memory, taken instead of what is on disk.

#include "Basics.h"

BRIDGE_BEGIN

/// Texts by absolute path. Does not change once it is made, so many parses may look into one at a time.
typedef struct ClangTexts ClangTexts;

ClangTexts *_Nonnull bridge_texts_make(void);
/// Copies the text. Only before the first parse that uses the texts.
void bridge_texts_add(ClangTexts *_Nonnull texts, const char *_Nonnull path, const char *_Nonnull bytes, size_t count);
void bridge_texts_free(ClangTexts *_Nonnull texts);

BRIDGE_END
