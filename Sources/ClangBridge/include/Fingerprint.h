#pragma once

// Whether two texts are the same program: a hash of what the compiler makes of them.

#include "Basics.h"

BRIDGE_BEGIN

/// One thing that a unit declares: a function, variable, record, alias, template.
typedef struct ClangFingerprint {
  /// Of its structure: kinds, names, canonical types, values. Not of places, comments, or how types are spelled.
  uint64_t hash;
  ClangDeclaration declaration;
} ClangFingerprint;

/// What the unit itself brings, in its order, system headers' declarations left out.
///
/// `ignoredAttributes` are left out of the hash: one a line, spelled as `ClangUnit.attributes` spells them.
size_t bridge_unit_fingerprints(
    ClangUnit unit, const char *_Nonnull ignoredAttributes, void *_Nullable context,
    void (*_Nonnull take)(void *_Nullable context, ClangUnit unit, ClangFingerprint fingerprint))
    BRIDGE_NAME("ClangUnit.fingerprints(self:ignoredAttributes:context:take:)");

BRIDGE_END
