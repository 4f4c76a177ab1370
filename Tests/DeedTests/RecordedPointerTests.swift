import Foundation
import Testing

/// Programs whose counts stand in the standard library's templates.
@Suite("Recorded std::shared_ptr") struct RecordedPointerTests {
  private static let program = """
    #include <memory>
    #include <stdexcept>
    #include <string>
    #include <vector>
    struct Node {
      explicit Node(std::string name) : name(std::move(name)) {
        if (this->name == "bad") throw std::runtime_error("bad");
      }
      std::string name;
      std::vector<std::shared_ptr<Node>> next;
      std::weak_ptr<Node> parent;
    };
    struct Shape { virtual ~Shape() = default; };
    struct Square : Shape { int side = 4; };
    static void connect(const std::shared_ptr<Node> &one, const std::shared_ptr<Node> &other) {
      one->next.push_back(other);
      other->parent = one;
    }
    int main(int count, char **words) {
      std::string mistake = count > 1 ? words[1] : "";
      size_t sum = 0;
      for (int round = 0; round < 100; ++round) {
        auto one = std::make_shared<Node>("one"), other = std::make_shared<Node>("other");
        connect(one, other);
        if (mistake == "cycle" && round % 50 == 3) connect(other, one);
        if (auto locked = other->parent.lock()) sum += locked->name.size();
        std::shared_ptr<Shape> shape(new Square);
        auto copy = shape;
        std::shared_ptr<int> custom(new int(3), [](int *number) { delete number; });
        try { auto bad = std::make_shared<Node>("bad"); } catch (const std::exception &) { ++sum; }
        if (mistake == "leak" && round == 7) new std::shared_ptr<Shape>(copy);
      }
      std::weak_ptr<Node> late;
      { late = std::make_shared<Node>("late"); }
      return late.lock() || sum == 0;
    }

    """

  private func report(_ mistake: String, optimization: String) throws -> Deed.Result {
    try Deed.buildRecorder()
    let tree = try TemporaryTree(["main.cpp": Self.program])
    let build = try Deed.run(["c++", "-std=c++17", optimization, "main.cpp", "-o", "program"], in: tree)
    #expect(build.status == 0, "\(build.errors)")
    let record = try Deed.run(["record", "-q", "-o", "trace", "--", "./program", mistake], in: tree)
    #expect(record.status == 0, "\(record.errors)")
    return try Deed.run(["ledger", "trace"], in: tree)
  }

  @Test(
    "every count is seen, those of weak pointers that are locked and of objects that cannot be made too",
    arguments: ["-O0", "-O2"])
  func exact(optimization: String) throws {
    let result = try report("none", optimization: optimization)
    #expect(result.status == 0)
    #expect(
      result.output
        == "2414 events in 1 thread: 501 created, 501 destroyed, peak 5; 300 retains, 701 releases; 0 alive with 0 references\n"
    )
  }

  @Test("a ring is told with the place that closes it, as the program's own function", arguments: ["-O0", "-O2"])
  func cycle(optimization: String) throws {
    let result = try report("cycle", optimization: optimization)
    #expect(result.status == 1)
    let sentence =
      "alive: 4 Node objects are still alive: the retain in connect (main.cpp:16) has no release"
    #expect(result.output.hasPrefix(sentence), "\(result.output)")
    #expect(result.output.contains("of lost objects that point to each other: Node, Node"), "\(result.output)")
    #expect(!result.output.contains("shared_ptr_base.h"), "\(result.output)")
  }

  @Test("an object that is held through its base class has its own type", arguments: ["-O0", "-O2"])
  func leak(optimization: String) throws {
    let result = try report("leak", optimization: optimization)
    #expect(
      result.output.hasPrefix(
        "alive: 1 Square object is still alive: the retain in main (main.cpp:31) has no release"), "\(result.output)")
  }
}
