import ClangBridge
import Facts

extension UnitLowering {
  func span(_ span: ClangSpan) -> Span {
    guard span.file != 0 else { return .none }
    return Span(file: fileID(span.file), begin: span.begin, end: span.end, macro: macro(span))
  }

  private func macro(_ span: ClangSpan) -> TextID {
    guard span.macro.count > 0 else { return .none }
    if let last = lastMacro, last.span == (span.file, span.begin) { return last.name }
    let name = facts.texts.intern(span.macro.string)
    lastMacro = ((span.file, span.begin), name)
    return name
  }

  func path(ofFile number: Int32) -> String {
    // The table may grow while the number is looked up.
    let id = fileID(number)
    return facts[facts[id].path]
  }

  /// A file may be read more than once, as several numbers: its path tells.
  func fileID(_ number: Int32) -> FileID {
    if let known = fileIDs[number] { return known }
    let path = facts.texts.intern(unit.path(file: number).string)
    if let known = filePaths[path] {
      fileIDs[number] = known
      return known
    }
    let contents = unit.contents(file: number)
    let bytes = UnsafeRawBufferPointer(start: contents.bytes, count: contents.bytes == nil ? 0 : contents.count)
    let id = FileID(facts.files.count)
    // `-I/usr/include/x` makes a library's headers the user's in Clang's eyes; they are not the user's to change.
    let isSystem = unit.isSystem(file: number) || !request.isAboutInstalledHeaders && unit.isInstalled(file: number)
    // Out of a precompiled header there is no text: the unit that read the header itself has it.
    facts.files.append(
      SourceFile(
        path: path, isSystem: isSystem,
        contentHash: contents.bytes == nil ? 0 : ContentHash.of(bytes),
        lineStarts: contents.bytes == nil ? [] : SourceFile.lineStarts(bytes)))
    fileIDs[number] = id
    filePaths[path] = id
    return id
  }
}
