// Pages of bytes, the pool that keeps a few of them in memory, and segments that are chains of pages.
#pragma once

#include "counted.h"

#include <array>
#include <cstdint>
#include <deque>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace engine {

class Page final : public Counted {
 public:
  static constexpr size_t bytes = 256;
  explicit Page(unsigned number) : number_(number) {}
  unsigned number() const { return number_; }
  size_t used() const { return used_; }
  size_t room() const { return bytes - used_; }
  bool isChanged() const { return isChanged_; }
  // As many bytes as there is room for.
  size_t append(const char *from, size_t count);
  void load(const std::string &content);
  std::string content() const { return std::string(data_.data(), used_); }
  void setSaved() { isChanged_ = false; }

 private:
  unsigned number_;
  size_t used_ = 0;
  bool isChanged_ = false;
  std::array<char, bytes> data_{};
};

// Where pages go that are not in memory: a file's stand-in.
class Disk {
 public:
  void write(const Page &page);
  // False where the page was never written.
  bool read(Page &page) const;
  size_t writes() const { return writes_; }

 private:
  mutable std::mutex lock_;
  std::unordered_map<unsigned, std::string> pages_;
  size_t writes_ = 0;
};

// Keeps the pages that were used last; those that somebody else holds stay with them, and come back from there.
class Pool {
 public:
  Pool(Disk &disk, size_t most) : disk_(disk), most_(most) {}
  ~Pool();
  Pool(const Pool &) = delete;
  Pool &operator=(const Pool &) = delete;
  // A fresh page, owned by the caller.
  Page *make();
  // Owned by the caller; null where there is no such page.
  Page *get(unsigned number);
  void save();
  size_t size();

 private:
  void keep(Page *page);
  void evictOldest();

  Disk &disk_;
  size_t most_;
  std::mutex lock_;
  unsigned next_ = 1;
  std::deque<unsigned> order_;
  std::unordered_map<unsigned, Page *> pages_;
};

// Text over several pages: it knows their numbers and holds the one that it writes to.
class Segment final : public Counted {
 public:
  explicit Segment(Pool &pool) : pool_(pool) {}
  bool append(const std::string &text);
  // False where a page is gone; what was read so far is in the text then.
  bool read(std::string &text);
  size_t pages() const { return numbers_.size(); }

 protected:
  ~Segment() override;

 private:
  Pool &pool_;
  std::vector<unsigned> numbers_;
  Page *last_ = nullptr;
};

}  // namespace engine
