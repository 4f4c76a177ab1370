import Facts
import Paths

/// Turns anomalies into sentences. All wording of findings stands here, so that it can be read in one go.
struct Wording {
  let facts: FactBase

  func rule(for kind: Anomaly.Kind) -> FindingRule {
    switch kind {
    case .leak: .pathLeak
    case .discardedResult: .pathDiscarded
    case .overRelease: .pathOverRelease
    case .useAfterRelease: .pathUseAfterRelease
    case .missingRetain: .valPtrToOwn
    case .missingRetainInStore: .valPtrToField
    case .unretainedReturn: .valFieldRet
    case .unlikeOverrides: .valOverrideRet
    case .retainedReturn: .valOwnLocalRet
    case .retainedMove: .valOwnMove
    case .inconsistentPaths: .pathInconsistent
    case .forgottenFields: .pathForgottenField
    case .missingNullTest: .callNullTest
    case .missingError: .callErrorMissing
    case .pendingError: .callErrorPending
    case .formatCount, .formatShape: .callFormat
    }
  }

  /// The reference as the code calls it.
  func subject(_ anomaly: Anomaly) -> String {
    if !anomaly.name.isEmpty { return "'\(anomaly.name)'" }
    if let callee = name(of: anomaly.originCallee) { return "the result of '\(callee)'" }
    if !anomaly.type.isNone, facts[anomaly.type].kind == .pointer, !facts[anomaly.type].inner.isNone {
      return "a '\(facts[facts[facts[anomaly.type].inner].spelling])'"
    }
    return "a reference"
  }

  func message(_ anomaly: Anomaly) -> String {
    let subject = subject(anomaly)
    let verb = anomaly.isCertain ? "is" : "may be"
    switch anomaly.kind {
    case .leak:
      return "\(subject) \(verb) leaked: nothing refers to it any more, and its reference was not given up"
    case .discardedResult:
      return "\(subject) \(verb) leaked: it comes with a reference that nothing takes"
    case .overRelease:
      return "\(subject) \(verb) released once more than it was retained"
    case .useAfterRelease:
      if anomaly.steps.contains(where: { $0.kind == .dropped }) {
        return "\(subject) is borrowed, and \(verb) used after what keeps it alive gave it up"
      }
      return "\(subject) \(verb) used after its last reference was given up"
    case .missingRetain:
      return "\(subject) is borrowed, and \(callee(anomaly)) takes its reference over"
    case .missingRetainInStore:
      return "\(subject) is borrowed, and is stored without a retain where references are owned"
    case .unretainedReturn:
      return "\(subject) is returned without a retain, while other paths return an owned reference"
    case .unlikeOverrides(let count):
      return "\(subject) is returned without a retain, "
        + "while \(count) others that the same call may reach return an owned reference"
    case .retainedReturn:
      return "\(subject) \(verb) returned with a reference too many"
    case .retainedMove:
      return "\(subject) \(verb) leaked: it was retained and then handed on, and one of its two references is left"
    case .forgottenFields(let names):
      return names.count == 1
        ? "\(subject) is leaked: it is given a reference, and nothing gives it up when the object ends"
        : "\(Self.list(names)) are leaked: they are given references, and nothing gives these up when the object ends"
    case .missingNullTest:
      return "\(subject) may be null, and is used without a test"
    case .missingError:
      return "'\(anomaly.name)' says here that it failed, and no error is set"
    case .pendingError:
      return "'\(anomaly.name)' says here that it succeeded, and an error is set"
    case .formatCount(let expected, let found):
      return "the format of \(callee(anomaly)) asks for \(expected) argument\(expected == 1 ? "" : "s"), and \(found) "
        + (found == 1 ? "follows" : "follow")
    case .formatShape(let unit, let position):
      return "argument \(position + 1) of \(callee(anomaly)) is not what '\(unit)' in its format asks for"
    case .inconsistentPaths:
      let isGivenUp = anomaly.steps.contains { $0.owned < 0 }
      return isGivenUp
        ? "\(subject) is released on another path, but not on this one"
        : "\(subject) is retained on another path, but not on this one"
    }
  }

  /// `'a'`, `'a' and 'b'`, `'a', 'b' and 3 more`.
  private static func list(_ names: [String]) -> String {
    let shown = names.count > 3 ? 2 : names.count
    var parts = names.prefix(shown).map { "'\($0)'" }
    if shown < names.count { parts.append("\(names.count - shown) more") }
    let last = parts.popLast() ?? ""
    return parts.isEmpty ? last : "\(parts.joined(separator: ", ")) and \(last)"
  }

  private func callee(_ anomaly: Anomaly) -> String { name(of: anomaly.callee).map { "'\($0)'" } ?? "a call" }

  func help(_ anomaly: Anomaly) -> String {
    let subject = subject(anomaly)
    switch anomaly.kind {
    case .leak: return "release \(subject) before this point, or hand it on"
    case .discardedResult: return "keep the result and release it, or do not ask for it"
    case .overRelease: return "remove one of the releases, or retain before it"
    case .useAfterRelease where anomaly.steps.contains { $0.kind == .dropped }:
      return "retain \(subject) before its keeper changes, and release it after the last use"
    case .useAfterRelease: return "move the release behind the last use"
    case .missingRetain: return "retain \(subject) before the call"
    case .missingRetainInStore: return "retain \(subject) when it is stored"
    case .unretainedReturn, .unlikeOverrides: return "retain \(subject) before this return"
    case .retainedReturn: return "remove the retain: the reference that is there goes to the caller"
    case .retainedMove: return "remove the retain, or release \(subject) afterwards"
    case .forgottenFields(let names): return "release \(Self.list(names)) here"
    case .missingNullTest:
      return "test \(subject) for null after the call that gave it"
    case .missingError: return "set an error before this return"
    case .pendingError: return "return the failure, or clear the error"
    case .formatCount, .formatShape: return "make the format and the arguments agree"
    case .inconsistentPaths: return "do the same on every path, or let the result tell the caller which was taken"
    }
  }

  /// A note of the path; `nil` for what need not be told.
  func note(_ step: Anomaly.Step) -> String? {
    let callee = name(of: step.callee).map { " by '\($0)'" } ?? ""
    let count = "\(step.owned) of this function's own"
    switch step.kind {
    case .created: return "reference taken here\(callee), +1"
    case .retained: return "retained here\(callee), +1: \(count)"
    case .released: return step.owned >= 0 ? "released here\(callee), -1: \(count)" : "released here\(callee), -1"
    case .dropped: return "what keeps it alive gives it up here\(callee)"
    case .destroyed: return "destroyed here\(callee)"
    case .consumed: return "given away here\(callee), -1"
    case .borrowed: return "borrowed here\(callee), no reference taken"
    case .stored: return "stored here"
    case .kept: return "kept here\(callee)"
    case .cleared: return "set to null here"
    case .filled(let name): return "'\(name)' is given a reference here"
    case .ownedElsewhere: return "an owned reference is returned here\(callee)"
    case .threw: return "an exception leaves here" + (name(of: step.callee).map { ", out of '\($0)'" } ?? "")
    case .branch(.isTrue): return "taking the true branch"
    case .branch(.isFalse): return "taking the false branch"
    case .branch(.isCase(let value)): return "taking the case \(value)"
    case .branch(.isDefault): return "taking the default case"
    }
  }

  private func name(of function: FunctionID) -> String? {
    guard !function.isNone else { return nil }
    let name = facts[facts[function].name]
    return name.isEmpty ? nil : name
  }
}
