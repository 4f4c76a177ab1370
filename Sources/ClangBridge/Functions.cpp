// Functions, variables and bindings.

#include "UnitState.h"

#include <clang/AST/Attr.h>
#include <clang/Sema/Sema.h>

using namespace clang;
using namespace bridge;

void bridge_function_settle(ClangUnit unit, ClangDeclaration declaration) {
  auto *function = as<FunctionDecl>(declaration);
  Sema *sema = state(unit).sema;
  if (!function || !sema || function->isInvalidDecl()) return;
  auto *prototype = function->getType()->getAs<FunctionProtoType>();
  if (!prototype || prototype->getExceptionSpecType() != EST_Unevaluated) return;
  auto *method = dyn_cast<CXXMethodDecl>(function);
  if (!method || method->getParent()->isInvalidDecl() || !method->getParent()->hasDefinition() ||
      method->getParent()->isDependentContext())
    return;
  sema->ResolveExceptionSpec(function->getLocation(), prototype);
}

uint32_t bridge_function_flags(ClangDeclaration declaration) {
  auto *function = as<FunctionDecl>(declaration);
  if (!function) return 0;
  uint32_t flags = 0;
  auto set = [&](bool holds, ClangFunctionFlags flag) {
    if (holds) flags |= flag;
  };
  if (auto *method = dyn_cast<CXXMethodDecl>(function)) {
    set(method->isVirtual(), ClangFunctionFlagsVirtual);
    set(method->isConst(), ClangFunctionFlagsConst);
    set(method->isStatic(), ClangFunctionFlagsStatic);
    set(method->isCopyAssignmentOperator(), ClangFunctionFlagsCopy);
    set(method->isMoveAssignmentOperator(), ClangFunctionFlagsMove);
    set(method->getParent()->isLambda() && method->getOverloadedOperator() == OO_Call,
        ClangFunctionFlagsLambdaOperator);
  }
  if (auto *constructor = dyn_cast<CXXConstructorDecl>(function)) {
    set(constructor->isCopyConstructor(), ClangFunctionFlagsCopy);
    set(constructor->isMoveConstructor(), ClangFunctionFlagsMove);
  }
  set(function->getAccess() == AS_private, ClangFunctionFlagsPrivate);
  set(function->getAccess() == AS_protected, ClangFunctionFlagsProtected);
  set(function->isPureVirtual(), ClangFunctionFlagsPure);
  set(function->isVariadic(), ClangFunctionFlagsVariadic);
  set(function->isNoReturn(), ClangFunctionFlagsNoReturn);
  if (auto *prototype = function->getType()->getAs<FunctionProtoType>()) {
    ExceptionSpecificationType kind = prototype->getExceptionSpecType();
    set(kind != EST_Unparsed && kind != EST_Unevaluated && kind != EST_Uninstantiated &&
            kind != EST_DependentNoexcept && prototype->canThrow() == CT_Cannot,
        ClangFunctionFlagsNoThrow);
  }
  set(function->hasAttr<NoThrowAttr>(), ClangFunctionFlagsNoThrow);
  set(function->isImplicit(), ClangFunctionFlagsImplicit);
  set(function->isTemplateInstantiation(), ClangFunctionFlagsInstantiation);
  set(function->isOverloadedOperator(), ClangFunctionFlagsOperator);
  set(function->isDeleted(), ClangFunctionFlagsDeleted);
  set(function->isDefaulted(), ClangFunctionFlagsDefaulted);
  set(!function->hasPrototype(), ClangFunctionFlagsUnprototyped);
  set(function->isDefined(), ClangFunctionFlagsDefined);
  // A builtin is inline where it came out of a precompiled header, and only there.
  set(function->isInlined() && !function->getBuiltinID(), ClangFunctionFlagsInline);
  set(function->isTrivial(), ClangFunctionFlagsTrivial);
  return flags;
}

ClangType bridge_function_return_type(ClangDeclaration declaration) {
  if (auto *function = as<FunctionDecl>(declaration)) return wrap(function->getReturnType());
  if (auto *block = as<BlockDecl>(declaration))
    if (TypeSourceInfo *info = block->getSignatureAsWritten())
      if (auto *type = info->getType()->getAs<clang::FunctionType>()) return wrap(type->getReturnType());
  return {};
}

static llvm::ArrayRef<ParmVarDecl *> parameters(ClangDeclaration declaration) {
  if (auto *function = as<FunctionDecl>(declaration)) return function->parameters();
  if (auto *block = as<BlockDecl>(declaration)) return block->parameters();
  return {};
}

size_t bridge_function_parameter_count(ClangDeclaration declaration) { return parameters(declaration).size(); }

ClangDeclaration bridge_function_parameter(ClangDeclaration declaration, size_t index) {
  return wrap(static_cast<const Decl *>(parameters(declaration)[index]));
}

ClangDeclaration bridge_function_definition(ClangDeclaration declaration) {
  auto *function = as<FunctionDecl>(declaration);
  const FunctionDecl *definition = nullptr;
  if (!function || !function->isDefined(definition)) return {};
  return wrap(static_cast<const Decl *>(definition));
}

ClangStatement bridge_function_body(ClangDeclaration declaration) {
  if (auto *block = as<BlockDecl>(declaration)) return wrap(static_cast<const Stmt *>(block->getBody()));
  auto *function = as<FunctionDecl>(declaration);
  if (!function || function->hasSkippedBody() || !function->doesThisDeclarationHaveABody()) return {};
  return wrap(static_cast<const Stmt *>(function->getBody()));
}

ClangType bridge_function_this_type(ClangDeclaration declaration) {
  auto *method = as<CXXMethodDecl>(declaration);
  if (!method || !method->isImplicitObjectMemberFunction()) return {};
  return wrap(method->getThisType());
}

size_t bridge_function_overridden(ClangDeclaration declaration, ClangDeclaration *buffer, size_t capacity) {
  auto *method = as<CXXMethodDecl>(declaration);
  if (!method) return 0;
  return fill(method->getCanonicalDecl()->overridden_methods(), buffer, capacity,
              [](const CXXMethodDecl *other) { return wrap(static_cast<const Decl *>(other)); });
}

uint32_t bridge_function_builtin(ClangDeclaration declaration) {
  auto *function = as<FunctionDecl>(declaration);
  return function ? function->getBuiltinID() : 0;
}

ClangStatement bridge_variable_initializer(ClangDeclaration declaration) {
  if (auto *variable = as<VarDecl>(declaration)) return wrap(static_cast<const Stmt *>(variable->getInit()));
  return {};
}

bool bridge_variable_is_local(ClangDeclaration declaration) {
  if (as<ImplicitParamDecl>(declaration)) return true;
  auto *variable = as<VarDecl>(declaration);
  return variable && variable->hasLocalStorage();
}

ClangDeclaration bridge_variable_definition(ClangDeclaration declaration) {
  auto *variable = as<VarDecl>(declaration);
  if (!variable) return {};
  const VarDecl *definition = variable->getDefinition();
  // C's tentative definition is one if nothing better comes. Only a tentative one knows of it.
  for (const VarDecl *other : variable->redecls()) {
    if (definition) break;
    definition = other->getActingDefinition();
  }
  return wrap(static_cast<const Decl *>(definition));
}

bool bridge_variable_is_static_local(ClangDeclaration declaration) {
  auto *variable = as<VarDecl>(declaration);
  return variable && variable->isStaticLocal();
}

ClangDeclaration bridge_binding_variable(ClangDeclaration declaration) {
  auto *binding = as<BindingDecl>(declaration);
  if (!binding) return {};
  return wrap(static_cast<const Decl *>(binding->getHoldingVar()));
}

ClangStatement bridge_binding_expression(ClangDeclaration declaration) {
  auto *binding = as<BindingDecl>(declaration);
  return wrap(static_cast<const Stmt *>(binding ? binding->getBinding() : nullptr));
}

int64_t bridge_enumerator_value(ClangDeclaration declaration) {
  auto *enumerator = as<EnumConstantDecl>(declaration);
  return enumerator ? enumerator->getInitVal().extOrTrunc(64).getSExtValue() : 0;
}

size_t bridge_enumeration_enumerators(ClangDeclaration declaration, ClangDeclaration *buffer, size_t capacity) {
  auto *enumeration = as<EnumDecl>(declaration);
  if (!enumeration) return 0;
  return fill(enumeration->enumerators(), buffer, capacity,
              [](const EnumConstantDecl *enumerator) { return wrap(static_cast<const Decl *>(enumerator)); });
}

ClangDeclaration bridge_enumeration_typedef(ClangDeclaration declaration) {
  auto *enumeration = as<EnumDecl>(declaration);
  const TypedefNameDecl *name = enumeration ? enumeration->getTypedefNameForAnonDecl() : nullptr;
  return name ? wrap(static_cast<const Decl *>(name)) : ClangDeclaration{};
}

bool bridge_enumeration_is_scoped(ClangDeclaration declaration) {
  auto *enumeration = as<EnumDecl>(declaration);
  return enumeration && enumeration->isScoped();
}

bool bridge_enumeration_is_defined(ClangDeclaration declaration) {
  auto *enumeration = as<EnumDecl>(declaration);
  return enumeration && enumeration->isThisDeclarationADefinition();
}
