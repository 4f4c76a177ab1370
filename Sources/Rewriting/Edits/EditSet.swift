/// All edits of a run, by file.
public struct EditSet: Hashable, Sendable {
  public private(set) var files: [String: FileEdits] = [:]

  public init() {}

  public var isEmpty: Bool { files.isEmpty }
  /// In order of path, so that two runs show and write the same.
  public var sorted: [FileEdits] { files.values.sorted { $0.path < $1.path } }
  public var count: Int { files.values.reduce(0) { $0 + $1.edits.count } }

  /// Takes the place of what was known of the file.
  public mutating func set(_ file: FileEdits) { files[file.path] = file }

  public mutating func remove(_ path: String) { files[path] = nil }

  public mutating func add(_ edit: Edit, to path: String, contentHash: UInt64) throws(EditConflict) {
    var file = files[path] ?? FileEdits(path: path, contentHash: contentHash)
    try file.add(edit)
    files[path] = file
  }
}
