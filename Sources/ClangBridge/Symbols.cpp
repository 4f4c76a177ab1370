// What object files call functions, and where bases lie: for what is added to code while it is compiled.

#include "UnitState.h"

#include <clang/AST/Mangle.h>
#include <clang/AST/RecordLayout.h>

using namespace clang;
using namespace bridge;

ClangText bridge_function_symbols(ClangUnit unit, ClangDeclaration declaration) {
  UnitState &state = bridge::state(unit);
  state.text.clear();
  auto *function = as<FunctionDecl>(declaration);
  if (!function || function->isDependentContext() || function->isInvalidDecl()) return wrap(state.text.str());
  // A later declaration may give it another symbol: libraries do so with what they export and call themselves.
  function = function->getMostRecentDecl();
  // A destructor that does nothing is in no object file.
  if (auto *destructor = dyn_cast<CXXDestructorDecl>(function); destructor && destructor->isTrivial())
    return wrap(state.text.str());
  if (!state.names) state.names = std::make_unique<ASTNameGenerator>(*state.context);
  if (isa<CXXConstructorDecl, CXXDestructorDecl>(function)) {
    for (const std::string &name : state.names->getAllManglings(function)) {
      state.text += name;
      state.text += '\n';
    }
  } else {
    state.text += state.names->getName(function);
  }
  return wrap(state.text.str());
}

ClangText bridge_record_symbol_prefix(ClangUnit unit, ClangDeclaration declaration) {
  UnitState &state = bridge::state(unit);
  state.text.clear();
  auto *record = as<CXXRecordDecl>(declaration);
  if (!record || !record->hasDefinition() || record->isDependentContext() || record->isInvalidDecl() ||
      record->isLambda() || !record->getIdentifier() || record->isLocalClass())
    return wrap(state.text.str());
  if (!state.mangling) state.mangling.reset(state.context->createMangleContext());
  llvm::raw_svector_ostream stream(state.text);
  state.mangling->mangleCXXRTTI(state.context->getTypeDeclType(record), stream);
  // `_ZTIN1x1TE` and `_ZTI1T` become `_ZN1x1T` and `_ZN1T`.
  llvm::StringRef name = state.text.str();
  if (!name.consume_front("_ZTI")) return {};
  if (name.consume_front("N")) name.consume_back("E");
  std::string prefix = ("_ZN" + name).str();
  state.text = prefix;
  return wrap(state.text.str());
}

int64_t bridge_field_offset(ClangUnit unit, ClangDeclaration declaration) {
  auto *field = as<FieldDecl>(declaration);
  const RecordDecl *record = field ? field->getParent() : nullptr;
  if (!record || field->isBitField() || field->isInvalidDecl() || record->isInvalidDecl() || record->isDependentContext() ||
      !record->isCompleteDefinition())
    return -1;
  return state(unit).context->getFieldOffset(field) / 8;
}

int64_t bridge_field_size(ClangUnit unit, ClangDeclaration declaration) {
  if (bridge_field_offset(unit, declaration) < 0) return -1;
  QualType type = as<FieldDecl>(declaration)->getType();
  return type->isIncompleteType() ? -1 : state(unit).context->getTypeSizeInChars(type).getQuantity();
}

int64_t bridge_record_base_offset(ClangUnit unit, ClangDeclaration declaration, ClangDeclaration base) {
  auto *record = as<CXXRecordDecl>(declaration);
  auto *target = as<CXXRecordDecl>(base);
  if (!record || !target || !record->hasDefinition() || record->isInvalidDecl() || record->isDependentContext())
    return -1;
  for (const CXXBaseSpecifier &specifier : record->bases()) {
    const CXXRecordDecl *candidate = specifier.getType()->getAsCXXRecordDecl();
    if (!candidate || candidate->getCanonicalDecl() != target->getCanonicalDecl()) continue;
    if (specifier.isVirtual() || candidate->isInvalidDecl()) return -1;
    return state(unit).context->getASTRecordLayout(record).getBaseClassOffset(candidate).getQuantity();
  }
  return -1;
}
