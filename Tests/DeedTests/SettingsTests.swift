import Foundation
import Testing

@Suite struct SettingsTests {
  @Test func theClosestFileCounts() throws {
    let tree = try TemporaryTree([
      ".deed.yml": "jobs: 3\ncache: false\n", "a/.deed.yml": "jobs: 5\nbuild: out\n", "a/b/x.c": "", "c/x.c": "",
    ])
    let near = try Deed.run(["config", "--dump", "a/b/x.c"], in: tree)
    #expect(near.output == "build: a/out\njobs: 5\ncache: true\nshared-headers: true\n")
    let far = try Deed.run(["config", "--dump", "c/x.c"], in: tree)
    #expect(far.output == "jobs: 3\ncache: false\nshared-headers: true\n")
    let both = try Deed.run(["config", "--dump", "c/x.c", "a/b/x.c"], in: tree)
    #expect(both.output == far.output, "files of two directories take the settings of the one above both")
  }

  @Test func inheritGoesOnUpwards() throws {
    let tree = try TemporaryTree([
      ".deed.yml": "jobs: 3\ncache: false\ndisciplines: [gpos, above.yml]\n",
      "a/.deed.yml": "inherit: true\njobs: 5\ndisciplines: [near.yml, gpos]\n",
    ])
    let result = try Deed.run(["config", "--dump"], in: tree, below: "a")
    let above = tree.root.appendingPathComponent("above.yml").path
    #expect(result.output == "disciplines: [near.yml, gpos, \(above)]\njobs: 5\ncache: false\nshared-headers: true\n")
  }

  @Test func theCommandLineWinsAndOriginsAreShown() throws {
    let tree = try TemporaryTree([".deed.yml": "jobs: 3\ncache: false\n"])
    let result = try Deed.run(["config", "-j", "4", "-p", "out"], in: tree)
    #expect(
      result.output == """
        setting         value                      from
        build           out                        --build
        disciplines     (built-in and discovered)  default
        style           (the discipline's)         default
        answers         (none)                     default
        jobs            4                          --jobs
        cache           false                      .deed.yml
        alive           (nothing)                  default
        shared-headers  true                       default

        """)
  }

  @Test func whatIsDumpedIsReadBackTheSame() throws {
    let tree = try TemporaryTree([".deed.yml": "jobs: 3\nbuild: out\ndisciplines: gpos\n"])
    let first = try Deed.run(["config", "--dump"], in: tree).output
    let second = try TemporaryTree([".deed.yml": first])
    #expect(try Deed.run(["config", "--dump"], in: second).output == first)
  }

  @Test func verifyNamesEveryMistake() throws {
    let tree = try TemporaryTree([
      ".deed.yml": "job: 3\nbuild: x\nchache: no\n", "a/.deed.yml": "jobs: none\n", "a/b/.deed.yml": "jobs: 1\n",
    ])
    let result = try Deed.run(["config", "--verify"], in: tree, below: "a/b")
    let root = tree.root.path
    #expect(result.status == 1)
    #expect(result.output == ".deed.yml: no mistakes\n")
    #expect(
      result.errors == """
        \(root)/a/.deed.yml:1:7: error: 'jobs' must be a whole number, not 'none'
        \(root)/.deed.yml:1:1: error: unknown key 'job' in the settings (did you mean 'jobs'?)
        \(root)/.deed.yml:3:1: error: unknown key 'chache' in the settings (did you mean 'cache'?)

        """)
  }

  @Test func aMistakeInTheSettingsStopsTheWork() throws {
    let tree = try TemporaryTree([".deed.yml": "disciplnes: [gpos]\n"])
    let result = try Deed.run(["config"], in: tree)
    #expect(result.status == 2)
    #expect(
      result.errors == ".deed.yml:1:1: error: unknown key 'disciplnes' in the settings (did you mean 'disciplines'?)\n")
  }
}
