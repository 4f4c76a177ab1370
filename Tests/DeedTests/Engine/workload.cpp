#include "workload.h"

#include "aggregate.h"
#include "journal.h"
#include "scheduler.h"

#include <atomic>

namespace engine {

namespace {

constexpr long people = 60;
constexpr long orders = 240;

// Reads a row as it is written in a file, puts it in and forgets it.
bool put(Transaction *transaction, Relation *relation, const std::string &text) {
  Value *row = readValue(text);
  if (!row) return false;
  bool isPut = row->kind() == Value::Kind::list && transaction->insert(relation, static_cast<List *>(row));
  row->drop();
  return isPut;
}

std::string personText(long number) {
  std::string name = "person " + std::to_string(number);
  return "[" + std::to_string(number) + ",\"" + name + "\",\"city " + std::to_string(number % 7) + "\"]";
}

std::string orderText(long number) {
  // Every thirteenth order is damaged, and every seventeenth has a column too many.
  std::string text = "[" + std::to_string(number) + "," + std::to_string(number * 7 % people) + "," +
                     std::to_string(number * number % 97);
  if (number % 13 == 5) return text;
  if (number % 17 == 3) text += ",1";
  return text + "]";
}

void makeRelations(Catalog &catalog) {
  Relation *made = catalog.create(
      "people", {{"number", Value::Kind::number}, {"name", Value::Kind::text}, {"city", Value::Kind::text}});
  made->drop();
  made = catalog.create(
      "orders", {{"number", Value::Kind::number}, {"person", Value::Kind::number}, {"price", Value::Kind::number}});
  made->drop();
  // There is one of the name already.
  if (Relation *second = catalog.create("orders", {})) second->drop();
}

unsigned fill(Catalog &catalog, Journal &journal, const char *name, long count, std::string (*text)(long)) {
  Relation *relation = catalog.open(name);
  unsigned refused = 0;
  for (long begin = 0; begin < count; begin += 20) {
    Transaction *transaction = journal.begin();
    for (long number = begin; number < begin + 20 && number < count; ++number)
      if (!put(transaction, relation, text(number))) ++refused;
    // One in four is thought better of, and done again.
    if (begin / 20 % 4 == 1) {
      transaction->rollBack();
      for (long number = begin; number < begin + 20 && number < count; ++number) put(transaction, relation, text(number));
    }
    transaction->commit();
    transaction->drop();
  }
  relation->drop();
  return refused;
}

// Orders of some people are taken back, and one person's at a time is replaced.
void change(Catalog &catalog, Journal &journal) {
  Relation *relation = catalog.open("orders");
  for (long number = 0; number < orders; number += 11) {
    Transaction *transaction = journal.begin();
    Number *key = new Number(number);
    if (number % 2) {
      transaction->erase(relation, *key);
    } else if (List *row = relation->row(*key)) {
      List *longer = row->appending(key);
      // It does not fit, and nothing happens.
      transaction->insert(relation, longer);
      longer->drop();
      row->drop();
    }
    key->drop();
    if (number % 3) transaction->commit();
    else transaction->rollBack();
    transaction->drop();
  }
  relation->drop();
}

unsigned long sumUp(Catalog &catalog, const char *aggregate) {
  Relation *relation = catalog.open("orders");
  Grouping whole(aggregate, 1, 2);
  for (long begin = 0; begin < orders; begin += 60) {
    Number *low = new Number(begin), *high = new Number(begin + 59);
    List *rows = relation->rows(*low, *high);
    Grouping part(aggregate, 1, 2);
    if (part.feed(*rows)) whole.absorb(part);
    rows->drop();
    low->drop();
    high->drop();
  }
  relation->drop();
  List *results = whole.results();
  unsigned long sum = results->hash();
  results->drop();
  return sum;
}

// Names that are looked up in the table of texts, by several threads each with one of its own.
unsigned long intern(unsigned seed) {
  TextTable texts(32);
  unsigned long sum = 0;
  for (unsigned number = 0; number < 200; ++number) {
    Text *text = texts.intern("name " + std::to_string(number * (seed + 3) % 45));
    sum = sum * 31 + text->hash();
    text->drop();
  }
  return sum + texts.size();
}

// Snapshots stay what they were while the index goes on.
unsigned long snapshots() {
  Index index;
  std::vector<IndexNode *> kept;
  for (long number = 0; number < 120; ++number) {
    Number *key = new Number(number * 37 % 120);
    Text *value = new Text("value " + std::to_string(number));
    index.insert(key, value);
    key->drop();
    value->drop();
    if (number % 30 == 29) kept.push_back(index.snapshot());
  }
  for (long number = 0; number < 120; number += 2) {
    Number *key = new Number(number);
    index.erase(*key);
    key->drop();
  }
  unsigned long sum = index.size();
  for (IndexNode *node : kept) sum = sum * 131 + node->size();
  for (IndexNode *node : kept) node->drop();
  return sum;
}

unsigned long texts(Pool &pool) {
  Segment *segment = new Segment(pool);
  for (unsigned number = 0; number < 50; ++number) segment->append("line " + std::to_string(number * number) + "\n");
  pool.save();
  std::string text;
  segment->read(text);
  // A page that there never was.
  for (unsigned number = 5000; number < 5004; ++number)
    if (Page *page = pool.get(number)) page->drop();
  unsigned long sum = text.size() * 31 + segment->pages();
  segment->drop();
  return sum;
}

}  // namespace

unsigned long runWorkload() {
  Disk disk;
  Pool pool(disk, 6);
  TextTable names(64);
  Catalog catalog(names);
  Journal journal(pool);
  makeRelations(catalog);
  std::atomic<unsigned long> sum{0};
  {
    Scheduler scheduler(3);
    auto added = [&](std::function<bool()> work, Task *first) {
      Task *task = new Task(std::move(work));
      if (first) task->runAfter(first);
      scheduler.add(task);
      return task;
    };
    Task *filled = added([&] {
      unsigned refused = fill(catalog, journal, "people", people, personText);
      sum += refused + fill(catalog, journal, "orders", orders, orderText);
      return true;
    }, nullptr);
    Task *changed = added([&] { change(catalog, journal); return true; }, filled);
    std::vector<Task *> tasks{filled, changed};
    for (const char *aggregate : {"count", "sum", "least", "greatest", "collect"})
      tasks.push_back(added([&, aggregate] { sum += sumUp(catalog, aggregate); return true; }, changed));
    for (unsigned seed = 0; seed < 4; ++seed)
      tasks.push_back(added([&, seed] { sum += intern(seed); return seed % 2 == 0; }, nullptr));
    tasks.push_back(added([&] { sum += snapshots(); return true; }, nullptr));
    scheduler.drain();
    for (Task *task : tasks) {
      sum += task->failed();
      task->drop();
    }
    sum += scheduler.ran();
  }
  sum += texts(pool);
  sum += journal.text().size() + journal.commits();
  catalog.drop("people");
  return sum;
}

}  // namespace engine
