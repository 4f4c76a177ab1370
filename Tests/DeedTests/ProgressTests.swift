import Testing

@testable import deed

@Suite struct ProgressTests {
  /// A line that is drawn again needs a terminal on standard error; a pipe gets nothing unless it is asked for.
  @Test(
    arguments: [
      ([], [:], false, Terminal.ProgressMode.never),
      ([], [:], true, .line),
      ([], ["TERM": "dumb"], true, .never),
      (["--quiet"], [:], true, .never),
      (["--progress=plain"], [:], false, .plain),
      (["--progress=never"], [:], true, .never),
    ] as [([String], [String: String], Bool, Terminal.ProgressMode)])
  func theModeFollowsTheStream(
    words: [String], variables: [String: String], isTerminal: Bool, mode: Terminal.ProgressMode
  ) throws {
    let command = try ArgumentParser(verbs: Verb.all).parse(["help"] + words)
    let environment = Terminal.Environment(
      variables: variables, outputIsTerminal: false, errorIsTerminal: isTerminal, columns: nil)
    #expect(Terminal(arguments: command.arguments, environment: environment).progress == mode)
  }

  @Test(
    arguments: [(nil, nil, 80), (120, nil, 100), (60, nil, 60), (20, nil, 40), (60, "90", 90), (60, "wide", 60)]
      as [(Int?, String?, Int)])
  func theWidthIsTheTerminalsWithinReason(columns: Int?, variable: String?, width: Int) {
    let environment = Terminal.Environment(
      variables: variable.map { ["COLUMNS": $0] } ?? [:], outputIsTerminal: true, errorIsTerminal: true,
      columns: columns)
    #expect(Terminal(arguments: Arguments(), environment: environment).width == width)
  }
}
