import Disciplines
import Facts
import Foundation
import Frontend

/// The headers that a conversion brings, and where they are included.
struct ConversionStyle {
  let facts: FactBase
  let index: DisciplineIndex
  let conversion: SmartPointer.Conversion
  let commands: [CompileCommand]
  let policy: RewritePolicy

  /// Deed's own smart pointer comes with a header that says how this program's objects are counted.
  private var isOwn: Bool { conversion.header == BuiltIn.refHeader.name }

  /// Whether a file comes with the smart pointer: what is in there is never converted.
  func isOwnHeader(_ path: String) -> Bool {
    let names = isOwn ? [CountingHeader.name, BuiltIn.refHeader.name] : [conversion.header]
    return names.contains { path.hasSuffix("/" + $0) }
  }

  private func style(header: String, definition: String) -> AnnotationStyle {
    AnnotationStyle(
      form: .alias, owner: conversion.type, pointer: "", leaked: "", header: header, definition: definition)
  }

  func addInclude(to edits: inout FileEdits, _ text: SourceText) throws(EditConflict) {
    let style = style(header: isOwn ? CountingHeader.name : conversion.header, definition: "")
    guard let include = style.include, StyleHeader.mayInclude(edits.path, commands: commands) else { return }
    try IncludeLine.add(include.name, isAngled: include.isAngled, to: &edits, text)
  }

  /// Headers of the program's own.
  func addIncludes(of paths: Set<String>, to edits: inout FileEdits, _ text: SourceText) throws(EditConflict) {
    let names = paths.compactMap { path in commands.lazy.compactMap { $0.includeName(of: path) }.first }
    for name in names.sorted(by: >) { try IncludeLine.add(name, isAngled: false, to: &edits, text) }
  }

  /// Deed's own smart pointer goes where the program finds no other one of that name.
  func addHeaders(to plan: inout ConversionPlan) throws(EditConflict) {
    guard isOwn, !plan.edits.isEmpty else { return }
    let edited = plan.edits
    let counting = CountingHeader(facts: facts, index: index)
    for (name, text) in [(CountingHeader.name, counting.text), (BuiltIn.refHeader.name, BuiltIn.refHeader.text)] {
      let headers = headers(name, text)
      for header in headers.missing(for: edited) { plan.edits.set(header) }
    }
    // An earlier run may have seen less of the program.
    for (path, text) in headers(CountingHeader.name, "").existing(besides: edited.sorted.map(\.path)) {
      let bytes = Array(text.utf8)
      guard let new = counting.additions(to: SourceText(bytes)), policy.verdict(on: path, content: bytes) == .allowed
      else { continue }
      var edits = FileEdits(path: path, contentHash: ContentHash.of(bytes))
      try edits.insert(new.text, before: new.offset, author: "header of the smart pointer")
      plan.edits.set(edits)
      plan.originals[path] = bytes
    }
  }

  private func headers(_ name: String, _ text: String) -> StyleHeader {
    StyleHeader(style: style(header: name, definition: text), commands: commands, policy: policy)
  }
}
