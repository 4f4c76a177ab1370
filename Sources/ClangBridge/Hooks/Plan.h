// The plan that the pass works by, as `deed cc` writes it.
#pragma once

#include <llvm/ADT/SmallVector.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/ADT/StringRef.h>
#include <vector>

using llvm::SmallVector;
using llvm::StringMap;
using llvm::StringRef;

struct Hook {
  StringRef action, symbol, family, label, unless, callee;
  unsigned argument = 0;
  int64_t offset = 0;
  unsigned line = 0, depth = 0, lastCount = 0;
  /// Where the count lies in the object, and how many bytes it has.
  unsigned countOffset = 0, countSize = 0;
};

struct Plan {
  StringMap<bool> families;
  std::vector<Hook> hooks;
};

/// The entries for one source; the text has to outlive them.
inline Plan read(StringRef text, StringRef source) {
  Plan plan;
  bool isMine = false;
  SmallVector<StringRef, 0> lines;
  text.split(lines, '\n', -1, false);
  for (StringRef line : lines) {
    SmallVector<StringRef, 16> words;
    line.split(words, '\t');
    if (words[0] == "unit" && words.size() == 2) isMine = words[1] == source;
    if (!isMine) continue;
    if (words[0] == "family" && words.size() == 3) plan.families[words[1]] = words[2] == "1";
    if (words[0] != "hook" || words.size() != 14) continue;
    Hook hook{words[1], words[2], words[4], words[5], words[10], words[13]};
    if (words[3].getAsInteger(10, hook.argument) || words[6].getAsInteger(10, hook.offset)) continue;
    if (words[7].getAsInteger(10, hook.line) || words[8].getAsInteger(10, hook.depth)) continue;
    if (words[9].getAsInteger(10, hook.lastCount)) continue;
    if (words[11].getAsInteger(10, hook.countOffset) || words[12].getAsInteger(10, hook.countSize)) continue;
    plan.hooks.push_back(hook);
  }
  return plan;
}
