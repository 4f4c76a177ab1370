#pragma once

// The text between places of the tree, token by token: for what the tree does not say.

#include "UnitState.h"

#include <clang/Lex/Lexer.h>

namespace bridge {

/// A place in a file.
struct TextPlace {
  clang::FileID file;
  unsigned offset = 0;

  bool isValid() const { return file.isValid(); }
};

/// Where text is spelled; nowhere for what a macro's body brings. A macro's argument stands where it is written.
inline TextPlace textPlace(UnitState &unit, clang::SourceLocation location) {
  clang::SourceManager &sources = unit.sources();
  while (location.isMacroID()) {
    if (!sources.isMacroArgExpansion(location)) return {};
    location = sources.getImmediateSpellingLoc(location);
  }
  if (location.isInvalid()) return {};
  auto [file, offset] = sources.getDecomposedLoc(location);
  return {file, offset};
}

inline unsigned tokenLength(UnitState &unit, TextPlace place) {
  clang::SourceLocation location = unit.sources().getComposedLoc(place.file, place.offset);
  return clang::Lexer::MeasureTokenLength(location, unit.sources(), unit.language());
}

/// Reads a file's tokens from a place on, comments left out.
class TokenReader {
public:
  TokenReader(UnitState &unit, TextPlace place) {
    auto contents = unit.sources().getBufferDataOrNone(place.file);
    if (!contents || place.offset > contents->size()) return;
    text = *contents;
    lexer.emplace(unit.sources().getLocForStartOfFile(place.file), unit.language(), text.begin(),
                  text.begin() + place.offset, text.end());
  }

  /// False at the end.
  bool next() {
    if (!lexer) return false;
    lexer->LexFromRawLexer(token);
    if (token.is(clang::tok::eof)) return false;
    end = lexer->getCurrentBufferOffset();
    begin = end - token.getLength();
    return true;
  }

  llvm::StringRef word() const {
    return token.is(clang::tok::raw_identifier) ? token.getRawIdentifier() : llvm::StringRef();
  }
  clang::tok::TokenKind kind() const { return token.getKind(); }

  unsigned begin = 0;
  unsigned end = 0;

private:
  llvm::StringRef text;
  std::optional<clang::Lexer> lexer;
  clang::Token token;
};

inline ClangSpan textSpan(TextPlace place, unsigned end) {
  return {static_cast<int32_t>(place.file.getHashValue()), place.offset, end, {nullptr, 0}};
}

/// The semicolon after a place, as the end of what it ends; the place itself where there is none.
inline unsigned semicolonEnd(UnitState &unit, TextPlace place) {
  TokenReader tokens(unit, place);
  return tokens.next() && tokens.kind() == clang::tok::semi ? tokens.end : place.offset;
}

}  // namespace bridge
