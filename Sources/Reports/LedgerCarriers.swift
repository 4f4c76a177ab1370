import Ledger

extension LedgerReport {
  /// Functions that only count, or make objects, for others; the report speaks of those.
  struct Carriers {
    /// What is left out where an object is made: makers with several callers, and constructors.
    private var ofCreations: Set<Int> = []
    /// What is left out where a reference is taken or given back; functions by their numbers.
    private var ofCounts: Set<Int> = []

    init() {}

    /// What tells the recorder for several callers is a carrier, and so is what belongs to a recorded type.
    init(_ trace: Trace, _ symbolizer: Symbolizer) {
      let names = Set(trace.stacks.values.map(\.type)).filter { !$0.isEmpty }.map { CodeName($0) }
      let types = Set(names.map(\.path))
      let constructors = Set(names.map(\.simple))
      var creators: [Int: Set<Int>] = [:]
      var counters: [Int: Set<Int>] = [:]
      var known: [Int: CodeName] = [:]
      for stack in trace.stacks.values {
        let frames = symbolizer.frames(of: Array(stack.addresses.prefix(2)))
        guard frames.count > 1 else { continue }
        let function = frames[0].number
        let name = known[function] ?? CodeName(frames[0].function)
        known[function] = name
        if frames[0].isCounting { ofCounts.insert(function) }
        if stack.type.isEmpty {
          counters[function, default: []].insert(frames[1].number)
          if types.contains(name.qualifier), !constructors.contains(name.simple) { ofCounts.insert(function) }
        } else {
          creators[function, default: []].insert(frames[1].number)
          if types.contains(name.qualifier) || constructors.contains(name.simple) { ofCreations.insert(function) }
        }
      }
      ofCreations.formUnion(creators.filter { $0.value.count > 1 }.keys)
      ofCounts.formUnion(counters.filter { $0.value.count > 1 }.keys)
      ofCreations.formUnion(ofCounts)
    }

    private func cover(_ frame: Frame, isCreation: Bool) -> Bool {
      frame.isInstalled || (isCreation ? ofCreations : ofCounts).contains(frame.number)
    }

    /// The place of the frame that a stack speaks of: the innermost one that is no carrier.
    ///
    /// What counts for its callers is a carrier of what it counts alone: where it gives up what its own object held, as it does when that
    /// ends, it speaks for itself.
    func speaking(in frames: [Frame], isCreation: Bool) -> Int? {
      var counts: Set<String>?
      return frames.firstIndex { frame in
        guard !frame.counts.isEmpty else { return !cover(frame, isCreation: isCreation) }
        let first = counts ?? frame.counts
        counts = first
        return first.isDisjoint(with: frame.counts)
      }
    }

    /// The frame that a stack speaks of, and of those around it what is no carrier.
    func shown(of frames: [Frame], isCreation: Bool) -> [Frame] {
      guard let first = speaking(in: frames, isCreation: isCreation) else { return [] }
      return [frames[first]] + frames[(first + 1)...].filter { !cover($0, isCreation: isCreation) }
    }
  }
}
