// Runs a few thousand texts on several threads. The argument plants one mistake.
#include "session.h"
#include "workload.h"

#include <cstdio>
#include <thread>

using namespace engine;

static std::vector<Row> rows() {
  std::vector<Row> rows;
  for (long number = 0; number < 20; ++number) rows.push_back({{"a", number}, {"b", number * number % 7}});
  return rows;
}

static std::string text(unsigned number) {
  switch (number % 5) {
    case 0: return "a<" + std::to_string(number % 40);
    case 1: return "b+a*" + std::to_string(number % 30);
    case 2: return "(1+" + std::to_string(number % 25) + ")*2";
    case 3: return "a-b<" + std::to_string(number % 20);
    // No text of the language.
    default: return "a+";
  }
}

static void tooOften(Table *table) {
  table->drop();
  // One more than this function was given.
  if (faulty("over")) table->drop();  // site: over
}

int main(int count, char **words) {
  if (count > 1) fault = words[1];
  size_t total = 0, failures = 0;
  std::mutex lock;
  {
    Cache cache(32);
    Table *table = new Table(rows());
    std::vector<std::thread> threads;
    for (unsigned thread = 0; thread < 4; ++thread) {
      Session *session = new Session(table, cache);
      threads.emplace_back([=, &lock, &total, &failures] {
        size_t mine = 0;
        for (unsigned number = 0; number < 500; ++number) mine += session->run(text(number * 3 + thread));
        session->close();
        std::lock_guard<std::mutex> guard(lock);
        total += mine;
        failures += session->failures();
        session->drop();
      });
    }
    for (auto &thread : threads) thread.join();
    Table *second = new Table({});
    second->hold();
    second->drop();
    tooOften(second);
    table->drop();
  }
  std::printf("%zu rows, %zu failures, %lx\n", total, failures, runWorkload());
}
