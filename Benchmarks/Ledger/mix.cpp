// A mix of counting and ordinary work, as a query engine has it: objects that live for a while in maps and lists, are looked
// up, passed on and dropped, with strings and hashing beside. Arguments: threads, rounds for each, and `atomic` or `plain`.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

template <typename Count> class Counted {
 public:
  void hold() { ++count_; }
  void drop() {
    if (--count_ == 0) delete this;
  }

 protected:
  virtual ~Counted() = default;

 private:
  Count count_{1};
};

template <typename Count> class Node final : public Counted<Count> {
 public:
  Node(std::string name, Node *next) : name_(std::move(name)), next_(next) {
    if (next_) next_->hold();
  }
  const std::string &name() const { return name_; }
  Node *next() const { return next_; }

 private:
  ~Node() override {
    if (next_) next_->drop();
  }
  std::string name_;
  Node *next_;
};

// What a caller does with an object that it is given: keeps it while it works.
template <typename Count> __attribute__((noinline)) static size_t use(Node<Count> *node, unsigned depth) {
  node->hold();
  size_t sum = node->name().size();
  for (char letter : node->name()) sum = sum * 31 + static_cast<unsigned char>(letter);
  if (depth > 0) sum += use(node, depth - 1);
  if (Node<Count> *next = node->next()) {
    next->hold();
    sum ^= std::hash<std::string>()(next->name());
    next->drop();
  }
  node->drop();
  return sum;
}

template <typename Count> static size_t work(unsigned rounds, unsigned seed) {
  std::unordered_map<std::string, Node<Count> *> table;
  Node<Count> *last = nullptr;
  size_t sum = seed;
  for (unsigned round = 0; round < rounds; ++round) {
    std::string key = "a name of usual length, such as programs have: " + std::to_string((round * 2654435761u + seed) % 5000);
    Node<Count> *next = round % 8 ? last : nullptr;
    auto *node = new Node<Count>(key, next);
    auto found = table.find(key);
    if (found != table.end()) {
      found->second->drop();
      found->second = node;
    } else {
      table[key] = node;
    }
    last = node;
    for (unsigned time = 0; time < 4; ++time) sum += use(node, 2);
    sum += std::hash<std::string>()(key + "/" + std::to_string(sum % 97));
  }
  for (auto &entry : table) entry.second->drop();
  return sum;
}

template <typename Count> static void run(unsigned threads, unsigned rounds) {
  std::vector<std::thread> list;
  std::atomic<size_t> sum{0};
  for (unsigned thread = 0; thread < threads; ++thread)
    list.emplace_back([=, &sum] { sum += work<Count>(rounds, thread); });
  for (auto &thread : list) thread.join();
  std::fprintf(stderr, "%zx\n", sum.load());
}

int main(int count, char **words) {
  unsigned threads = count > 1 ? std::atoi(words[1]) : 1, rounds = count > 2 ? std::atoi(words[2]) : 1000000;
  if (count > 3 && !std::strcmp(words[3], "plain")) run<int>(threads, rounds);
  else run<std::atomic<int>>(threads, rounds);
  // Processor time of the program itself: others that run on the machine do not show.
  std::printf("%.4f\n", static_cast<double>(std::clock()) / CLOCKS_PER_SEC);
}
