import Facts

/// The body of `void parse(T *p, int token)`: `while (coin()) switch (token) { case 0: … }`, as a parser generator writes it.
struct GeneratedParser {
  private(set) var facts: FactBase

  /// `forgetful` is the case that does not end its object.
  init(cases: Int, forgetful: Int = -1) {
    let declarations = prelude.map(\.declaration).joined(separator: " ")
    facts = SmallC("\(declarations) int coin(); void parse(T *p, int token);").facts
    let function = { [facts] (name: String) in
      FunctionID(facts.functions.firstIndex { facts[$0.name] == name } ?? 0)
    }
    let span = Span(file: FileID(0), begin: 0, end: 1)
    let (number, pointer) = (TypeID(0), TypeID(2))
    var builder = BodyBuilder()
    let (head, choice, end) = (builder.newBlock(), builder.newBlock(), builder.newBlock())
    builder.jump(to: head)
    builder.begin(head)
    let goesOn = builder.emit(.call, type: number, reference: function("coin").rawValue, span: span)
    builder.branch(on: goesOn, choice, end)
    builder.begin(choice)
    let slot = builder.emit(.slot, type: number, reference: 1, span: span)
    let token = builder.emit(.load, [slot], type: number, span: span)
    let blocks = (0..<cases).map { _ in builder.newBlock() }
    builder.select(on: token, blocks, otherwise: head)
    for (index, block) in blocks.enumerated() {
      builder.begin(block)
      let made = builder.emit(.call, type: pointer, reference: function("create").rawValue, span: span)
      let place = builder.emit(.slot, type: pointer, reference: 2, span: span)
      _ = builder.emit(.store, [place, made], span: span)
      _ = builder.emit(.call, [made], reference: function("look").rawValue, span: span)
      if index != forgetful {
        let held = builder.emit(.load, [place], type: pointer, span: span)
        _ = builder.emit(.call, [held], reference: function("release").rawValue, span: span)
      }
      builder.jump(to: head)
    }
    let parse = function("parse")
    facts.functions[parse].slots.append(
      Slot(kind: .local, name: facts.texts.intern("x"), type: pointer, span: span))
    facts.functions[parse].body = builder.finish(exit: end)
  }
}
