// Includes and macros of a file, by Clang's scanner for dependencies: it skips code without lexing it whole.

#include "Directives.h"

#include <clang/Basic/TokenKinds.h>
#include <clang/Lex/DependencyDirectivesScanner.h>
#include <llvm/ADT/SmallVector.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringSet.h>
#include <llvm/Support/MemoryBuffer.h>
#include <string>
#include <vector>

using namespace clang;
using namespace clang::dependency_directives_scan;

namespace {

struct Include {
  std::string name;
  bool isAngled;
  bool isConditional;
};

}  // namespace

struct BridgeDirectives {
  std::vector<Include> includes;
  std::vector<std::string> earlyMacros;
  bool isGuarded = false;
};

struct BridgeWords {
  llvm::StringSet<> words;
};

namespace {

class Scan {
public:
  Scan(llvm::StringRef text, llvm::ArrayRef<Directive> directives) : text(text), directives(directives) {}

  void run(BridgeDirectives &result) {
    guardEnd = guard();
    result.isGuarded = guardEnd != 0 || hasPragmaOnce();
    std::vector<std::string> macros;
    unsigned depth = 0;
    for (size_t index = 0; index < directives.size(); ++index) {
      const Directive &directive = directives[index];
      switch (directive.Kind) {
      case pp_if:
      case pp_ifdef:
      case pp_ifndef:
        ++depth;
        break;
      case pp_endif:
        if (depth > 0) --depth;
        break;
      case pp_define:
      case pp_undef:
        if (!(guardEnd != 0 && index == 1)) macros.push_back(word(directive, 2).str());
        break;
      case pp_include:
      case pp_include_next:
      case pp_import: {
        llvm::StringRef spelling = headerName(directive);
        // What macros make of an include is not known before they are expanded.
        if (spelling.size() < 3) break;
        bool isConditional = depth > (guardEnd != 0 ? 1u : 0u);
        result.includes.push_back({spelling.drop_front().drop_back().str(), spelling.front() == '<', isConditional});
        result.earlyMacros = macros;
        break;
      }
      default:
        break;
      }
    }
  }

private:
  llvm::StringRef text;
  llvm::ArrayRef<Directive> directives;
  size_t guardEnd = 0;

  llvm::StringRef spelling(const Token &token) const { return text.substr(token.Offset, token.Length); }

  llvm::StringRef word(const Directive &directive, size_t index) const {
    return index < directive.Tokens.size() ? spelling(directive.Tokens[index]) : llvm::StringRef();
  }

  llvm::StringRef headerName(const Directive &directive) const {
    for (const Token &token : directive.Tokens)
      if (token.Kind == tok::header_name || token.Kind == tok::string_literal) return spelling(token);
    return {};
  }

  bool hasPragmaOnce() const {
    for (const Directive &directive : directives)
      if (directive.Kind == pp_pragma_once) return true;
    return false;
  }

  /// The place of the `#endif` that ends an include guard, or 0.
  size_t guard() const {
    if (directives.size() < 3 || directives[1].Kind != pp_define) return 0;
    llvm::StringRef name = word(directives[1], 2);
    const Directive &first = directives[0];
    bool isTest = first.Kind == pp_ifndef && word(first, 2) == name;
    // `#if !defined(NAME)`
    if (first.Kind == pp_if && first.Tokens.size() > 2 && first.Tokens[2].Kind == tok::exclaim)
      isTest = mentions(first, name);
    if (!isTest || name.empty()) return 0;
    unsigned depth = 0;
    for (size_t index = 0; index < directives.size(); ++index) {
      switch (directives[index].Kind) {
      case pp_if:
      case pp_ifdef:
      case pp_ifndef:
        ++depth;
        break;
      case pp_else:
      case pp_elif:
        if (depth == 1) return 0;
        break;
      case pp_endif:
        if (--depth != 0) break;
        return index + 1 < directives.size() && directives[index + 1].Kind == pp_eof ? index : 0;
      default:
        break;
      }
    }
    return 0;
  }

  bool mentions(const Directive &directive, llvm::StringRef name) const {
    for (const Token &token : directive.Tokens)
      if (spelling(token) == name) return true;
    return false;
  }
};

}  // namespace

BridgeDirectives *bridge_directives_scan(const char *path) {
  auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/true);
  if (!buffer) return nullptr;
  llvm::SmallVector<Token, 64> tokens;
  llvm::SmallVector<Directive, 64> directives;
  llvm::StringRef text = (*buffer)->getBuffer();
  if (scanSourceForDependencyDirectives(text, tokens, directives)) return nullptr;
  auto result = new BridgeDirectives;
  Scan(text, directives).run(*result);
  return result;
}

void bridge_directives_free(BridgeDirectives *directives) { delete directives; }

bool bridge_directives_is_guarded(const BridgeDirectives *directives) { return directives->isGuarded; }

size_t bridge_directives_include_count(const BridgeDirectives *directives) { return directives->includes.size(); }

const char *bridge_directives_include_name(const BridgeDirectives *directives, size_t index) {
  return directives->includes[index].name.c_str();
}

bool bridge_directives_include_is_angled(const BridgeDirectives *directives, size_t index) {
  return directives->includes[index].isAngled;
}

bool bridge_directives_include_is_conditional(const BridgeDirectives *directives, size_t index) {
  return directives->includes[index].isConditional;
}

size_t bridge_directives_early_macro_count(const BridgeDirectives *directives) {
  return directives->earlyMacros.size();
}

const char *bridge_directives_early_macro(const BridgeDirectives *directives, size_t index) {
  return directives->earlyMacros[index].c_str();
}

BridgeWords *bridge_words_read(const char *path) {
  auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/true);
  if (!buffer) return nullptr;
  auto result = new BridgeWords;
  llvm::StringRef text = (*buffer)->getBuffer();
  auto isWord = [](char character) { return llvm::isAlnum(character) || character == '_'; };
  for (size_t index = 0; index < text.size();) {
    if (!isWord(text[index])) {
      ++index;
      continue;
    }
    size_t end = index;
    while (end < text.size() && isWord(text[end])) ++end;
    result->words.insert(text.slice(index, end));
    index = end;
  }
  return result;
}

void bridge_words_free(BridgeWords *words) { delete words; }

bool bridge_words_contain(const BridgeWords *words, const char *name) { return words->words.contains(name); }
