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

  private static func isInstalled(_ header: String) -> Bool { FileManager.default.fileExists(atPath: header) }

  private func report(
    _ mistake: String, optimization: String, flags: [String] = [], program: String = program
  ) throws -> Deed.Result {
    try Deed.ledger(
      compiling: ["c++", "-std=c++17", optimization] + flags + ["main.cpp"], running: [mistake],
      in: TemporaryTree(["main.cpp": program]))
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
    #expect(result.output.contains("of lost objects that point to each other: 2 Node"), "\(result.output)")
    #expect(!result.output.contains("shared_ptr_base.h"), "\(result.output)")
  }

  @Test("an object that is held through its base class has its own type", arguments: ["-O0", "-O2"])
  func leak(optimization: String) throws {
    let result = try report("leak", optimization: optimization)
    #expect(
      result.output.hasPrefix(
        "alive: 1 Square object is still alive: the retain in main (main.cpp:31) has no release"), "\(result.output)")
  }

  @Test(
    "Clang's own library counts elsewhere",
    .enabled(if: isInstalled("/usr/lib/llvm-19/include/c++/v1/memory"), "libc++ is not installed"),
    arguments: ["-O0", "-O2"])
  func otherLibrary(optimization: String) throws {
    let clean = try report("none", optimization: optimization, flags: ["-stdlib=libc++"])
    #expect(clean.output.contains(": 501 created, 501 destroyed, peak 5; "), "\(clean.output)")
    #expect(clean.output.hasSuffix("; 0 alive with 0 references\n"), "\(clean.output)")
    let cycle = try report("cycle", optimization: optimization, flags: ["-stdlib=libc++"])
    let sentence = "alive: 4 Node objects are still alive: the retain in connect (main.cpp:16) has no release"
    #expect(cycle.output.hasPrefix(sentence), "\(cycle.output)")
  }

  @Test(
    "Boost's pointers count in headers of theirs",
    .enabled(if: isInstalled("/usr/include/boost/make_shared.hpp"), "Boost is not installed"),
    arguments: ["-O0", "-O2"])
  func boost(optimization: String) throws {
    let program = Self.program.replacing("std::shared_ptr", with: "boost::shared_ptr")
      .replacing("std::make_shared", with: "boost::make_shared").replacing("std::weak_ptr", with: "boost::weak_ptr")
      .replacing(
        "#include <memory>",
        with: "#include <boost/make_shared.hpp>\n#include <boost/shared_ptr.hpp>\n#include <boost/weak_ptr.hpp>")
    let clean = try report("none", optimization: optimization, program: program)
    #expect(clean.output.hasSuffix("; 0 alive with 0 references\n"), "\(clean.output)")
    let cycle = try report("cycle", optimization: optimization, program: program)
    let sentence = "alive: 4 Node objects are still alive: the retain in connect (main.cpp:18) has no release"
    #expect(cycle.output.hasPrefix(sentence), "\(cycle.output)")
  }

  /// Two kinds of forgotten references to objects that are made in one place.
  private static let places = """
    #include <functional>
    #include <memory>
    #include <vector>
    struct Task { std::function<void()> then; int number = 0; };
    static std::vector<std::shared_ptr<Task>> &archive() { static auto *all = new std::vector<std::shared_ptr<Task>>; return *all; }
    static std::shared_ptr<Task> make(int number) {
      auto task = std::make_shared<Task>();
      if (number % 10 == 0) archive().push_back(task);
      return task;
    }
    int main() {
      std::vector<std::shared_ptr<Task>> open;
      for (int number = 0; number < 100; ++number) {
        open.push_back(make(number));
        if (number % 5 == 0) {
          auto self = open.back();
          if (number % 20 == 5) self->then = [self] {};
        }
        if (open.size() > 10) open.erase(open.begin(), open.begin() + 5);
      }
    }
    """

  @Test("each retain that is left is told with the objects that it keeps, and none that a scope gives back")
  func places() throws {
    let result = try report("none", optimization: "-O1", program: Self.places)
    let told = result.output.split(separator: "\n").filter { $0.hasPrefix("alive:") }
    #expect(told.count == 2, "\(result.output)")
    let kept = "alive: 10 Task objects are still alive: the retain in make(int) (main.cpp:8) has no release"
    let ring = "alive: 5 Task objects are still alive: the retain in main (main.cpp:17) has no release"
    #expect(told.contains { $0.hasPrefix(kept) } && told.contains { $0.hasPrefix(ring) }, "\(result.output)")
    #expect(result.output.contains("created, 15 alive"), "\(result.output)")
    #expect(result.output.contains("memory behind the variable archive()::all (10 times)"), "\(result.output)")
    #expect(result.output.contains("memory of its own (5 times)"), "\(result.output)")
  }
}
