// Places: from Clang's locations to bytes of files and names of macros.

#include "UnitState.h"

#include <clang/Lex/HeaderSearch.h>
#include <clang/Lex/Lexer.h>
#include <clang/Lex/Preprocessor.h>

using namespace clang;

namespace bridge {

static int32_t number(FileID file) { return static_cast<int32_t>(file.getHashValue()); }

static FileID file(int32_t number) {
  FileID id;
  // FileID has no public constructor from a number; it is one integer.
  static_assert(sizeof(FileID) == sizeof(int32_t), "a FileID is a number");
  std::memcpy(static_cast<void *>(&id), &number, sizeof(number));
  return id;
}

llvm::StringRef outermostMacro(UnitState &unit, SourceLocation location) {
  if (!location.isMacroID()) return {};
  SourceManager &sources = unit.sources();
  SourceLocation begin = sources.getExpansionLoc(location);
  bool failed = false;
  const char *text = sources.getCharacterData(begin, &failed);
  if (failed) return {};
  return {text, Lexer::MeasureTokenLength(begin, sources, unit.language())};
}

static ClangSpan bytes(UnitState &unit, SourceLocation begin, SourceLocation end, bool endIsToken) {
  SourceManager &sources = unit.sources();
  auto [beginFile, beginOffset] = sources.getDecomposedLoc(begin);
  auto [endFile, endOffset] = sources.getDecomposedLoc(end);
  if (beginFile.isInvalid()) return {};
  if (endFile != beginFile || endOffset < beginOffset) {
    endOffset = beginOffset;
    end = begin;
    endIsToken = true;
  }
  if (endIsToken) endOffset += Lexer::MeasureTokenLength(end, sources, unit.language());
  return {number(beginFile), beginOffset, endOffset, {nullptr, 0}};
}

ClangSpan span(UnitState &unit, SourceRange range) {
  if (range.isInvalid()) return {};
  if (range.getBegin().isFileID() && range.getEnd().isFileID())
    return bytes(unit, range.getBegin(), range.getEnd(), true);
  SourceManager &sources = unit.sources();
  // An argument of a macro stands in the file as it is.
  SourceLocation begin = range.getBegin(), end = range.getEnd();
  bool isArgument = true;
  auto spelled = [&](SourceLocation location) {
    while (location.isMacroID()) {
      if (!sources.isMacroArgExpansion(location)) {
        isArgument = false;
        return location;
      }
      location = sources.getImmediateSpellingLoc(location);
    }
    return location;
  };
  SourceLocation spelledBegin = spelled(begin), spelledEnd = spelled(end);
  if (isArgument) return bytes(unit, spelledBegin, spelledEnd, true);
  CharSourceRange first = sources.getExpansionRange(begin);
  CharSourceRange last = sources.getExpansionRange(end);
  ClangSpan result = bytes(unit, first.getBegin(), last.getEnd(), last.isTokenRange());
  result.macro = wrap(outermostMacro(unit, begin.isMacroID() ? begin : end));
  return result;
}

ClangSpan tokenSpan(UnitState &unit, SourceLocation location) {
  return span(unit, SourceRange(location, location));
}

}  // namespace bridge

using namespace bridge;

ClangText bridge_unit_path(ClangUnit unit, int32_t number) {
  UnitState &state = bridge::state(unit);
  SourceManager &sources = state.sources();
  state.text.clear();
  OptionalFileEntryRef entry = sources.getFileEntryRefForID(file(number));
  if (!entry) return {};
  state.text = entry->getName();
  sources.getFileManager().makeAbsolutePath(state.text);
  llvm::sys::path::remove_dots(state.text, true);
  return wrap(state.text.str());
}

ClangText bridge_unit_contents(ClangUnit unit, int32_t number) {
  SourceManager &sources = state(unit).sources();
  FileID id = file(number);
  auto buffer = sources.getBufferOrNone(id);
  return buffer ? wrap(buffer->getBuffer()) : ClangText{};
}

bool bridge_unit_is_installed(ClangUnit unit, int32_t number) {
  UnitState &state = bridge::state(unit);
  if (!state.preprocessor) return false;
  ClangText text = bridge_unit_path(unit, number);
  llvm::SmallString<256> path(llvm::StringRef(text.bytes, text.count));
  HeaderSearch &search = state.preprocessor->getHeaderSearchInfo();
  for (auto entry = search.system_dir_begin(); entry != search.system_dir_end(); ++entry) {
    llvm::SmallString<256> directory(entry->getName());
    state.sources().getFileManager().makeAbsolutePath(directory);
    llvm::sys::path::remove_dots(directory, true);
    if (path.size() > directory.size() && path.starts_with(directory) && path[directory.size()] == '/') return true;
  }
  return false;
}

bool bridge_unit_is_system(ClangUnit unit, int32_t number) {
  SourceManager &sources = state(unit).sources();
  FileID id = file(number);
  return id.isValid() && sources.isInSystemHeader(sources.getComposedLoc(id, 0));
}
