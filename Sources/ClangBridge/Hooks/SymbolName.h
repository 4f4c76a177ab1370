// What a symbol is the name of.
#pragma once

#include <llvm/ADT/StringRef.h>
#include <llvm/Demangle/Demangle.h>
#include <algorithm>
#include <cstdlib>
#include <string>

/// A function's name taken apart: `std::vector`, `int` and `push_back` of `std::vector<int>::push_back(int)`. All are empty for
/// what is no name of C++.
struct SymbolName {
  /// Without template arguments.
  std::string context;
  /// The first template argument of the context, without what makes it a pointer.
  std::string argument;
  std::string simple;

  SymbolName() = default;

  explicit SymbolName(llvm::StringRef symbol) {
    llvm::ItaniumPartialDemangler demangler;
    // It goes on reading the text.
    std::string text = symbol.str();
    if (!symbol.starts_with("_Z") || demangler.partialDemangle(text.c_str()) || !demangler.isFunction()) return;
    context = take(demangler.getFunctionDeclContextName(nullptr, nullptr));
    simple = take(demangler.getFunctionBaseName(nullptr, nullptr));
    // Libraries mark functions of one of their versions.
    simple.resize(std::min(simple.size(), simple.find("[abi:")));
    size_t open = context.find('<');
    if (open == std::string::npos) return;
    unsigned depth = 0;
    for (size_t place = open + 1; place < context.size(); ++place) {
      char letter = context[place];
      if (depth == 0 && (letter == ',' || letter == '>')) {
        argument = llvm::StringRef(context).slice(open + 1, place).rtrim(" *").str();
        break;
      }
      if (letter == '<' || letter == '(') ++depth;
      if (letter == '>' || letter == ')') --depth;
    }
    context.resize(open);
  }

  bool isIn(llvm::StringRef space) const { return !space.empty() && llvm::StringRef(context).split("::").first == space; }

private:
  static std::string take(char *text) {
    std::string copy = text ? text : "";
    std::free(text);
    return copy;
  }
};
