// Clang's own formatter, by the style of the file's directory.

#include "Formatting.h"

#include <clang/Format/Format.h>
#include <clang/Tooling/Core/Replacement.h>
#include <clang/Tooling/Inclusions/HeaderIncludes.h>
#include <llvm/Support/VirtualFileSystem.h>

using namespace clang;

struct BridgeStyle {
  format::FormatStyle style;
};

BridgeStyle *bridge_style_find(const char *path) {
  auto disk = llvm::vfs::getRealFileSystem();
  auto style = format::getStyle("file", path, "none", "", disk.get());
  if (!style) {
    llvm::consumeError(style.takeError());
    return nullptr;
  }
  if (style->DisableFormat) return nullptr;
  return new BridgeStyle{*style};
}

BridgeStyle *bridge_style_default() { return new BridgeStyle{format::getLLVMStyle()}; }

void bridge_style_free(BridgeStyle *style) { delete style; }

void bridge_style_add_macro(BridgeStyle *style, const char *name, bool isType) {
  (isType ? style->style.TypenameMacros : style->style.AttributeMacros).push_back(name);
}

bool bridge_format(
    const BridgeStyle *style, const char *path, const char *text, size_t count, const BridgeRange *ranges,
    size_t rangeCount, void *context, BridgeReplacementTaker take) {
  std::vector<tooling::Range> wanted;
  for (size_t index = 0; index < rangeCount; ++index)
    wanted.emplace_back(ranges[index].offset, ranges[index].length);
  format::FormattingAttemptStatus status;
  tooling::Replacements replacements =
      format::reformat(style->style, llvm::StringRef(text, count), wanted, path, &status);
  if (!status.FormatComplete) return false;
  for (const tooling::Replacement &replacement : replacements)
    take(context, replacement.getOffset(), replacement.getLength(), replacement.getReplacementText().data(),
         replacement.getReplacementText().size());
  return true;
}

void bridge_insert_include(
    const BridgeStyle *style, const char *path, const char *text, size_t count, const char *name, bool isAngled,
    void *context, BridgeReplacementTaker take) {
  tooling::HeaderIncludes includes(path, llvm::StringRef(text, count), style->style.IncludeStyle);
  auto replacement = includes.insert(name, isAngled, tooling::IncludeDirective::Include);
  if (!replacement) return;
  take(context, replacement->getOffset(), replacement->getLength(), replacement->getReplacementText().data(),
       replacement->getReplacementText().size());
}
