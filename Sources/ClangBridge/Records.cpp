// Classes, structs, unions, closures.

#include "UnitState.h"

#include <clang/Sema/Sema.h>

using namespace clang;
using namespace bridge;

uint32_t bridge_record_flags(ClangDeclaration declaration) {
  auto *record = as<RecordDecl>(declaration);
  if (!record) return 0;
  uint32_t flags = 0;
  auto set = [&](bool holds, ClangRecordFlags flag) {
    if (holds) flags |= flag;
  };
  const RecordDecl *definition = record->getDefinition();
  set(definition != nullptr, ClangRecordFlagsDefined);
  set(record->isClass(), ClangRecordFlagsClass);
  set(record->isUnion(), ClangRecordFlagsUnion);
  if (auto *type = dyn_cast_or_null<CXXRecordDecl>(definition)) {
    set(type->isLambda(), ClangRecordFlagsClosure);
    set(type->isAbstract(), ClangRecordFlagsAbstract);
    set(isTemplateInstantiation(type->getTemplateSpecializationKind()), ClangRecordFlagsInstantiation);
  }
  set(definition && definition->isFromASTFile(), ClangRecordFlagsPrecompiledDefinition);
  return flags;
}

ClangDeclaration bridge_record_definition(ClangDeclaration declaration) {
  auto *record = as<RecordDecl>(declaration);
  return wrap(static_cast<const Decl *>(record ? record->getDefinition() : nullptr));
}

size_t bridge_record_bases(ClangDeclaration declaration, ClangBase *buffer, size_t capacity) {
  auto *record = as<CXXRecordDecl>(declaration);
  if (!record || !record->hasDefinition()) return 0;
  return fill(record->bases(), buffer, capacity, [](const CXXBaseSpecifier &base) {
    const CXXRecordDecl *type = base.getType()->getAsCXXRecordDecl();
    return ClangBase{wrap(static_cast<const Decl *>(type)), base.isVirtual()};
  });
}

size_t bridge_record_fields(ClangDeclaration declaration, ClangDeclaration *buffer, size_t capacity) {
  auto *record = as<RecordDecl>(declaration);
  if (!record) return 0;
  return fill(record->fields(), buffer, capacity,
              [](const FieldDecl *field) { return wrap(static_cast<const Decl *>(field)); });
}

uint32_t bridge_field_index(ClangDeclaration declaration) {
  auto *field = as<FieldDecl>(declaration);
  return field ? field->getFieldIndex() : 0;
}

namespace bridge {

const CXXDestructorDecl *destructor(UnitState &unit, const CXXRecordDecl *record) {
  if (!record || !record->hasDefinition() || record->isDependentContext()) return nullptr;
  record = record->getDefinition();
  // An implicit one that does nothing is declared in some units and not in others.
  if (!record->hasUserDeclaredDestructor() && record->hasTrivialDestructor()) return nullptr;
  if (record->needsImplicitDestructor() && unit.sema && !record->isInvalidDecl() && !record->isBeingDefined())
    return unit.sema->LookupDestructor(const_cast<CXXRecordDecl *>(record));
  return record->getDestructor();
}

}  // namespace bridge

ClangDeclaration bridge_record_destructor(ClangUnit unit, ClangDeclaration declaration) {
  return wrap(static_cast<const Decl *>(destructor(state(unit), as<CXXRecordDecl>(declaration))));
}

ClangDeclaration bridge_record_template(ClangDeclaration declaration) {
  auto *record = as<ClassTemplateSpecializationDecl>(declaration);
  return wrap(static_cast<const Decl *>(record ? record->getSpecializedTemplate() : nullptr));
}

/// Packs laid out flat.
static void flatten(llvm::ArrayRef<TemplateArgument> arguments, llvm::SmallVectorImpl<TemplateArgument> &result) {
  for (const TemplateArgument &argument : arguments) {
    if (argument.getKind() == TemplateArgument::Pack) flatten(argument.pack_elements(), result);
    else result.push_back(argument);
  }
}

static void arguments(ClangDeclaration declaration, llvm::SmallVectorImpl<TemplateArgument> &result) {
  if (auto *record = as<ClassTemplateSpecializationDecl>(declaration))
    flatten(record->getTemplateArgs().asArray(), result);
}

size_t bridge_record_template_argument_count(ClangDeclaration declaration) {
  llvm::SmallVector<TemplateArgument, 8> all;
  arguments(declaration, all);
  return all.size();
}

ClangTemplateArgument bridge_record_template_argument(ClangUnit unit, ClangDeclaration declaration, size_t index) {
  UnitState &state = bridge::state(unit);
  llvm::SmallVector<TemplateArgument, 8> all;
  arguments(declaration, all);
  ClangTemplateArgument result = {};
  result.kind = ClangTemplateArgumentKindOther;
  const TemplateArgument &argument = all[index];
  if (argument.getKind() == TemplateArgument::Type) {
    result.kind = ClangTemplateArgumentKindType;
    result.type = wrap(argument.getAsType());
    return result;
  }
  if (argument.getKind() == TemplateArgument::Declaration)
    if (auto *function = dyn_cast<FunctionDecl>(argument.getAsDecl())) {
      result.kind = ClangTemplateArgumentKindFunction;
      result.function = wrap(static_cast<const Decl *>(function));
      return result;
    }
  if (argument.getKind() == TemplateArgument::Integral) {
    result.kind = ClangTemplateArgumentKindInteger;
    result.integer = argument.getAsIntegral().extOrTrunc(64).getSExtValue();
    return result;
  }
  state.text.clear();
  llvm::raw_svector_ostream stream(state.text);
  argument.print(state.policy, stream, false);
  result.spelling = wrap(state.text.str());
  return result;
}

size_t bridge_closure_captures(ClangDeclaration declaration, ClangCapture *buffer, size_t capacity) {
  if (auto *block = as<BlockDecl>(declaration)) {
    size_t count = 0;
    if (block->capturesCXXThis()) {
      if (count < capacity) buffer[count] = ClangCapture{};
      ++count;
    }
    for (const BlockDecl::Capture &capture : block->captures()) {
      const Decl *variable = capture.getVariable();
      if (count < capacity) buffer[count] = ClangCapture{wrap(variable), {}, capture.isByRef()};
      ++count;
    }
    return count;
  }
  auto *record = as<CXXRecordDecl>(declaration);
  if (!record || !record->isLambda()) return 0;
  auto field = record->field_begin();
  return fill(record->captures(), buffer, capacity, [&](const LambdaCapture &capture) {
    ClangCapture result = {};
    if (capture.capturesVariable())
      result.variable = wrap(static_cast<const Decl *>(capture.getCapturedVar()));
    result.isByReference = capture.getCaptureKind() == LCK_ByRef;
    if (field != record->field_end()) result.field = wrap(static_cast<const Decl *>(*field++));
    return result;
  });
}

ClangDeclaration bridge_closure_operator(ClangDeclaration declaration) {
  auto *record = as<CXXRecordDecl>(declaration);
  if (!record || !record->isLambda()) return {};
  return wrap(static_cast<const Decl *>(record->getLambdaCallOperator()));
}
