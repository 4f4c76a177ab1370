// Types: their shape by the canonical type, their aliases by the sugar.

#include "UnitState.h"

using namespace clang;
using namespace bridge;

static ClangTypeKind kind(const clang::Type *type) {
  if (type->isVoidType()) return ClangTypeKindVoid;
  if (type->isBooleanType()) return ClangTypeKindBoolean;
  if (type->isEnumeralType()) return ClangTypeKindEnumeration;
  if (type->isNullPtrType()) return ClangTypeKindNull;
  if (type->isLValueReferenceType()) return ClangTypeKindLvalueReference;
  if (type->isRValueReferenceType()) return ClangTypeKindRvalueReference;
  if (type->isMemberPointerType()) return ClangTypeKindMemberPointer;
  if (type->isAnyPointerType() || type->isBlockPointerType()) return ClangTypeKindPointer;
  if (type->isArrayType()) return ClangTypeKindArray;
  if (type->isRecordType()) return ClangTypeKindRecord;
  if (type->isFunctionType()) return ClangTypeKindFunction;
  if (type->isAtomicType()) return ClangTypeKindAtomic;
  if (type->isIntegerType()) return ClangTypeKindInteger;
  if (type->isFloatingType()) return ClangTypeKindFloating;
  return ClangTypeKindOther;
}

/// One layer of sugar off; the same type where there is none.
///
/// What a system header's alias is made of differs with the headers that were read before it, and is nobody's
/// business: all of it comes off at once.
static QualType peeled(ASTContext &context, QualType type) {
  if (auto *alias = dyn_cast<TypedefType>(type.getTypePtr())) {
    SourceManager &sources = context.getSourceManager();
    SourceLocation location = alias->getDecl()->getLocation();
    if (location.isInvalid() || sources.isInSystemHeader(sources.getExpansionLoc(location)))
      return type.getCanonicalType();
  }
  switch (type->getTypeClass()) {
  case clang::Type::Pointer:
  case clang::Type::Record:
  case clang::Type::Builtin:
  case clang::Type::LValueReference:
  case clang::Type::RValueReference:
  case clang::Type::FunctionProto:
    return type;
  default:
    return type.getSingleStepDesugaredType(context);
  }
}

ClangTypeShape bridge_type_shape(ClangUnit unit, ClangType handle) {
  ASTContext &context = *state(unit).context;
  QualType type = unwrap(handle);
  ClangTypeShape shape = {};
  shape.kind = kind(type->getCanonicalTypeInternal().getTypePtr());
  shape.isConst = type.isConstQualified();
  QualType current = type;
  for (QualType next = peeled(context, current); next.getTypePtr() != current.getTypePtr();
       next = peeled(context, current))
    current = next;
  const clang::Type *bare = current.getTypePtr();
  if (auto *pointer = dyn_cast<PointerType>(bare)) shape.inner = wrap(pointer->getPointeeType());
  else if (auto *pointer = dyn_cast<ObjCObjectPointerType>(bare)) shape.inner = wrap(pointer->getPointeeType());
  else if (auto *pointer = dyn_cast<BlockPointerType>(bare)) shape.inner = wrap(pointer->getPointeeType());
  else if (auto *reference = dyn_cast<ReferenceType>(bare)) shape.inner = wrap(reference->getPointeeType());
  else if (auto *array = dyn_cast<clang::ArrayType>(bare)) shape.inner = wrap(array->getElementType());
  else if (auto *atomic = dyn_cast<AtomicType>(bare)) shape.inner = wrap(atomic->getValueType());
  else if (auto *function = dyn_cast<clang::FunctionType>(bare)) shape.inner = wrap(function->getReturnType());
  else if (auto *record = bare->getAsRecordDecl()) {
    if (shape.kind == ClangTypeKindRecord) shape.record = wrap(static_cast<const Decl *>(record));
  }
  return shape;
}

ClangText bridge_type_aliases(ClangUnit unit, ClangType handle) {
  UnitState &state = bridge::state(unit);
  ASTContext &context = *state.context;
  state.text.clear();
  llvm::raw_svector_ostream stream(state.text);
  auto add = [&](const NamedDecl *declaration) {
    if (!state.text.empty()) stream << '\n';
    declaration->printQualifiedName(stream, state.policy);
  };
  QualType current = unwrap(handle);
  while (true) {
    if (auto *alias = dyn_cast<TypedefType>(current.getTypePtr())) {
      add(alias->getDecl());
    } else if (auto *special = dyn_cast<TemplateSpecializationType>(current.getTypePtr())) {
      if (special->isTypeAlias())
        if (TemplateDecl *decl = special->getTemplateName().getAsTemplateDecl()) add(decl);
    }
    QualType next = peeled(context, current);
    if (next.getTypePtr() == current.getTypePtr()) break;
    current = next;
  }
  return wrap(state.text.str());
}

ClangText bridge_type_spelling(ClangUnit unit, ClangType type) {
  UnitState &state = bridge::state(unit);
  state.text.clear();
  llvm::raw_svector_ostream stream(state.text);
  unwrap(type).print(stream, state.policy);
  return wrap(state.text.str());
}

size_t bridge_type_parameters(ClangType type, ClangType *buffer, size_t capacity) {
  auto *prototype = unwrap(type)->getAs<FunctionProtoType>();
  if (!prototype) return 0;
  return fill(prototype->param_types(), buffer, capacity, [](QualType type) { return wrap(type); });
}

ClangTypeKind bridge_type_kind(ClangType type) { return kind(unwrap(type)->getCanonicalTypeInternal().getTypePtr()); }

bool bridge_type_is_unsigned(ClangType type) { return unwrap(type)->isUnsignedIntegerOrEnumerationType(); }

ClangType bridge_type_canonical(ClangType type) { return wrap(unwrap(type).getCanonicalType()); }

bool bridge_function_type_is_variadic(ClangType type) {
  auto *prototype = unwrap(type)->getAs<FunctionProtoType>();
  return prototype && prototype->isVariadic();
}

bool bridge_function_type_has_prototype(ClangType type) { return unwrap(type)->getAs<FunctionProtoType>() != nullptr; }
