#pragma once

#include "Basics.h"

BRIDGE_BEGIN

typedef enum BRIDGE_ENUM ClangTypeKind {
  ClangTypeKindVoid,
  ClangTypeKindBoolean,
  ClangTypeKindInteger,
  ClangTypeKindFloating,
  ClangTypeKindEnumeration,
  ClangTypeKindPointer,
  ClangTypeKindLvalueReference,
  ClangTypeKindRvalueReference,
  ClangTypeKindArray,
  ClangTypeKindRecord,
  ClangTypeKindFunction,
  ClangTypeKindMemberPointer,
  ClangTypeKindNull,
  ClangTypeKindAtomic,
  ClangTypeKindOther,
} ClangTypeKind;

typedef struct ClangTypeShape {
  ClangTypeKind kind;
  bool isConst;
  /// Pointee, element, result or value, with its sugar.
  ClangType inner;
  ClangDeclaration record;
} ClangTypeShape;

ClangTypeShape bridge_type_shape(ClangUnit unit, ClangType type) BRIDGE_NAME("ClangUnit.shape(self:of:)");
/// Qualified names of the aliases peeled off, outermost first, one a line, until the next text.
ClangText bridge_type_aliases(ClangUnit unit, ClangType type) BRIDGE_NAME("ClangUnit.aliases(self:of:)");
ClangText bridge_type_spelling(ClangUnit unit, ClangType type) BRIDGE_NAME("ClangUnit.spelling(self:of:)");
size_t bridge_type_parameters(ClangType type, ClangType *_Nullable buffer, size_t capacity)
    BRIDGE_NAME("ClangType.parameters(self:into:capacity:)");
/// The kind alone, by the canonical type.
ClangTypeKind bridge_type_kind(ClangType type) BRIDGE_PROPERTY(ClangType, kind);
/// Whether its numbers are never negative, those of an enumeration too.
bool bridge_type_is_unsigned(ClangType type) BRIDGE_PROPERTY(ClangType, isUnsigned);
ClangType bridge_type_canonical(ClangType type) BRIDGE_PROPERTY(ClangType, canonical);
bool bridge_function_type_is_variadic(ClangType type) BRIDGE_PROPERTY(ClangType, isVariadicFunction);
bool bridge_function_type_has_prototype(ClangType type) BRIDGE_PROPERTY(ClangType, hasPrototype);

BRIDGE_END
