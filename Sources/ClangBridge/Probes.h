#pragma once

// Which files were looked for in vain: once one of them is there, what was read may mean something else.

#include <llvm/ADT/StringSet.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/VirtualFileSystem.h>

namespace bridge {

class ProbingFileSystem : public llvm::vfs::ProxyFileSystem {
public:
  explicit ProbingFileSystem(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> inner)
      : ProxyFileSystem(std::move(inner)) {}

  /// What the driver looks for, libraries and linkers, is no part of the source.
  bool isRecording = false;
  llvm::StringSet<> missing;

  llvm::ErrorOr<llvm::vfs::Status> status(const llvm::Twine &path) override {
    auto result = ProxyFileSystem::status(path);
    if (!result) note(path, result.getError());
    return result;
  }

  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine &path) override {
    auto result = ProxyFileSystem::openFileForRead(path);
    if (!result) note(path, result.getError());
    return result;
  }

private:
  void note(const llvm::Twine &path, std::error_code error) {
    if (!isRecording || error != std::errc::no_such_file_or_directory) return;
    llvm::SmallString<256> text;
    path.toVector(text);
    if (makeAbsolute(text)) return;
    llvm::sys::path::remove_dots(text, true);
    missing.insert(text);
  }
};

}  // namespace bridge
