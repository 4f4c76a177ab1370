import Foundation
import Testing

/// Objects of one place, some of which lost a release while others are held by live objects.
@Suite("What lives on with others") struct HeldByOthersTests {
  private static let program = """
    #include <cstddef>
    template <class Kind> struct counted {
      mutable unsigned count = 0;
      void take() const { ++count; }
      void give() const { if (--count == 0) delete static_cast<const Kind *>(this); }
    };
    struct image : counted<image> { int bytes[4]; };
    struct layer : counted<layer> {
      image *picture;
      explicit layer(image *made) : picture(made) {}
      ~layer() { picture->give(); }
    };
    static layer **shown;
    image *load(int number) {
      image *made = new image;
      made->take();
      if (number % 4 == 0) made->take();  // forgotten
      return made;
    }
    int main() {
      shown = new layer *[40]();
      for (int number = 0; number < 40; ++number) {
        layer *made = new layer(load(number));
        made->take();
        if (number % 8 == 1) shown[number] = made; else made->give();
      }
    }
    """

  @Test("are told from those that lost a release, though all were made in one place", arguments: ["-O0", "-O2"])
  func split(optimization: String) throws {
    try Deed.buildRecorder()
    let tree = try TemporaryTree(["main.cpp": Self.program])
    let build = try Deed.run(["c++", optimization, "main.cpp", "-o", "program"], in: tree)
    #expect(build.status == 0, "\(build.errors)")
    let record = try Deed.run(["record", "-q", "-o", "trace", "--", "./program"], in: tree)
    #expect(record.status == 0, "\(record.errors)")
    let report = try Deed.run(["ledger", "trace"], in: tree).output
    let lines = Self.program.split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex { $0.hasSuffix("// forgotten") }) + 1
    let lost = "alive: 10 image objects are still alive: the retain in load(int) (main.cpp:\(line)) has no release"
    #expect(report.hasPrefix(lost), "\(report)")
    let held =
      "with them: 5 image objects are alive, made in load(int) (main.cpp:15), held by a live layer made in main"
    #expect(report.contains(held), "\(report)")
  }

  @Test("a program that is gone is named, and its functions by their places in it")
  func gone() throws {
    try Deed.buildRecorder()
    let tree = try TemporaryTree(["main.cpp": Self.program])
    _ = try Deed.run(["c++", "main.cpp", "-o", "program"], in: tree)
    _ = try Deed.run(["record", "-q", "-o", "trace", "--", "./program"], in: tree)
    try FileManager.default.removeItem(at: tree.root.appendingPathComponent("program"))
    let report = try Deed.run(["ledger", "trace"], in: tree).output
    #expect(report.contains("/program cannot be read: its functions cannot be named"), "\(report)")
    // Near the beginning of the file, wherever it was loaded.
    #expect(report.contains(/the retain in program\+0x[0-9a-f]{3,5} has no release/), "\(report)")
  }
}
