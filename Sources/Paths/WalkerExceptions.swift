import Facts

extension Walker {
  /// Whether a call may end by an exception, as far as is known.
  func mayThrow(_ callee: FunctionID, _ summary: Summary?) -> Bool {
    guard knowledge.exceptions, !callee.isNone, !facts.functions[callee.index].flags.contains(.isNoThrow) else {
      return false
    }
    return summary?.mayThrow ?? knowledge.shapes.mayThrowUnseen[callee.index]
  }

  /// Follows an exception out of an event: what the compiler ends on the way is ended, then a handler goes on, or the function
  /// is left.
  func throwOut(at number: Int, callee: FunctionID, _ frame: Frame) {
    guard knowledge.exceptions else { return }
    let current = body.blocks[block.index]
    let handler = body.successors(of: current).first {
      $0.kind == .exceptional && !$0.target.isNone && $0.target != body.exit
    }?.target
    var thrown = frame
    tree.append(.threw, event: UInt32(number), to: &thrown.path.trace)
    let unwinding = unwinding()
    for (slot, ender) in unwinding.ended(at: number, in: block, handler: handler, body) {
      end(terms.intern(.slot(slot)), by: ender, at: number, &thrown)
    }
    if let handler {
      enqueue(thrown.path, at: handler)
    } else {
      throwsOut = true
      leaveByException(at: number, &thrown)
    }
  }

  private func end(_ place: TermID, by ender: FunctionID, at number: Int, _ frame: inout Frame) {
    let isMethod = facts.functions[ender.index].kind == .destructor
    let site = CallSite(
      number: number, callee: ender, receiver: isMethod ? place : .none, arguments: isMethod ? [] : [place])
    if let meaning = knowledge.meaning(of: ender) {
      _ = apply(meaning, to: site, &frame)
    } else if let summary = knowledge.summaries[ender.index] {
      // The first way that it can end here: what it may do on another is seen where the scope ends as usual.
      for outcome in summary.outcomes {
        var way = frame
        guard apply(outcome, to: site, &way) else { continue }
        frame = way
        break
      }
    } else if !callSmartPointer(site, &frame) {
      expose(place, at: number, &frame)
    }
  }

  /// What is left when an exception leaves the function is lost, unless somebody else can reach it.
  private func leaveByException(at number: Int, _ frame: inout Frame) {
    for slot in function.slots.indices {
      let place = terms.intern(.slot(SlotID(slot)))
      frame.path.state.memory.removeAll { terms.root(of: TermID($0.key)) == place }
    }
    frame.path.state.returned = .none
    let state = frame.path.state
    for entry in state.holdings.entries where entry.value.owned > 0 {
      let object = TermID(entry.key)
      guard !isNameable(object), !isReachable(object, in: State(memory: state.memory, holdings: state.holdings)) else {
        continue
      }
      report(.leak, object, at: number, entry.value, frame)
    }
  }
}
