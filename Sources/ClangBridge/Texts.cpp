// Texts in memory as a file system over another one.
//
// Clang's own in-memory file system keeps a working directory, so it cannot serve two threads; a copy for each parse of a
// code base's every header would cost more than the parse.

#include "Texts.h"

#include <llvm/ADT/StringMap.h>
#include <llvm/Support/Path.h>

using namespace llvm;

struct ClangTexts {
  struct Entry {
    std::string text;
    vfs::Status status;
  };
  StringMap<Entry> entries;
  /// Those that the texts stand in, for where a text's directory is not on disk.
  StringMap<vfs::Status> directories;
};

namespace {

class TextFile : public vfs::File {
public:
  TextFile(vfs::Status status, StringRef text) : state(std::move(status)), text(text) {}

  ErrorOr<vfs::Status> status() override { return state; }
  ErrorOr<std::unique_ptr<MemoryBuffer>> getBuffer(const Twine &name, int64_t, bool, bool) override {
    SmallString<256> buffer;
    return MemoryBuffer::getMemBuffer(text, name.toStringRef(buffer), /*RequiresNullTerminator=*/true);
  }
  std::error_code close() override { return {}; }

private:
  vfs::Status state;
  StringRef text;
};

class TextFileSystem : public vfs::ProxyFileSystem {
public:
  TextFileSystem(IntrusiveRefCntPtr<vfs::FileSystem> disk, const ClangTexts &texts)
      : ProxyFileSystem(std::move(disk)), texts(texts) {}

  ErrorOr<vfs::Status> status(const Twine &path) override {
    if (auto *entry = find(path)) return vfs::Status::copyWithNewName(entry->status, path);
    auto status = ProxyFileSystem::status(path);
    if (status || texts.directories.empty()) return status;
    auto found = texts.directories.find(normalized(path));
    return found == texts.directories.end() ? status : vfs::Status::copyWithNewName(found->second, path);
  }

  ErrorOr<std::unique_ptr<vfs::File>> openFileForRead(const Twine &path) override {
    if (auto *entry = find(path))
      return std::make_unique<TextFile>(vfs::Status::copyWithNewName(entry->status, path), entry->text);
    return ProxyFileSystem::openFileForRead(path);
  }

private:
  const ClangTexts &texts;

  const ClangTexts::Entry *find(const Twine &path) {
    auto found = texts.entries.find(normalized(path));
    return found == texts.entries.end() ? nullptr : &found->second;
  }

  SmallString<256> normalized(const Twine &path) {
    SmallString<256> absolute;
    path.toVector(absolute);
    if (!makeAbsolute(absolute)) sys::path::remove_dots(absolute, /*remove_dot_dot=*/true);
    return absolute;
  }
};

}  // namespace

IntrusiveRefCntPtr<vfs::FileSystem> bridge::overlaid(
    IntrusiveRefCntPtr<vfs::FileSystem> disk, const ClangTexts &texts) {
  return new TextFileSystem(std::move(disk), texts);
}

ClangTexts *bridge_texts_make() { return new ClangTexts; }

void bridge_texts_add(ClangTexts *texts, const char *path, const char *bytes, size_t count) {
  ClangTexts::Entry &entry = texts->entries[path];
  entry.text.assign(bytes, count);
  // No time of change: one text is the same to a precompiled header and to its users.
  entry.status = vfs::Status(
      path, vfs::getNextVirtualUniqueID(), sys::TimePoint<>(), 0, 0, count, sys::fs::file_type::regular_file,
      sys::fs::all_all);
  for (StringRef parent = sys::path::parent_path(path); parent.size() > 1; parent = sys::path::parent_path(parent)) {
    if (texts->directories.count(parent)) break;
    texts->directories[parent] = vfs::Status(
        parent, vfs::getNextVirtualUniqueID(), sys::TimePoint<>(), 0, 0, 0, sys::fs::file_type::directory_file,
        sys::fs::all_all);
  }
}

void bridge_texts_free(ClangTexts *texts) { delete texts; }
