import Disciplines
import Facts
import Foundation
import Frontend

/// Plans to take a style's annotations out of a program again.
public struct StripPlanner {
  private let style: AnnotationStyle
  private let policy: RewritePolicy
  private let commands: [CompileCommand]

  public init(style: AnnotationStyle, policy: RewritePolicy, commands: [CompileCommand]) {
    self.style = style
    self.policy = policy
    self.commands = commands
  }

  /// `files` are absolute paths. The style's header goes with its last user, if it is still as it was written.
  public func plan(files: [String]) throws -> AnnotationPlan {
    var plan = AnnotationPlan()
    let headers = StyleHeader(style: style, commands: commands, policy: policy).existing(besides: files)
    var isHeaderUsed = false
    for path in files.sorted() where !headers.contains(where: { $0.path == path }) {
      guard let data = FileManager.default.contents(atPath: path) else { continue }
      let bytes = [UInt8](data)
      let stripper = Stripper(style: style)
      let edits = try stripper.edits(of: bytes, path: path, layout: style.layout(ofFileAt: path))
      if edits.edits.isEmpty {
        isHeaderUsed = isHeaderUsed || stripper.includes(SourceText(bytes))
        continue
      }
      if case .leftAlone(let reason) = policy.verdict(on: path, content: bytes) {
        plan.refusedFiles.append((path, reason))
        isHeaderUsed = true
        continue
      }
      plan.edits.set(edits)
      plan.originals[path] = bytes
      plan.written += edits.edits.count
      if let made = edits.applied(to: bytes) { isHeaderUsed = isHeaderUsed || stripper.includes(SourceText(made)) }
    }
    guard !isHeaderUsed, !plan.edits.isEmpty else { return plan }
    for header in headers where header.text == style.definition {
      let bytes = Array(header.text.utf8)
      var removal = FileEdits(path: header.path, contentHash: ContentHash.of(bytes), change: .removed)
      try removal.add(Edit(range: 0..<bytes.count, replacement: "", author: "header of the style"))
      plan.edits.set(removal)
      plan.originals[header.path] = bytes
    }
    return plan
  }
}
