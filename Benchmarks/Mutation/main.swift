import Checking
import Disciplines
import Facts
import Foundation
import Frontend
import Paths

// `mutation-bench BUILD N SEED`, or `mutation-bench N SEED FILE... -- FLAG...` without a database.
//
// Spoils N random places of a program, one at a time, and asks whether a certain finding appears that was not there before: in
// that function, or in one that calls it, some levels up, where the function as a whole now does something else. What is known of
// the program is what `deed check` knows. Works on facts: the program is
// read once, and what is taken out or doubled is an event of a body, so that thousands of mutants take a minute.

func fail(_ text: String) -> Never {
  FileHandle.standardError.write(Data("mutation-bench: \(text)\n".utf8))
  exit(2)
}

var words = Array(CommandLine.arguments.dropFirst())
var flags: [String]?
if let end = words.firstIndex(of: "--") {
  flags = Array(words[(end + 1)...])
  words.removeSubrange(end...)
}
let build = words.first.flatMap { Int($0) == nil ? $0 : nil }
if build != nil { words.removeFirst() }
guard let count = words.first.flatMap({ Int($0) }), count > 0 else {
  fail("usage: mutation-bench [BUILD] N [SEED] [FILE... -- FLAG...]")
}
words.removeFirst()
let seed = words.first.flatMap { UInt64($0) }
if seed != nil { words.removeFirst() }

/// How far up the callers are asked whether they notice, and how many of them.
let levelLimit = 4
let callerLimit = 40

struct Anonymous: Hashable {
  var kind: Anomaly.Kind
  var span: Span
  var name: String
}

func certain(_ anomalies: [Anomaly]) -> Set<Anonymous> {
  Set(anomalies.filter(\.isCertain).map { Anonymous(kind: $0.kind, span: $0.span, name: $0.name) })
}

do {
  let selection = try CommandSelection(files: words, build: build, flags: flags)
  let result = read(selection.commands, options: ReadOptions()) { _, _, _ in }
  let facts = result.facts
  let stated = try BuiltIn.disciplines().filter { !$0.onlyWhenNamed }
  let index = DisciplineResolver(stated + (try Discovery.disciplines(in: facts))).resolve(facts)
  let analysis = Checker(facts: facts, disciplines: index, threads: 2).analysis()
  let cut = Set(analysis.incomplete.map(\.function))
  let before = Dictionary(grouping: analysis.anomalies, by: \.function).mapValues { certain($0) }
  var callers: [[FunctionID]] = Array(repeating: [], count: facts.functions.count)
  for position in facts.functions.indices where facts.functions[position].body != nil {
    for callee in analysis.calls.callees(of: FunctionID(position)) where callee.index != position {
      callers[callee.index].append(FunctionID(position))
    }
  }

  /// Whether somebody who calls the function notices that it does something else, or who calls those of which that holds then too.
  func isNoticed(_ function: FunctionID, _ probe: Probe) -> Bool {
    var changed = [function: probe]
    var level = [function]
    for _ in 1...levelLimit {
      var next: [FunctionID] = []
      for caller in Set(level.flatMap { callers[$0.index] }).subtracting(changed.keys).sorted() {
        guard changed.count < callerLimit else { return false }
        guard let probe = analysis.probe(caller, when: changed) else { continue }
        if !certain(probe.anomalies).isSubset(of: before[caller] ?? []) { return true }
        if probe.changesEffects {
          changed[caller] = probe
          next.append(caller)
        }
      }
      level = next
    }
    return false
  }

  /// What only all walks together show of the program as it is.
  let known = certain(analysis.anomalies)

  var generator = SeededGenerator(state: seed ?? 1)
  var mutants = Mutant.all(in: facts, index) { function in
    !function.flags.contains(.isSystem) && !function.span.isNone && !facts[function.span.file].isSystem
  }
  // Which ones are taken does not depend on what is cut short: another engine is asked about the same.
  mutants.shuffle(using: &generator)
  mutants = Array(mutants.lazy.filter { !cut.contains($0.function) }.prefix(count))

  var tallies: [Mutant.Change: Tally] = [:]
  for mutant in mutants {
    guard let body = mutant.body(of: facts[mutant.function]), let probe = analysis.probe(mutant.function, body: body)
    else {
      continue
    }
    var tally = Tally()
    let here = before[mutant.function] ?? []
    if !certain(probe.anomalies).isSubset(of: here) {
      tally.found = 1
    } else if !certain(analysis.seenByAll(when: mutant.function, does: probe)).isSubset(of: known) {
      tally.found = 1
    } else if probe.changesEffects {
      if isNoticed(mutant.function, probe) {
        tally.foundInCaller = 1
      } else if callers[mutant.function.index].isEmpty {
        tally.invisible = 1
      } else {
        tally.missed["the function does something else as a whole, and no caller notices"] = 1
      }
    } else if !probe.isComplete {
      tally.missed["the function takes too many paths"] = 1
    } else if probe.anomalies.count > here.count {
      tally.missed["only possible: something that is not known saw the object"] = 1
    } else {
      tally.missed["the object's count tells nothing there"] = 1
    }
    tallies[mutant.change, default: Tally()].add(tally)
    if ProcessInfo.processInfo.environment["MUTATION_LIST"] != nil, tally.missedCount > 0 {
      let function = facts[mutant.function]
      if let body = function.body, let place = facts.location(of: body.span(of: body.events[mutant.event])) {
        print("\(place.path):\(place.line): \(mutant.change.rawValue), missed: \(tally.missed.keys.joined())")
      }
    }
  }

  func percent(_ number: Double) -> String { String(format: "%5.1f %%", number) }
  var total = Tally()
  for change in Mutant.Change.allCases {
    let tally = tallies[change] ?? Tally()
    total.add(tally)
    print(
      "\(change.rawValue): \(percent(tally.recall)) of \(tally.visible), \(tally.invisible) more without effect in the program"
    )
  }
  print("all: \(percent(total.recall)) of \(total.visible) mutants found, \(total.foundInCaller) of them in a caller")
  for (reason, number) in total.missed.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
    print("missed: \(number), \(reason)")
  }
} catch {
  fail("\(error)")
}
