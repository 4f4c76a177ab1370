import Facts
import Foundation

/// The texts of files that may be edited, read once, and why others may not.
final class SourceCache {
  private let facts: FactBase
  private let policy: RewritePolicy
  private let isWanted: (String) -> Bool
  private var texts: [FileID: SourceText?] = [:]
  private var bytesOfPath: [String: [UInt8]] = [:]
  private(set) var refused: [(path: String, reason: String)] = []

  init(facts: FactBase, policy: RewritePolicy, isWanted: @escaping (String) -> Bool) {
    self.facts = facts
    self.policy = policy
    self.isWanted = isWanted
  }

  func text(of file: FileID) -> SourceText? {
    if let known = texts[file] { return known }
    let text = read(file)
    texts[file] = text
    return text
  }

  func bytes(ofPath path: String) -> [UInt8]? { bytesOfPath[path] }

  private func read(_ id: FileID) -> SourceText? {
    guard !id.isNone, !facts[id].isSystem else { return nil }
    let path = facts[facts[id].path]
    // C has no smart pointers.
    guard isWanted(path), !path.hasSuffix(".c") else { return nil }
    guard let data = FileManager.default.contents(atPath: path) else {
      refused.append((path, "cannot be read"))
      return nil
    }
    let bytes = [UInt8](data)
    if case .leftAlone(let reason) = policy.verdict(on: path, content: bytes) {
      refused.append((path, reason))
      return nil
    }
    guard facts[id].contentHash == ContentHash.of(bytes) else {
      refused.append((path, "changed since it was analysed"))
      return nil
    }
    bytesOfPath[path] = bytes
    return SourceText(bytes)
  }
}
