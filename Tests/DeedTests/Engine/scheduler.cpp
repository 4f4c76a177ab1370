#include "scheduler.h"

namespace engine {

Task::~Task() {
  for (Task *task : waiting_) task->drop();
}

void Task::runAfter(Task *other) {
  std::lock_guard<std::mutex> guard(other->lock_);
  if (other->isDone_) return;
  hold();
  other->waiting_.push_back(this);
  std::lock_guard<std::mutex> mine(lock_);
  ++awaited_;
}

bool Task::isDone() {
  std::lock_guard<std::mutex> guard(lock_);
  return isDone_;
}

bool Task::failed() {
  std::lock_guard<std::mutex> guard(lock_);
  return failed_;
}

void Task::wait() {
  std::unique_lock<std::mutex> guard(lock_);
  changed_.wait(guard, [this] { return isDone_; });
}

std::vector<Task *> Task::finish(bool succeeded) {
  std::lock_guard<std::mutex> guard(lock_);
  isDone_ = true;
  failed_ = !succeeded;
  changed_.notify_all();
  std::vector<Task *> waiting;
  waiting.swap(waiting_);
  return waiting;
}

Scheduler::Scheduler(unsigned threads) {
  for (unsigned thread = 0; thread < threads; ++thread) threads_.emplace_back([this] { run(); });
}

Scheduler::~Scheduler() {
  drain();
  {
    std::lock_guard<std::mutex> guard(lock_);
    isOver_ = true;
    changed_.notify_all();
  }
  for (std::thread &thread : threads_) thread.join();
}

void Scheduler::add(Task *task) {
  task->hold();  // site: lost-task
  std::lock_guard<std::mutex> guard(lock_);
  ++open_;
  {
    std::lock_guard<std::mutex> other(task->lock_);
    // What it waits for brings it here.
    if (task->awaited_ > 0) {
      task->drop();
      return;
    }
  }
  queue_.push_back(task);
  changed_.notify_all();
}

void Scheduler::drain() {
  std::unique_lock<std::mutex> guard(lock_);
  changed_.wait(guard, [this] { return open_ == 0; });
}

size_t Scheduler::ran() {
  std::lock_guard<std::mutex> guard(lock_);
  return ran_;
}

// Takes over the caller's reference.
void Scheduler::ready(Task *task) {
  bool isReady;
  {
    std::lock_guard<std::mutex> guard(task->lock_);
    isReady = --task->awaited_ == 0;
  }
  if (!isReady) {
    task->drop();
    return;
  }
  std::lock_guard<std::mutex> guard(lock_);
  queue_.push_back(task);
  changed_.notify_all();
}

void Scheduler::run() {
  while (true) {
    Task *task;
    {
      std::unique_lock<std::mutex> guard(lock_);
      changed_.wait(guard, [this] { return isOver_ || !queue_.empty(); });
      if (queue_.empty()) return;
      task = queue_.front();
      queue_.pop_front();
    }
    bool succeeded = task->work_();
    for (Task *next : task->finish(succeeded)) ready(next);
    if (!(faulty("lost-task") && !succeeded)) task->drop();
    std::lock_guard<std::mutex> guard(lock_);
    ++ran_;
    --open_;
    changed_.notify_all();
  }
}

}  // namespace engine
