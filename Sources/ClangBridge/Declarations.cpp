// Declarations in general: identity, names, places, attributes.

#include "UnitState.h"

#include <clang/AST/Attr.h>
#include <clang/AST/DeclFriend.h>
#include <clang/AST/TypeLoc.h>
#include <clang/Index/USRGeneration.h>
#include <clang/Lex/Lexer.h>
#include <clang/Lex/Preprocessor.h>

using namespace clang;
using namespace bridge;

ClangDeclarationKind bridge_declaration_kind(ClangDeclaration declaration) {
  const Decl *decl = unwrap(declaration);
  if (!decl) return ClangDeclarationKindOther;
  switch (decl->getKind()) {
  case Decl::Function:
  case Decl::CXXDeductionGuide:
    return ClangDeclarationKindFunction;
  case Decl::CXXMethod: return ClangDeclarationKindMethod;
  case Decl::CXXConstructor: return ClangDeclarationKindConstructor;
  case Decl::CXXDestructor: return ClangDeclarationKindDestructor;
  case Decl::CXXConversion: return ClangDeclarationKindConversion;
  case Decl::Var:
  case Decl::Decomposition:
  case Decl::VarTemplateSpecialization:
    return ClangDeclarationKindVariable;
  case Decl::ParmVar: return ClangDeclarationKindParameter;
  case Decl::ImplicitParam: return ClangDeclarationKindVariable;
  case Decl::Binding: return ClangDeclarationKindBinding;
  case Decl::Field:
  case Decl::ObjCIvar:
    return ClangDeclarationKindField;
  case Decl::CXXRecord:
    // The class's own name inside itself is no other class.
    if (cast<CXXRecordDecl>(decl)->isInjectedClassName()) return ClangDeclarationKindOther;
    return ClangDeclarationKindRecord;
  case Decl::Record:
  case Decl::ClassTemplateSpecialization:
    return ClangDeclarationKindRecord;
  case Decl::Typedef:
  case Decl::TypeAlias:
    return ClangDeclarationKindTypedef;
  case Decl::EnumConstant: return ClangDeclarationKindEnumerator;
  case Decl::Enum: return ClangDeclarationKindEnumeration;
  case Decl::Namespace:
  case Decl::LinkageSpec:
  case Decl::Export:
  case Decl::TranslationUnit:
    return ClangDeclarationKindScope;
  case Decl::Block: return ClangDeclarationKindBlock;
  default: return ClangDeclarationKindOther;
  }
}

ClangDeclaration bridge_declaration_canonical(ClangDeclaration declaration) {
  return wrap(static_cast<const Decl *>(unwrap(declaration)->getCanonicalDecl()));
}

bool bridge_declaration_is_dependent(ClangDeclaration declaration) {
  const Decl *decl = unwrap(declaration);
  if (isa<ClassTemplatePartialSpecializationDecl, VarTemplatePartialSpecializationDecl>(decl)) return true;
  if (decl->isTemplated()) return true;
  const DeclContext *context = decl->getDeclContext();
  return context && context->isDependentContext();
}

bool bridge_declaration_is_precompiled(ClangDeclaration declaration) { return unwrap(declaration)->isFromASTFile(); }

bool bridge_declaration_is_invalid(ClangDeclaration declaration) { return unwrap(declaration)->isInvalidDecl(); }

bool bridge_declaration_is_system(ClangUnit unit, ClangDeclaration declaration) {
  if (unwrap(declaration)->getLocation().isInvalid()) return unwrap(declaration)->isImplicit();
  return state(unit).isSystem(unwrap(declaration));
}

bool bridge_declaration_is_externally_visible(ClangDeclaration declaration) {
  auto *named = as<NamedDecl>(declaration);
  return named && named->isExternallyVisible();
}

bool bridge_declaration_is_instantiation(ClangDeclaration declaration) {
  const Decl *decl = unwrap(declaration);
  if (auto *parameter = dyn_cast<ParmVarDecl>(decl)) decl = dyn_cast_or_null<FunctionDecl>(parameter->getDeclContext());
  if (auto *function = dyn_cast_or_null<FunctionDecl>(decl))
    return function->isTemplateInstantiation() || function->isTemplated();
  if (auto *record = as<CXXRecordDecl>(declaration))
    return isTemplateInstantiation(record->getTemplateSpecializationKind());
  if (auto *variable = as<VarDecl>(declaration))
    return isTemplateInstantiation(variable->getTemplateSpecializationKind());
  return false;
}

ClangText bridge_declaration_usr(ClangUnit unit, ClangDeclaration declaration) {
  UnitState &state = bridge::state(unit);
  state.text.clear();
  if (index::generateUSRForDecl(unwrap(declaration), state.text)) state.text.clear();
  return wrap(state.text.str());
}

ClangText bridge_declaration_qualified_name(ClangUnit unit, ClangDeclaration declaration) {
  UnitState &state = bridge::state(unit);
  state.text.clear();
  llvm::raw_svector_ostream stream(state.text);
  if (auto *record = as<RecordDecl>(declaration)) record->getNameForDiagnostic(stream, state.policy, true);
  else if (auto *named = as<NamedDecl>(declaration)) named->printQualifiedName(stream, state.policy);
  return wrap(state.text.str());
}

ClangText bridge_declaration_name(ClangUnit unit, ClangDeclaration declaration) {
  auto *named = as<NamedDecl>(declaration);
  if (!named) return {};
  if (const IdentifierInfo *identifier = named->getIdentifier()) return wrap(identifier->getName());
  UnitState &state = bridge::state(unit);
  state.text.clear();
  llvm::raw_svector_ostream stream(state.text);
  named->getDeclName().print(stream, state.policy);
  return wrap(state.text.str());
}

ClangSpan bridge_declaration_name_span(ClangUnit unit, ClangDeclaration declaration) {
  UnitState &state = bridge::state(unit);
  const Decl *decl = unwrap(declaration);
  // What a lambda captures stands where it says so.
  if (decl->isImplicit() && !isa<CXXRecordDecl, FieldDecl>(decl)) return {};
  if (auto *function = dyn_cast<FunctionDecl>(decl)) {
    DeclarationNameInfo name = function->getNameInfo();
    SourceLocation begin = name.getBeginLoc(), end = name.getEndLoc();
    return span(state, SourceRange(begin, end.isValid() ? end : begin));
  }
  return tokenSpan(state, decl->getLocation());
}

ClangSpan bridge_declaration_pattern_span(ClangUnit unit, ClangDeclaration declaration) {
  UnitState &state = bridge::state(unit);
  if (auto *function = as<FunctionDecl>(declaration)) {
    if (!function->isTemplateInstantiation()) return {};
    const FunctionDecl *pattern = function->getTemplateInstantiationPattern();
    return pattern ? tokenSpan(state, pattern->getLocation()) : ClangSpan{};
  }
  if (auto *record = as<CXXRecordDecl>(declaration)) {
    if (!isTemplateInstantiation(record->getTemplateSpecializationKind())) return {};
    const CXXRecordDecl *pattern = record->getTemplateInstantiationPattern();
    return pattern ? tokenSpan(state, pattern->getLocation()) : ClangSpan{};
  }
  return {};
}

ClangType bridge_declaration_type(ClangDeclaration declaration) {
  if (auto *value = as<ValueDecl>(declaration)) return wrap(value->getType());
  if (auto *alias = as<TypedefNameDecl>(declaration)) return wrap(alias->getUnderlyingType());
  if (auto *type = as<TypeDecl>(declaration))
    return wrap(type->getASTContext().getTypeDeclType(type));
  if (auto *block = as<BlockDecl>(declaration))
    if (TypeSourceInfo *info = block->getSignatureAsWritten()) return wrap(info->getType());
  return {};
}

size_t bridge_declaration_members(ClangDeclaration declaration, ClangDeclaration *buffer, size_t capacity) {
  const Decl *decl = unwrap(declaration);
  auto *context = dyn_cast<DeclContext>(decl);
  if (!context) return 0;
  return fill(context->decls(), buffer, capacity, [](const Decl *member) {
    // A friend that is defined in the class stands nowhere else.
    auto *friendship = dyn_cast<FriendDecl>(member);
    auto *function = friendship ? dyn_cast_or_null<FunctionDecl>(friendship->getFriendDecl()) : nullptr;
    return wrap(function && function->isThisDeclarationADefinition() ? function : member);
  });
}

size_t bridge_declaration_redeclarations(ClangDeclaration declaration, ClangDeclaration *buffer, size_t capacity) {
  const Decl *decl = unwrap(declaration);
  // An instantiation's text is its pattern's, which may be declared in one place and defined in another.
  if (auto *function = dyn_cast<FunctionDecl>(decl); function && function->isTemplateInstantiation())
    if (const FunctionDecl *pattern = function->getTemplateInstantiationPattern(false);
        pattern && pattern->getNumParams() == function->getNumParams())
      decl = pattern;
  return fill(decl->redecls(), buffer, capacity, [](const Decl *other) { return wrap(other); });
}

/// The text that an attribute carries, for those that carry one.
static bool text(const Attr *attribute, std::string &result) {
  switch (attribute->getKind()) {
  case attr::Annotate: result = cast<AnnotateAttr>(attribute)->getAnnotation().str(); return true;
  case attr::SwiftAttr: result = cast<SwiftAttrAttr>(attribute)->getAttribute().str(); return true;
  case attr::Cleanup: result = cast<CleanupAttr>(attribute)->getFunctionDecl()->getNameAsString(); return true;
  case attr::SwiftName: result = cast<SwiftNameAttr>(attribute)->getName().str(); return true;
  case attr::Deprecated: result = cast<DeprecatedAttr>(attribute)->getMessage().str(); return !result.empty();
  case attr::Ownership: {
    auto *ownership = cast<OwnershipAttr>(attribute);
    result = ownership->getModule()->getName().str();
    for (const ParamIdx &argument : ownership->args()) result += "," + std::to_string(argument.getASTIndex());
    return true;
  }
  case attr::NonNull:
    for (const ParamIdx &argument : cast<NonNullAttr>(attribute)->args())
      result += (result.empty() ? "" : ",") + std::to_string(argument.getASTIndex());
    return !result.empty();
  default: return false;
  }
}

/// `name` or `name:text`.
std::string bridge::attributeText(const Attr *attribute) {
  std::string value;
  // `[[clang::annotate]]`, `__attribute__((annotate))` and `__annotate__` are one.
  std::string full = attribute->getAttrName() ? attribute->getNormalizedFullName() : attribute->getSpelling();
  std::string result = full.substr(full.rfind(':') + 1);
  if (text(attribute, value)) (result += ':') += value;
  return result;
}

ClangText bridge_declaration_attributes(ClangUnit unit, ClangDeclaration declaration) {
  UnitState &state = bridge::state(unit);
  state.text.clear();
  const Decl *decl = unwrap(declaration);
  if (!decl->hasAttrs()) return {};
  for (const Attr *attribute : decl->attrs()) {
    if (attribute->isImplicit()) continue;
    if (!state.text.empty()) state.text += '\n';
    state.text += attributeText(attribute);
  }
  return wrap(state.text.str());
}

static constexpr llvm::StringLiteral wordCharacters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$";

ClangText bridge_declaration_type_macro(ClangUnit unit, ClangDeclaration declaration) {
  UnitState &state = bridge::state(unit);
  auto *declarator = as<DeclaratorDecl>(declaration);
  if (!declarator) return {};
  SourceManager &sources = state.sources();
  SourceLocation begin = declarator->getTypeSpecStartLoc();
  if (begin.isInvalid()) return {};
  if (begin.isMacroID()) return wrap(outermostMacro(state, begin));
  // A macro of nothing leaves no trace in the tree: the word before the type, or before the whole declaration, tells.
  for (SourceLocation location : {begin, declarator->getOuterLocStart()}) {
    if (!location.isValid() || !location.isFileID()) continue;
    auto [file, offset] = sources.getDecomposedLoc(location);
    auto contents = sources.getBufferDataOrNone(file);
    if (!contents || offset == 0) continue;
    llvm::StringRef before = contents->substr(0, offset).rtrim(" \t\r\n");
    llvm::StringRef word = before.take_back(before.size() - before.find_last_not_of(wordCharacters) - 1);
    if (word.empty() || isDigit(word.front())) continue;
    const MacroInfo *macro = state.preprocessor->getMacroInfo(state.preprocessor->getIdentifierInfo(word));
    if (macro && macro->getNumTokens() == 0 && macro->isObjectLike()) return wrap(word);
  }
  return {};
}

ClangDeclaration bridge_declaration_record(ClangDeclaration declaration) {
  const Decl *decl = unwrap(declaration);
  if (auto *field = dyn_cast<FieldDecl>(decl)) return wrap(static_cast<const Decl *>(field->getParent()));
  if (auto *record = dyn_cast_or_null<RecordDecl>(decl->getDeclContext()))
    return wrap(static_cast<const Decl *>(record));
  return {};
}

/// The function type under pointers, member pointers, references and arrays of a declared type.
static QualType signatureType(QualType type) {
  if (type.isNull()) return {};
  for (int depth = 0; depth < 4; ++depth) {
    if (type->isFunctionType()) return type;
    if (type->isPointerType() || type->isReferenceType() || type->isBlockPointerType() || type->isMemberPointerType())
      type = type->getPointeeType();
    else if (type->isArrayType()) type = QualType(type->getArrayElementTypeNoTypeQual(), 0);
    else return {};
  }
  return {};
}

ClangType bridge_declaration_signature_type(ClangDeclaration declaration) {
  QualType type;
  if (auto *alias = as<TypedefNameDecl>(declaration)) type = alias->getUnderlyingType();
  else if (auto *value = as<DeclaratorDecl>(declaration)) type = value->getType();
  return wrap(signatureType(type));
}

ClangDeclaration bridge_declaration_signature_typedef(ClangDeclaration declaration) {
  auto *value = as<DeclaratorDecl>(declaration);
  if (!value) return {};
  // The innermost alias that still means the function: of `typedef F G; G *x`, it is G.
  QualType type = value->getType();
  for (int depth = 0; depth < 4 && !type.isNull(); ++depth) {
    if (auto *alias = type->getAs<TypedefType>())
      if (!signatureType(alias->getDecl()->getUnderlyingType()).isNull()) {
        const TypedefNameDecl *decl = alias->getDecl();
        return wrap(static_cast<const Decl *>(decl));
      }
    if (type->isPointerType() || type->isReferenceType() || type->isBlockPointerType() || type->isMemberPointerType())
      type = type->getPointeeType();
    else if (type->isArrayType()) type = QualType(type->getArrayElementTypeNoTypeQual(), 0);
    else return {};
  }
  return {};
}

size_t bridge_declaration_signature_parameters(
    ClangDeclaration declaration, ClangDeclaration *buffer, size_t capacity) {
  TypeSourceInfo *info = nullptr;
  if (auto *alias = as<TypedefNameDecl>(declaration)) info = alias->getTypeSourceInfo();
  else if (auto *value = as<DeclaratorDecl>(declaration)) info = value->getTypeSourceInfo();
  if (!info) return 0;
  TypeLoc location = info->getTypeLoc();
  while (location) {
    if (auto function = location.getAs<FunctionTypeLoc>())
      return fill(function.getParams(), buffer, capacity,
                  [](const ParmVarDecl *parameter) { return wrap(static_cast<const Decl *>(parameter)); });
    location = location.getNextTypeLoc();
  }
  return 0;
}
