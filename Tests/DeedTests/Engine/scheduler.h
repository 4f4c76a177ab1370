// Work for later, on threads of its own: tasks that may wait for others.
#pragma once

#include "counted.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace engine {

class Scheduler;

class Task final : public Counted {
 public:
  explicit Task(std::function<bool()> work) : work_(std::move(work)) {}
  // This task runs after the other has; the other holds it until then.
  void runAfter(Task *other);
  bool isDone();
  bool failed();
  void wait();

 protected:
  ~Task() override;

 private:
  friend class Scheduler;
  // Gives those that waited to the caller, with the references to them.
  std::vector<Task *> finish(bool succeeded);

  std::function<bool()> work_;
  std::mutex lock_;
  std::condition_variable changed_;
  std::vector<Task *> waiting_;
  unsigned awaited_ = 0;
  bool isDone_ = false;
  bool failed_ = false;
};

class Scheduler {
 public:
  explicit Scheduler(unsigned threads);
  ~Scheduler();
  Scheduler(const Scheduler &) = delete;
  Scheduler &operator=(const Scheduler &) = delete;
  // Retains the task until it has run. A task that waits for others is taken when they are done.
  void add(Task *task);
  // Until all that was added has run.
  void drain();
  size_t ran();

 private:
  void run();
  void ready(Task *task);

  std::mutex lock_;
  std::condition_variable changed_;
  std::deque<Task *> queue_;
  std::vector<std::thread> threads_;
  size_t open_ = 0;
  size_t ran_ = 0;
  bool isOver_ = false;
};

}  // namespace engine
