// A counted object in a cache, told to the recorder by hand. The argument plants a fault:
//   clean, leak (put retains once more), forgotten (an error path without release), over (a release too many),
//   after (a use after the end), threads (many objects passed between threads).
#define DEED_RECORDER_WEAK
#include "deed/recorder.h"

#include <atomic>
#include <cstring>
#include <map>
#include <thread>
#include <vector>

class Query {
 public:
  Query() {
    if (deed_create) deed_create(this, "Query");
  }
  void AddRef() {
    if (deed_retain) deed_retain(this);
    ++count_;
  }
  void Release() {
    if (deed_release) deed_release(this);
    if (--count_ == 0) delete this;
  }

 private:
  ~Query() {
    if (deed_destroy) deed_destroy(this);
  }
  std::atomic<int> count_{1};
};

static const char *fault = "clean";
static bool is(const char *name) { return std::strcmp(fault, name) == 0; }

class Cache {
 public:
  __attribute__((noinline)) void put(int key, Query *query) {
    query->AddRef();
    if (is("leak") && key % 10 == 3) query->AddRef();
    entries_[key] = query;
  }
  __attribute__((noinline)) void evict(int key) {
    entries_[key]->Release();
    entries_.erase(key);
  }

 private:
  std::map<int, Query *> entries_;
};

__attribute__((noinline)) static int parse(int number) {
  Query *query = new Query();
  if (number == 7 && is("forgotten")) return -1;
  query->Release();
  return number;
}

__attribute__((noinline)) static void tooOften(Query *query) {
  query->Release();
  if (is("over") && deed_release) deed_release(query);
}

__attribute__((noinline)) static void late(Query *query) {
  if (is("after") && deed_retain) deed_retain(query);
}

// Each object is made by one thread and given back by all.
static void share() {
  std::vector<Query *> queries;
  for (int number = 0; number < 1000; ++number) {
    queries.push_back(new Query());
    for (int thread = 0; thread < 3; ++thread) queries.back()->AddRef();
  }
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([&] {
      for (Query *query : queries) query->Release();
    });
  for (auto &thread : threads) thread.join();
}

int main(int count, char **words) {
  if (count > 1) fault = words[1];
  Cache cache;
  for (int key = 0; key < 100; ++key) {
    Query *query = new Query();
    cache.put(key, query);
    query->Release();
  }
  if (deed_checkpoint) deed_checkpoint("filled");
  for (int key = 0; key < 100; ++key) cache.evict(key);
  if (deed_checkpoint) deed_checkpoint("evicted");
  for (int number = 0; number < 10; ++number) parse(number);
  Query *query = new Query();
  tooOften(query);
  late(query);
  if (is("threads")) share();
}
