// The parts of a declaration's text. The tree knows where names, stars and types stand; qualifiers and semicolons it does
// not keep, so those are found token by token between what it knows.

#include "Text.h"

#include <clang/AST/TypeLoc.h>

using namespace clang;
using namespace bridge;

namespace {

bool isQualifier(llvm::StringRef word) {
  return word == "const" || word == "volatile" || word == "restrict" || word == "__restrict" || word == "__restrict__" ||
         word == "__const" || word == "_Nonnull" || word == "_Nullable" || word == "_Null_unspecified";
}

bool isTypeQualifier(llvm::StringRef word) { return word == "const" || word == "volatile" || word == "__const"; }

/// A type's text: what is around the name, and what is under it.
struct Walk {
  TypeLoc base;
  FunctionTypeLoc function;
  SourceLocation firstPointer, lastPointer;
  SourceLocation firstSuffix, lastSuffix;
  SourceLocation paren;

  void run(TypeLoc type, bool stopsAtFunction) {
    while (type) {
      if (auto qualified = type.getAs<QualifiedTypeLoc>()) {
        type = qualified.getUnqualifiedLoc();
      } else if (auto pointer = type.getAs<PointerTypeLoc>()) {
        pointers(pointer.getStarLoc(), pointer.getStarLoc());
        type = pointer.getPointeeLoc();
      } else if (auto pointer = type.getAs<BlockPointerTypeLoc>()) {
        pointers(pointer.getCaretLoc(), pointer.getCaretLoc());
        type = pointer.getPointeeLoc();
      } else if (auto pointer = type.getAs<ObjCObjectPointerTypeLoc>()) {
        if (pointer.getStarLoc().isValid()) pointers(pointer.getStarLoc(), pointer.getStarLoc());
        type = pointer.getPointeeLoc();
      } else if (auto reference = type.getAs<ReferenceTypeLoc>()) {
        pointers(reference.getLocalSourceRange().getBegin(), reference.getLocalSourceRange().getBegin());
        type = reference.getPointeeLoc();
      } else if (auto member = type.getAs<MemberPointerTypeLoc>()) {
        SourceLocation star = member.getStarLoc();
        SourceLocation begin = member.getClassTInfo() ? member.getClassTInfo()->getTypeLoc().getBeginLoc() : star;
        pointers(begin, star);
        type = member.getPointeeLoc();
      } else if (auto inner = type.getAs<ParenTypeLoc>()) {
        paren = inner.getLParenLoc();
        type = inner.getInnerLoc();
      } else if (auto array = type.getAs<ArrayTypeLoc>()) {
        suffix(array.getLBracketLoc(), array.getRBracketLoc());
        type = array.getElementLoc();
      } else if (auto signature = type.getAs<FunctionTypeLoc>()) {
        if (!function) function = signature;
        suffix(signature.getLParenLoc(), signature.getRParenLoc());
        if (stopsAtFunction) return;
        type = signature.getReturnLoc();
      } else if (auto attributed = type.getAs<AttributedTypeLoc>()) {
        type = attributed.getModifiedLoc();
      } else if (auto macro = type.getAs<MacroQualifiedTypeLoc>()) {
        type = macro.getInnerLoc();
      } else if (auto adjusted = type.getAs<AdjustedTypeLoc>()) {
        type = adjusted.getOriginalLoc();
      } else {
        base = type;
        return;
      }
    }
  }

  bool hasPointers() const { return firstPointer.isValid(); }

private:
  /// From the outside in, which is from right to left.
  void pointers(SourceLocation begin, SourceLocation end) {
    if (lastPointer.isInvalid()) lastPointer = end;
    firstPointer = begin;
  }
  void suffix(SourceLocation begin, SourceLocation end) {
    if (firstSuffix.isInvalid()) firstSuffix = begin;
    lastSuffix = end;
  }
};

ClangTypeForm form(TypeLoc base, TypeLoc &argument) {
  while (auto elaborated = base.getAs<ElaboratedTypeLoc>()) base = elaborated.getNamedTypeLoc();
  if (auto special = base.getAs<TemplateSpecializationTypeLoc>()) {
    if (special.getNumArgs() > 0 && special.getArgLoc(0).getArgument().getKind() == TemplateArgument::Type)
      if (TypeSourceInfo *info = special.getArgLoc(0).getTypeSourceInfo()) argument = info->getTypeLoc();
    return ClangTypeFormTemplate;
  }
  if (base.getAs<AutoTypeLoc>() || base.getAs<DecltypeTypeLoc>() || base.getAs<TypeOfExprTypeLoc>() ||
      base.getAs<TypeOfTypeLoc>() || base.getAs<DeducedTemplateSpecializationTypeLoc>())
    return ClangTypeFormDeduced;
  QualType type = base.getType();
  if (base.getAs<TypedefTypeLoc>() && (type->isPointerType() || type->isReferenceType())) return ClangTypeFormAlias;
  return ClangTypeFormPlain;
}

/// What is asked about, found in whatever declares it.
struct Subject {
  TypeLoc type;
  bool stopsAtFunction = false;
  bool hasGroup = false;
  SourceLocation begin;
  /// The qualifier of a name: `Y::` in `T *Y::make()`.
  SourceLocation qualifier;
  SourceRange initializer;
};

bool subject(const Decl *decl, ClangLayoutPart part, Subject &result) {
  if (decl->isImplicit() || decl->getLocation().isInvalid()) return false;
  TypeSourceInfo *info = nullptr;
  if (auto *alias = dyn_cast<TypedefNameDecl>(decl)) {
    info = alias->getTypeSourceInfo();
    result.begin = alias->getBeginLoc();
    result.hasGroup = true;
  } else if (auto *declarator = dyn_cast<DeclaratorDecl>(decl)) {
    info = declarator->getTypeSourceInfo();
    result.begin = declarator->getInnerLocStart();
    if (NestedNameSpecifierLoc qualifier = declarator->getQualifierLoc()) result.qualifier = qualifier.getBeginLoc();
  }
  if (!info || info->getType().isNull()) return false;
  TypeLoc type = info->getTypeLoc();
  if (auto *function = dyn_cast<FunctionDecl>(decl)) {
    if (part != ClangLayoutPartResult || isa<CXXConstructorDecl, CXXDestructorDecl>(function)) return false;
    if (isa<CXXConversionDecl>(function)) {
      TypeSourceInfo *named = function->getNameInfo().getNamedTypeInfo();
      if (!named) return false;
      result.type = named->getTypeLoc();
      return true;
    }
    result.hasGroup = !function->isThisDeclarationADefinition();
  } else {
    auto *parameter = dyn_cast<ParmVarDecl>(decl);
    if (parameter) {
      auto *function = dyn_cast_or_null<FunctionDecl>(parameter->getDeclContext());
      result.hasGroup = function && !function->hasWrittenPrototype();
      if (parameter->hasDefaultArg() && !parameter->hasUnparsedDefaultArg()) result.initializer = parameter->getDefaultArgRange();
    } else if (auto *variable = dyn_cast<VarDecl>(decl)) {
      result.hasGroup = !variable->isExceptionVariable();
      if (variable->hasInit() && !variable->isCXXForRangeDecl()) result.initializer = variable->getInit()->getSourceRange();
    } else if (auto *field = dyn_cast<FieldDecl>(decl)) {
      result.hasGroup = true;
      if (const Expr *initial = field->getInClassInitializer()) result.initializer = initial->getSourceRange();
    }
  }
  if (part == ClangLayoutPartVariable) {
    if (isa<TypedefNameDecl>(decl)) return false;
    result.type = type;
    return true;
  }
  Walk outer;
  outer.run(type, true);
  if (!outer.function) return false;
  result.type = type;
  result.stopsAtFunction = true;
  return true;
}

}  // namespace

static bool isInstantiated(const Decl *decl) {
  for (; decl; decl = dyn_cast_or_null<Decl>(decl->getDeclContext())) {
    if (auto *function = dyn_cast<FunctionDecl>(decl); function && function->isTemplateInstantiation()) return true;
    auto *record = dyn_cast<CXXRecordDecl>(decl);
    if (record && isTemplateInstantiation(record->getTemplateSpecializationKind())) return true;
    auto *variable = dyn_cast<VarDecl>(decl);
    if (variable && isTemplateInstantiation(variable->getTemplateSpecializationKind())) return true;
  }
  return false;
}

static ClangSpan nameSpan(UnitState &unit, const Decl *decl) {
  if (auto *function = dyn_cast<FunctionDecl>(decl)) {
    DeclarationNameInfo name = function->getNameInfo();
    SourceLocation end = name.getEndLoc();
    return span(unit, SourceRange(name.getBeginLoc(), end.isValid() ? end : name.getBeginLoc()));
  }
  return tokenSpan(unit, decl->getLocation());
}

/// Qualifiers around the specifier belong to it; the tree does not keep their places.
static void widenSpecifier(
    UnitState &unit, ClangDeclarationLayout &layout, TextPlace whole, TextPlace specifier, unsigned limit) {
  if (whole.isValid() && whole.file == specifier.file && whole.offset < specifier.offset) {
    TokenReader tokens(unit, whole);
    int runBegin = -1;
    unsigned runEnd = 0;
    while (tokens.next() && tokens.begin < specifier.offset) {
      if (isTypeQualifier(tokens.word())) {
        if (runBegin < 0) runBegin = static_cast<int>(tokens.begin);
        runEnd = tokens.end;
        continue;
      }
      if (runBegin >= 0) layout.detachedQualifier = textSpan({whole.file, static_cast<unsigned>(runBegin)}, runEnd);
      runBegin = -1;
    }
    if (runBegin >= 0) layout.specifier.begin = static_cast<uint32_t>(runBegin);
  }
  TokenReader tokens(unit, {specifier.file, layout.specifier.end});
  while (tokens.next() && tokens.end <= limit && isTypeQualifier(tokens.word())) layout.specifier.end = tokens.end;
}

/// Goes on to the end of a group of declarators.
static void findGroup(UnitState &unit, ClangDeclarationLayout &layout, TextPlace whole, TextPlace end) {
  TokenReader tokens(unit, end);
  int depth = 0;
  while (tokens.next()) {
    switch (tokens.kind()) {
    case tok::l_paren:
    case tok::l_square:
    case tok::l_brace:
      ++depth;
      break;
    case tok::r_paren:
    case tok::r_square:
    case tok::r_brace:
      if (--depth < 0) return;
      break;
    case tok::comma:
      if (depth == 0) layout.isGrouped = true;
      break;
    case tok::semi:
      if (depth == 0) {
        layout.group = textSpan(whole, tokens.end);
        return;
      }
      break;
    default: break;
    }
  }
}

static ClangSpan argumentSpan(UnitState &unit, TypeLoc argument) {
  if (!argument) return {};
  ClangSpan result = span(unit, argument.getSourceRange());
  Walk walk;
  walk.run(argument, false);
  TextPlace base = walk.base ? textPlace(unit, walk.base.getBeginLoc()) : TextPlace();
  TextPlace begin = textPlace(unit, argument.getBeginLoc());
  if (!base.isValid() || !begin.isValid() || base.offset != begin.offset || base.offset == 0) return result;
  // A leading `const` is no part of the type's own range.
  auto contents = unit.sources().getBufferDataOrNone(base.file);
  if (!contents) return result;
  llvm::StringRef before = contents->substr(0, base.offset).rtrim();
  for (llvm::StringRef word : {"const", "volatile"})
    if (before.ends_with(word)) {
      llvm::StringRef rest = before.drop_back(word.size());
      if (rest.empty() || !(isAlphanumeric(rest.back()) || rest.back() == '_')) result.begin = rest.size();
    }
  return result;
}

ClangDeclarationLayout bridge_declaration_layout(
    ClangUnit handle, ClangDeclaration declaration, ClangLayoutPart part) {
  UnitState &unit = state(handle);
  const Decl *decl = unwrap(declaration);
  ClangDeclarationLayout layout = {};
  Subject subject;
  if (!::subject(decl, part, subject)) return layout;
  Walk walk;
  TypeLoc type = subject.type;
  SourceLocation outerEnd;
  if (subject.stopsAtFunction) {
    Walk outer;
    outer.run(type, true);
    type = outer.function.getReturnLoc();
    outerEnd = outer.function.getEndLoc();
    // The declarator of what points to the function comes after the result's.
    if (outer.firstPointer.isValid()) subject.qualifier = outer.paren.isValid() ? outer.paren : outer.firstPointer;
  }
  walk.run(type, false);
  if (!walk.base || walk.base.getBeginLoc().isInvalid()) return layout;
  layout.isPresent = true;
  layout.isFirst = true;
  layout.isInstantiated = isInstantiated(decl);
  if (walk.paren.isValid()) layout.isParenthesized = true;
  TypeLoc argument;
  layout.form = form(walk.base, argument);
  layout.argument = argumentSpan(unit, argument);
  layout.name = nameSpan(unit, decl);
  layout.specifier = span(unit, walk.base.getSourceRange());
  if (walk.hasPointers()) layout.pointer = span(unit, SourceRange(walk.firstPointer, walk.lastPointer));
  if (walk.firstSuffix.isValid()) layout.suffix = span(unit, SourceRange(walk.firstSuffix, walk.lastSuffix));

  TextPlace name = textPlace(unit, decl->getLocation());
  TextPlace specifier = textPlace(unit, walk.base.getBeginLoc());
  TextPlace begin = textPlace(unit, subject.begin);
  if (!name.isValid() || !specifier.isValid() || name.file != specifier.file || layout.specifier.macro.count > 0)
    return layout;
  layout.isTrailing = specifier.offset > name.offset;

  // Where the declarator's own text begins.
  unsigned declaratorBegin = name.offset;
  TextPlace qualifier = textPlace(unit, subject.qualifier);
  if (qualifier.isValid() && qualifier.file == name.file) declaratorBegin = std::min(declaratorBegin, qualifier.offset);
  unsigned typeLimit = layout.isTrailing ? ~0u : declaratorBegin;
  if (walk.hasPointers() && layout.pointer.macro.count == 0) {
    TextPlace first = textPlace(unit, walk.firstPointer);
    if (first.isValid() && !layout.isTrailing) declaratorBegin = std::min(declaratorBegin, first.offset);
    // Qualifiers and what the language does not know (macros of nothing) stand between the last star and the name.
    TokenReader tokens(unit, {name.file, layout.pointer.end});
    while (tokens.next() && tokens.end <= typeLimit)
      if (isQualifier(tokens.word()) || (!layout.isTrailing && !tokens.word().empty())) layout.pointer.end = tokens.end;
      else break;
  }
  if (!layout.isTrailing)
    for (SourceLocation location : {walk.paren, walk.firstPointer}) {
      TextPlace place = textPlace(unit, location);
      if (place.isValid() && place.file == name.file && place.offset > specifier.offset)
        declaratorBegin = std::min(declaratorBegin, place.offset);
    }
  widenSpecifier(unit, layout, begin, specifier, layout.isTrailing ? ~0u : declaratorBegin);

  // Where it ends: after the name, the suffix, the function's type, the initialiser.
  unsigned end = layout.name.end;
  auto extend = [&](SourceLocation location) {
    TextPlace place = textPlace(unit, location);
    if (place.isValid() && place.file == name.file) end = std::max(end, place.offset + tokenLength(unit, place));
  };
  extend(walk.lastSuffix);
  extend(outerEnd);
  extend(decl->getLocation());
  if (!isa<FunctionDecl>(decl)) extend(decl->getEndLoc());
  if (subject.initializer.isValid()) {
    ClangSpan initial = span(unit, subject.initializer);
    if (initial.file == layout.name.file && initial.begin >= layout.name.end) {
      layout.initializer = initial;
      end = std::max(end, initial.end);
    }
  }
  // An unnamed parameter's place is the token after it, which is no part of it.
  bool isUnnamed = isa<ParmVarDecl>(decl) && !cast<ParmVarDecl>(decl)->getDeclName();
  if (isUnnamed && layout.initializer.file == 0) {
    end = layout.specifier.end;
    if (layout.pointer.macro.count == 0) end = std::max(end, layout.pointer.end);
    if (layout.suffix.macro.count == 0) end = std::max(end, layout.suffix.end);
  }
  if (declaratorBegin <= end) layout.declarator = textSpan({name.file, declaratorBegin}, end);
  if (begin.isValid() && begin.file == name.file && begin.offset <= end) layout.whole = textSpan(begin, end);
  if (!layout.isTrailing && layout.specifier.end < declaratorBegin) {
    TokenReader tokens(unit, {name.file, layout.specifier.end});
    bool followsComma = false;
    while (tokens.next() && tokens.begin < declaratorBegin) followsComma = tokens.kind() == tok::comma;
    layout.isFirst = !followsComma;
    layout.isGrouped = followsComma;
  }
  if (subject.hasGroup && begin.isValid() && begin.file == name.file)
    findGroup(unit, layout, begin, {name.file, end});
  return layout;
}
