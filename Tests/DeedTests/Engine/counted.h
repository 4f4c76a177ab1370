// Objects that count their owners, as the engine's all do. Nothing here knows of any recorder.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <utility>

namespace engine {

class Counted {
 public:
  Counted(const Counted &) = delete;
  Counted &operator=(const Counted &) = delete;
  void hold() const { owners_.fetch_add(1, std::memory_order_relaxed); }
  void drop() const;

 protected:
  Counted() = default;
  virtual ~Counted() = default;

 private:
  mutable std::atomic<int> owners_{1};
};

// Which mistake this run makes; empty for none.
extern std::string fault;
inline bool faulty(const char *name) { return fault == name; }

}  // namespace engine
