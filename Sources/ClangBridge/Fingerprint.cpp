// A hash of what a unit's declarations are to the compiler, whatever their text looks like.
//
// Two texts with the same hashes mean the same: every declaration, statement and value is there, in order, with the same
// canonical types. Aliases vanish in canonical types, and a list of declarators is the same as one after another.

#include "UnitState.h"

#include <clang/AST/Attr.h>
#include <clang/AST/ExprObjC.h>
#include <clang/AST/StmtCXX.h>
#include <clang/Lex/Lexer.h>
#include <clang/Lex/Preprocessor.h>
#include <llvm/ADT/StringSet.h>
#include <llvm/Support/xxhash.h>

using namespace clang;
using namespace bridge;

namespace {

class Fingerprinter {
public:
  Fingerprinter(
      UnitState &unit, llvm::StringRef ignored, void *context, void (*take)(void *, ClangUnit, ClangFingerprint))
      : unit(unit), context(context), take(take), policy(unit.policy) {
    // Places must not come into it.
    policy.AnonymousTagLocations = false;
    llvm::SmallVector<llvm::StringRef, 16> names;
    ignored.split(names, '\n', -1, false);
    for (llvm::StringRef name : names)
      name.consume_back("*") ? ignoredPrefixes.push_back(name) : (void)ignoredAttributes.insert(name);
  }

  void run() {
    // Clang prints what is in a name, as a constructor's class, as the whole unit says.
    PrintingPolicy former = unit.context->getPrintingPolicy();
    PrintingPolicy placeless = former;
    placeless.AnonymousTagLocations = false;
    unit.context->setPrintingPolicy(placeless);
    // Looking may make Clang read more of a precompiled header: the list is asked anew each time.
    for (size_t index = 0; index < unit.declarations.size(); ++index) top(unit.declarations[index], true);
    unit.context->setPrintingPolicy(former);
  }

private:
  UnitState &unit;
  void *context;
  void (*take)(void *, ClangUnit, ClangFingerprint);
  PrintingPolicy policy;
  llvm::StringSet<> ignoredAttributes;
  /// Of those that end in a star.
  llvm::SmallVector<llvm::StringRef, 4> ignoredPrefixes;

  bool isIgnored(llvm::StringRef attribute) {
    return ignoredAttributes.contains(attribute) ||
           llvm::any_of(ignoredPrefixes, [&](llvm::StringRef prefix) { return attribute.starts_with(prefix); });
  }
  llvm::DenseSet<const Decl *> seen;
  llvm::DenseMap<const void *, uint64_t> types;
  llvm::DenseMap<const Decl *, uint64_t> names;
  /// Numbers of the function's own variables, in order.
  llvm::DenseMap<const Decl *, unsigned> locals;
  llvm::DenseMap<const MacroInfo *, bool> lineMacros;
  uint64_t hash = 0;

  void add(uint64_t value) { hash = llvm::rotl(hash, 7) * 0x9E3779B97F4A7C15ull ^ value; }
  void add(llvm::StringRef text) { add(llvm::xxh3_64bits(text)); }
  void add(DeclarationName name) {
    std::string text;
    llvm::raw_string_ostream stream(text);
    name.print(stream, policy);
    add(llvm::StringRef(text));
  }

  uint64_t typeHash(QualType type) {
    if (type.isNull()) return 0;
    QualType canonical = type.getCanonicalType();
    auto [entry, isNew] = types.try_emplace(canonical.getAsOpaquePtr(), 0);
    if (!isNew) return entry->second;
    uint64_t value = llvm::xxh3_64bits(canonical.getAsString(policy));
    types[canonical.getAsOpaquePtr()] = value;
    return value;
  }
  void add(QualType type) { add(typeHash(type)); }

  /// Who is meant: a local by its number, anything else by its qualified name and type.
  void addReference(const Decl *decl) {
    if (!decl) return add(uint64_t(0));
    auto local = locals.find(decl->getCanonicalDecl());
    if (local != locals.end()) return add(uint64_t(local->second) + 1);
    auto [entry, isNew] = names.try_emplace(decl->getCanonicalDecl(), 0);
    if (isNew) {
      std::string text;
      llvm::raw_string_ostream stream(text);
      if (auto *named = dyn_cast<NamedDecl>(decl)) printQualified(named, stream);
      uint64_t value = llvm::xxh3_64bits(withoutLine(std::move(text), decl));
      if (auto *valued = dyn_cast<ValueDecl>(decl)) value ^= typeHash(valued->getType()) * 31;
      names[decl->getCanonicalDecl()] = value;
      return add(value);
    }
    add(entry->second);
  }

  /// Clang's own qualified names spell the parameters of functions around as they were written.
  void printQualified(const NamedDecl *named, llvm::raw_ostream &stream) {
    llvm::SmallVector<const NamedDecl *, 8> around;
    for (const DeclContext *outer = named->getDeclContext(); outer; outer = outer->getParent())
      if (auto *one = dyn_cast<NamedDecl>(outer)) around.push_back(one);
    for (const NamedDecl *one : llvm::reverse(around)) {
      one->getNameForDiagnostic(stream, policy, false);
      if (auto *function = dyn_cast<FunctionDecl>(one)) stream << typeHash(function->getType());
      stream << "::";
    }
    named->getNameForDiagnostic(stream, policy, false);
  }

  bool isOurs(const Decl *decl) {
    SourceManager &sources = unit.sources();
    SourceLocation location = decl->getLocation();
    return !location.isValid() || !sources.isInSystemHeader(sources.getExpansionLoc(location));
  }

  /// A declaration at namespace or class scope, and those in it, each with a hash of its own.
  void top(const Decl *decl, bool isOwn) {
    if (!isOwn && decl->isFromASTFile()) return;
    if (isa<UsingShadowDecl, AccessSpecDecl, EmptyDecl>(decl)) return;
    if (auto *record = dyn_cast<CXXRecordDecl>(decl))
      if (record->isInjectedClassName()) return;
    if (!seen.insert(decl).second || !isOurs(decl)) return;
    if (isa<NamespaceDecl, LinkageSpecDecl, ExportDecl, TranslationUnitDecl>(decl)) {
      for (const Decl *member : cast<DeclContext>(decl)->decls()) top(member, false);
      return;
    }
    if (decl->isImplicit() && !isa<CXXRecordDecl, FunctionDecl>(decl)) return;
    hash = 0;
    locals.clear();
    const DeclContext *inside = nullptr;
    add(uint64_t(decl->getKind()));
    if (auto *templated = dyn_cast<TemplateDecl>(decl)) {
      addTemplate(templated);
      if (auto *record = dyn_cast_or_null<RecordDecl>(templated->getTemplatedDecl())) {
        seen.insert(record);
        addRecordHead(record);
        inside = record;
      } else if (const NamedDecl *pattern = templated->getTemplatedDecl()) {
        seen.insert(pattern);
        addDeclaration(pattern);
      }
    } else if (auto *record = dyn_cast<RecordDecl>(decl)) {
      addRecordHead(record);
      if (record->isCompleteDefinition()) inside = record;
    } else {
      addDeclaration(decl);
    }
    take(context, {&unit}, {hash, wrap(decl)});
    if (inside)
      for (const Decl *member : inside->decls())
        if (!isa<FieldDecl, IndirectFieldDecl>(member)) top(member, false);
  }

  void addTemplate(const TemplateDecl *decl) {
    add(decl->getDeclName());
    const TemplateParameterList *parameters = decl->getTemplateParameters();
    if (!parameters) return;
    for (const NamedDecl *parameter : *parameters) {
      add(uint64_t(parameter->getKind()));
      add(parameter->getName());
      if (auto *value = dyn_cast<NonTypeTemplateParmDecl>(parameter)) add(value->getType());
    }
  }

  void addRecordHead(const RecordDecl *record) {
    addReference(record);
    addAttributes(record);
    add(uint64_t(record->getTagKind()));
    add(uint64_t(record->isCompleteDefinition()));
    if (!record->isCompleteDefinition()) return;
    if (auto *type = dyn_cast<CXXRecordDecl>(record))
      for (const CXXBaseSpecifier &base : type->bases()) {
        add(base.getType());
        add(uint64_t(base.isVirtual()) << 8 | uint64_t(base.getAccessSpecifier()));
      }
    for (const FieldDecl *field : record->fields()) addDeclaration(field);
  }

  void addAttributes(const Decl *decl) {
    if (!decl->hasAttrs()) return;
    for (const Attr *attribute : decl->attrs()) {
      if (attribute->isImplicit()) continue;
      std::string text = attributeText(attribute);
      if (!isIgnored(text)) add(text);
    }
  }

  void addDeclaration(const Decl *decl) {
    add(uint64_t(decl->getKind()));
    if (auto *named = dyn_cast<NamedDecl>(decl)) {
      const IdentifierInfo *name = named->getIdentifier();
      if (name) add(llvm::StringRef(withoutLine(name->getName().str(), decl)));
      else add(named->getDeclName());
    }
    addAttributes(decl);
    if (auto *value = dyn_cast<ValueDecl>(decl)) add(value->getType());
    if (auto *variable = dyn_cast<VarDecl>(decl)) {
      locals.try_emplace(variable->getCanonicalDecl(), locals.size());
      add(uint64_t(variable->getStorageClass()) << 8 | uint64_t(variable->getInitStyle()));
      if (auto *parameter = dyn_cast<ParmVarDecl>(variable)) {
        // What is not parsed yet, or stands in another declaration, is that one's.
        if (parameter->hasDefaultArg() && !parameter->hasUnparsedDefaultArg() &&
            !parameter->hasUninstantiatedDefaultArg())
          add(parameter->getDefaultArg());
      } else {
        add(variable->getInit());
      }
    } else if (auto *function = dyn_cast<FunctionDecl>(decl)) {
      add(function);
    } else if (auto *field = dyn_cast<FieldDecl>(decl)) {
      add(uint64_t(field->isMutable()));
      if (field->isBitField()) add(field->getBitWidth());
      if (field->hasInClassInitializer()) add(field->getInClassInitializer());
    } else if (auto *enumerator = dyn_cast<EnumConstantDecl>(decl)) {
      llvm::SmallString<32> digits;
      enumerator->getInitVal().toString(digits);
      add(digits.str());
    } else if (auto *enumeration = dyn_cast<EnumDecl>(decl)) {
      add(enumeration->getIntegerType());
      for (const EnumConstantDecl *one : enumeration->enumerators()) addDeclaration(one);
    } else if (auto *alias = dyn_cast<TypedefNameDecl>(decl)) {
      add(alias->getUnderlyingType());
    } else if (auto *assertion = dyn_cast<StaticAssertDecl>(decl)) {
      add(assertion->getAssertExpr());
    } else if (auto *record = dyn_cast<RecordDecl>(decl)) {
      // A local class: its members belong to the function.
      addRecordHead(record);
      for (const Decl *member : record->decls())
        if (isa<FunctionDecl, VarDecl>(member) && !member->isImplicit()) addDeclaration(member);
    } else if (auto *use = dyn_cast<UsingDecl>(decl)) {
      add(use->getDeclName());
    }
  }

  void add(const FunctionDecl *function) {
    add(uint64_t(function->getStorageClass()) << 8 | uint64_t(function->isInlineSpecified()) << 1 |
        uint64_t(function->isDeletedAsWritten()) << 2 | uint64_t(function->isExplicitlyDefaulted()) << 3 |
        uint64_t(function->isVirtualAsWritten()) << 4 | uint64_t(function->isPureVirtual()) << 5);
    add(uint64_t(function->getTemplateSpecializationKind()));
    addReference(function);
    for (const ParmVarDecl *parameter : function->parameters()) addDeclaration(parameter);
    if (auto *constructor = dyn_cast<CXXConstructorDecl>(function))
      if (function->doesThisDeclarationHaveABody())
        for (const CXXCtorInitializer *initializer : constructor->inits()) {
          if (initializer->isAnyMemberInitializer()) addReference(initializer->getAnyMember());
          else if (initializer->getTypeSourceInfo()) add(QualType(initializer->getBaseClass(), 0));
          add(initializer->getInit());
        }
    if (function->doesThisDeclarationHaveABody()) add(function->getBody());
  }

  void add(const Stmt *root) {
    if (!root) return add(uint64_t(0));
    // An explicit list: expressions may nest deeply.
    llvm::SmallVector<const Stmt *, 64> open{root};
    llvm::SmallVector<const Stmt *, 16> children;
    while (!open.empty()) {
      const Stmt *statement = open.pop_back_val();
      if (!statement) {
        add(uint64_t(1));
        continue;
      }
      // How many declarators share their specifiers says nothing.
      if (auto *declaration = dyn_cast<DeclStmt>(statement)) {
        for (const Decl *decl : declaration->decls()) addDeclaration(decl);
        continue;
      }
      add(uint64_t(statement->getStmtClass()));
      if (isSignatureText(statement)) continue;
      own(statement);
      if (isa<LambdaExpr>(statement)) continue;
      children.assign(statement->child_begin(), statement->child_end());
      if (auto *constant = dyn_cast<ConstantExpr>(statement)) children.assign({constant->getSubExpr()});
      if (!isa<CompoundStmt>(statement)) add(uint64_t(children.size()));
      for (auto child = children.rbegin(); child != children.rend(); ++child) open.push_back(*child);
      if (isa<CompoundStmt>(statement)) open.push_back(nullptr);
    }
  }

  /// What a statement says beside its children.
  void own(const Stmt *statement) {
    if (auto *expression = dyn_cast<Expr>(statement)) {
      add(expression->getType());
      add(uint64_t(expression->getValueKind()));
    }
    if (auto *reference = dyn_cast<DeclRefExpr>(statement)) return addReference(reference->getDecl());
    if (auto *member = dyn_cast<MemberExpr>(statement)) {
      add(uint64_t(member->isArrow()));
      return addReference(member->getMemberDecl());
    }
    if (auto *literal = dyn_cast<IntegerLiteral>(statement)) {
      // A line's number is its place.
      if (isLineNumber(literal->getLocation())) return;
      return addNumber(literal->getValue());
    }
    if (auto *literal = dyn_cast<FloatingLiteral>(statement)) return addNumber(literal->getValue().bitcastToAPInt());
    if (auto *literal = dyn_cast<CharacterLiteral>(statement)) return add(uint64_t(literal->getValue()));
    if (auto *literal = dyn_cast<StringLiteral>(statement)) return add(literal->getBytes());
    if (auto *literal = dyn_cast<CXXBoolLiteralExpr>(statement)) return add(uint64_t(literal->getValue()));
    if (auto *operation = dyn_cast<UnaryOperator>(statement)) return add(uint64_t(operation->getOpcode()));
    if (auto *operation = dyn_cast<BinaryOperator>(statement)) return add(uint64_t(operation->getOpcode()));
    if (auto *call = dyn_cast<CXXOperatorCallExpr>(statement)) return add(uint64_t(call->getOperator()));
    if (auto *cast = dyn_cast<CastExpr>(statement)) return add(uint64_t(cast->getCastKind()));
    if (auto *trait = dyn_cast<UnaryExprOrTypeTraitExpr>(statement)) {
      add(uint64_t(trait->getKind()));
      return add(trait->getTypeOfArgument());
    }
    if (auto *construct = dyn_cast<CXXConstructExpr>(statement)) return addReference(construct->getConstructor());
    if (auto *unresolved = dyn_cast<CXXUnresolvedConstructExpr>(statement)) return add(unresolved->getTypeAsWritten());
    if (auto *member = dyn_cast<CXXDependentScopeMemberExpr>(statement)) return add(member->getMember());
    if (auto *scope = dyn_cast<DependentScopeDeclRefExpr>(statement)) return add(scope->getDeclName());
    if (auto *overload = dyn_cast<OverloadExpr>(statement)) return add(overload->getName());
    if (auto *fresh = dyn_cast<CXXNewExpr>(statement)) {
      add(fresh->getAllocatedType());
      addReference(fresh->getOperatorNew());
      return addReference(fresh->getOperatorDelete());
    }
    if (auto *end = dyn_cast<CXXDeleteExpr>(statement)) return addReference(end->getOperatorDelete());
    if (auto *handler = dyn_cast<CXXCatchStmt>(statement)) {
      if (handler->getExceptionDecl()) addDeclaration(handler->getExceptionDecl());
      return;
    }
    if (auto *loop = dyn_cast<CXXForRangeStmt>(statement)) return addReference(loop->getLoopVariable());
    if (auto *label = dyn_cast<LabelStmt>(statement)) return add(llvm::StringRef(label->getName()));
    if (auto *jump = dyn_cast<GotoStmt>(statement)) return add(jump->getLabel()->getName());
    if (auto *lambda = dyn_cast<LambdaExpr>(statement)) {
      for (const LambdaCapture &capture : lambda->captures()) {
        add(uint64_t(capture.getCaptureKind()));
        if (capture.capturesVariable()) addReference(capture.getCapturedVar());
      }
      if (const CXXMethodDecl *call = lambda->getCallOperator()) {
        for (const ParmVarDecl *parameter : call->parameters()) addDeclaration(parameter);
        add(call->getReturnType());
        add(lambda->getBody());
      }
      return;
    }
    if (auto *offset = dyn_cast<OffsetOfExpr>(statement)) return add(offset->getTypeSourceInfo()->getType());
    if (auto *assembly = dyn_cast<GCCAsmStmt>(statement)) return add(assembly->getAsmString()->getString());
    if (auto *trait = dyn_cast<TypeTraitExpr>(statement))
      for (const TypeSourceInfo *argument : trait->getArgs()) add(argument->getType());
  }

  /// Whether a macro's text, as it was defined at a place, has `__LINE__` in it, or a macro whose text has.
  bool saysLine(const IdentifierInfo *macro, SourceLocation place) {
    const MacroInfo *info = unit.preprocessor->getMacroDefinitionAtLoc(macro, place).getMacroInfo();
    if (!info) return false;
    auto [entry, isNew] = lineMacros.try_emplace(info, false);
    if (!isNew) return entry->second;
    bool says = llvm::any_of(info->tokens(), [&](const Token &token) {
      const IdentifierInfo *word = token.getIdentifierInfo();
      return word && (word->getName() == "__LINE__" || saysLine(word, place));
    });
    return lineMacros[info] = says;
  }

  /// A name without the line that a macro pasted into it: `assertion_at_123`.
  std::string withoutLine(std::string name, const Decl *decl) {
    SourceManager &sources = unit.sources();
    SourceLocation location = decl->getLocation();
    if (!location.isMacroID() || !sources.isWrittenInScratchSpace(sources.getSpellingLoc(location))) return name;
    if (!unit.preprocessor) return name;
    const IdentifierInfo *macro = unit.preprocessor->getIdentifierInfo(outermostMacro(unit, location));
    if (!saysLine(macro, sources.getExpansionLoc(location))) return name;
    std::string line = std::to_string(sources.getExpansionLineNumber(location));
    size_t place = name.find(line);
    if (place != std::string::npos) name.replace(place, line.size(), "__LINE__");
    return name;
  }

  /// `__PRETTY_FUNCTION__`, as it stands or in parentheses: it spells types as they were written, and its own type is its length.
  static bool isSignatureText(const Stmt *statement) {
    while (true) {
      if (auto *parentheses = dyn_cast<ParenExpr>(statement)) statement = parentheses->getSubExpr();
      else if (auto *operation = dyn_cast<UnaryOperator>(statement);
               operation && operation->getOpcode() == UO_Extension) statement = operation->getSubExpr();
      else break;
    }
    auto *name = dyn_cast<PredefinedExpr>(statement);
    if (!name) return false;
    switch (name->getIdentKind()) {
    case PredefinedIdentKind::PrettyFunction:
    case PredefinedIdentKind::PrettyFunctionNoVirtual:
    case PredefinedIdentKind::FuncSig:
    case PredefinedIdentKind::LFuncSig:
      return true;
    default:
      return false;
    }
  }

  /// Out of `__LINE__`, however deep in macros.
  bool isLineNumber(SourceLocation location) {
    SourceManager &sources = unit.sources();
    if (!location.isMacroID() || !sources.isWrittenInScratchSpace(sources.getSpellingLoc(location))) return false;
    while (location.isMacroID()) {
      if (Lexer::getImmediateMacroName(location, sources, unit.language()) == "__LINE__") return true;
      location = sources.getImmediateMacroCallerLoc(location);
    }
    return false;
  }

  void addNumber(const llvm::APInt &value) {
    for (unsigned index = 0; index < value.getNumWords(); ++index) add(uint64_t(value.getRawData()[index]));
  }
};

}  // namespace

size_t bridge_unit_fingerprints(
    ClangUnit unit, const char *ignoredAttributes, void *context,
    void (*take)(void *, ClangUnit, ClangFingerprint)) {
  Fingerprinter(state(unit), ignoredAttributes, context, take).run();
  return state(unit).declarations.size();
}
