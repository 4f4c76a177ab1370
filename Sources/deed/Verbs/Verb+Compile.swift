extension Verb {
  static let cc = compiler(
    "cc", program: "clang", summary: "compile C so that 'deed record' sees its counts",
    example: Example(command: "make CC='deed cc'", says: "Build with hooks; then 'deed record -- ./program'"))

  static let cxx = compiler(
    "c++", program: "clang++", summary: "compile C++ so that 'deed record' sees its counts",
    example: Example(
      command: "CC='deed cc' CXX='deed c++' cmake -B build", says: "Configure a build with hooks, as any other"))

  private static func compiler(_ name: String, program: String, summary: String, example: Example) -> Verb {
    Verb(
      name: name, summary: summary,
      description: [
        "Stands in for the compiler in CC and CXX: all words go to \(program) 19 as they are. Before a source is compiled, "
          + "the functions in it that retain, release, construct and destroy counted objects are found as by 'deed infer', "
          + "and calls of the recorder are put into them before Clang optimises; optimisation, warnings and dependencies "
          + "stay what they are. Line tables and frame pointers are added, for the stacks in the report.",
        "Only one source is seen at a time. Where others have the functions that change the counts, as ones that put up a number "
          + "whose address they are given, let 'deed disciplines --save' find them in the whole program, and name the file "
          + "under 'disciplines' in the settings (.deed.yml), which are heeded here.",
        "Sources that call CPython's functions tell of the references that they get and give up there. Other compilers than Clang "
          + "cannot load the pass that puts the calls in: GCC's code can be linked with this, and its inline counts are not seen.",
        "Without 'deed record' around the program a hook is a load and a test. A source that cannot be analysed is compiled "
          + "without hooks, with one line that says so. Object files of other compilers may be linked with these.",
      ],
      operands: [Operand(name: "WORD", isRepeatable: true)], examples: [example], passesWordsOn: true,
      run: { try CompilerDriver(name: program, words: $0.arguments.operands, terminal: $0.terminal).run() })
  }
}
