#pragma once

#include "include/Texts.h"

#include <llvm/ADT/IntrusiveRefCntPtr.h>
#include <llvm/Support/VirtualFileSystem.h>

namespace bridge {

/// `disk` with the texts laid over it. Each parse has its own, since a working directory belongs to it; the texts are shared.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> overlaid(
    llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> disk, const ClangTexts &texts);

}  // namespace bridge
