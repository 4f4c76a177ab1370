#include "storage.h"

#include <algorithm>
#include <cstring>

namespace engine {

size_t Page::append(const char *from, size_t count) {
  count = std::min(count, room());
  std::memcpy(data_.data() + used_, from, count);
  used_ += count;
  if (count > 0) isChanged_ = true;
  return count;
}

void Page::load(const std::string &content) {
  used_ = std::min(content.size(), bytes);
  std::memcpy(data_.data(), content.data(), used_);
  isChanged_ = false;
}

void Disk::write(const Page &page) {
  std::lock_guard<std::mutex> guard(lock_);
  pages_[page.number()] = page.content();
  ++writes_;
}

bool Disk::read(Page &page) const {
  std::lock_guard<std::mutex> guard(lock_);
  auto found = pages_.find(page.number());
  if (found == pages_.end()) return false;
  page.load(found->second);
  return true;
}

Pool::~Pool() {
  while (!order_.empty()) evictOldest();
}

Page *Pool::make() {
  std::lock_guard<std::mutex> guard(lock_);
  Page *page = new Page(next_++);
  disk_.write(*page);
  keep(page);
  return page;
}

Page *Pool::get(unsigned number) {
  std::lock_guard<std::mutex> guard(lock_);
  auto found = pages_.find(number);
  if (found != pages_.end()) {
    found->second->hold();
    return found->second;
  }
  Page *page = new Page(number);  // site: missing-page
  if (!disk_.read(*page)) {
    if (faulty("missing-page")) return nullptr;
    page->drop();
    return nullptr;
  }
  keep(page);
  return page;
}

void Pool::save() {
  std::lock_guard<std::mutex> guard(lock_);
  for (auto &entry : pages_) {
    if (!entry.second->isChanged()) continue;
    disk_.write(*entry.second);
    entry.second->setSaved();
  }
}

size_t Pool::size() {
  std::lock_guard<std::mutex> guard(lock_);
  return pages_.size();
}

void Pool::keep(Page *page) {
  while (order_.size() >= most_) evictOldest();
  page->hold();
  pages_[page->number()] = page;
  order_.push_back(page->number());
}

void Pool::evictOldest() {
  auto found = pages_.find(order_.front());
  Page *page = found->second;
  if (page->isChanged()) disk_.write(*page);
  page->setSaved();
  page->drop();
  pages_.erase(found);
  order_.pop_front();
}

Segment::~Segment() {
  if (last_) last_->drop();
}

bool Segment::append(const std::string &text) {
  size_t done = 0;
  while (done < text.size()) {
    if (!last_ || last_->room() == 0) {
      Page *next = pool_.make();
      if (last_) {
        // The pool may have let it go meanwhile, with what it had then.
        Page *again = pool_.get(last_->number());
        if (again && again != last_) again->load(last_->content());
        if (again) again->drop();
        last_->drop();
      }
      last_ = next;
      numbers_.push_back(next->number());
    }
    size_t count = last_->append(text.data() + done, text.size() - done);
    if (count == 0) return false;
    done += count;
  }
  return true;
}

bool Segment::read(std::string &text) {
  for (unsigned number : numbers_) {
    if (last_ && number == last_->number()) {
      text += last_->content();
      continue;
    }
    Page *page = pool_.get(number);
    if (!page) return false;
    text += page->content();
    page->drop();
  }
  return true;
}

}  // namespace engine
