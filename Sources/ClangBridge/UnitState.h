#pragma once

#if !__has_include(<clang/AST/ASTContext.h>)
#error "Clang 19's libraries are missing: install libclang-19-dev, libclang-cpp19-dev and llvm-19-dev, or name their prefix in DEED_LLVM"
#endif

#include "ClangBridge.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/AST/Expr.h>
#include <clang/AST/ExprCXX.h>
#include <clang/AST/Mangle.h>
#include <clang/AST/PrettyPrinter.h>
#include <clang/Basic/SourceManager.h>
#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/DenseSet.h>
#include <memory>
#include <string>
#include <vector>

namespace clang {
class Preprocessor;
class Sema;
}

namespace bridge {

/// What is kept of a unit while it is looked at.
struct UnitState {
  clang::ASTContext *context = nullptr;
  clang::PrintingPolicy policy{clang::LangOptions()};
  std::string directory;
  bool readsLibraries = false;
  std::vector<const clang::Decl *> declarations;
  llvm::DenseSet<const clang::Decl *> seen;
  std::vector<std::string> files;
  std::vector<std::string> missing;
  /// Where something is that the compiler does not understand: it may have left out of the tree what stands around it.
  std::vector<clang::SourceLocation> errors;
  /// The buffer of texts that live until the next one.
  llvm::SmallString<256> text;
  clang::Preprocessor *preprocessor = nullptr;
  /// For what the compiler only works out when it is asked.
  clang::Sema *sema = nullptr;
  /// The statements of the body that was asked about last.
  const clang::Stmt *layoutBody = nullptr;
  std::vector<ClangStatementLayout> layouts;
  /// Made when the first symbol is asked for.
  std::unique_ptr<clang::ASTNameGenerator> names;
  std::unique_ptr<clang::MangleContext> mangling;

  clang::SourceManager &sources() const { return context->getSourceManager(); }
  const clang::LangOptions &language() const { return context->getLangOpts(); }

  /// What stands in a system header and is nobody's to judge.
  bool isSystem(const clang::Decl *declaration) const {
    clang::SourceLocation location = sources().getExpansionLoc(declaration->getLocation());
    return sources().isInSystemHeader(location) && !(readsLibraries && !isReserved(declaration));
  }

  /// By its outermost name: that of the language's library, or one that programs may not use.
  static bool isReserved(const clang::Decl *declaration) {
    const clang::NamedDecl *outermost = nullptr;
    for (; declaration; declaration = llvm::dyn_cast_or_null<clang::Decl>(declaration->getDeclContext()))
      if (auto *named = llvm::dyn_cast<clang::NamedDecl>(declaration); named && named->getIdentifier()) outermost = named;
    if (!outermost) return true;
    return outermost->getName().starts_with("_") || (llvm::isa<clang::NamespaceDecl>(outermost) && outermost->getName() == "std");
  }

  void add(const clang::Decl *declaration) {
    if (declaration && seen.insert(declaration).second) declarations.push_back(declaration);
  }
};

inline UnitState &state(ClangUnit unit) { return *static_cast<UnitState *>(unit.address); }

inline ClangDeclaration wrap(const clang::Decl *declaration) { return {declaration}; }
inline ClangStatement wrap(const clang::Stmt *statement) { return {statement}; }
inline ClangType wrap(clang::QualType type) { return {type.getAsOpaquePtr()}; }
inline ClangText wrap(llvm::StringRef text) { return {text.data(), text.size()}; }

inline const clang::Decl *unwrap(ClangDeclaration declaration) {
  return static_cast<const clang::Decl *>(declaration.address);
}
inline const clang::Stmt *unwrap(ClangStatement statement) {
  return static_cast<const clang::Stmt *>(statement.address);
}
inline clang::QualType unwrap(ClangType type) { return clang::QualType::getFromOpaquePtr(type.address); }

template <typename T> const T *as(ClangDeclaration declaration) {
  return llvm::dyn_cast_or_null<T>(unwrap(declaration));
}
template <typename T> const T *as(ClangStatement statement) {
  return llvm::dyn_cast_or_null<T>(unwrap(statement));
}

/// Fills a buffer as far as it reaches and says how much there is.
template <typename Range, typename Element, typename Transform>
size_t fill(Range &&range, Element *buffer, size_t capacity, Transform transform) {
  size_t count = 0;
  for (auto &&item : range) {
    if (count < capacity) buffer[count] = transform(item);
    ++count;
  }
  return count;
}

/// An attribute as `name` or `name:text`.
std::string attributeText(const clang::Attr *attribute);
/// The destructor that destroying an object runs, if it does anything or was written.
const clang::CXXDestructorDecl *destructor(UnitState &unit, const clang::CXXRecordDecl *record);

/// Bytes and macro of a range of tokens.
ClangSpan span(UnitState &unit, clang::SourceRange range);
/// Bytes of one token: a name.
ClangSpan tokenSpan(UnitState &unit, clang::SourceLocation location);
/// The outermost macro that text at a place came out of, or nothing.
llvm::StringRef outermostMacro(UnitState &unit, clang::SourceLocation location);

}  // namespace bridge
