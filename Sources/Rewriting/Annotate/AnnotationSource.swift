import Disciplines
import Facts
import Foundation

/// A file to annotate, read once, or why it is nobody's to edit.
enum AnnotationSource: Sendable {
  case text(SourceText, hash: UInt64)
  case refused(reason: String)

  init(_ file: SourceFile, path: String, style: AnnotationStyle, policy: RewritePolicy) {
    guard let data = FileManager.default.contents(atPath: path) else {
      self = .refused(reason: "cannot be read")
      return
    }
    let bytes = [UInt8](data)
    if case .leftAlone(let reason) = policy.verdict(on: path, content: bytes) {
      self = .refused(reason: reason)
      return
    }
    if style.form == .alias, path.hasSuffix(".c") {
      self = .refused(reason: "it is C, which has no alias templates")
      return
    }
    let hash = ContentHash.of(bytes)
    guard file.contentHash == hash else {
      self = .refused(reason: "changed since it was analysed")
      return
    }
    self = .text(SourceText(bytes), hash: hash)
  }
}
