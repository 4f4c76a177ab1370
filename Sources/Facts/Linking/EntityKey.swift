/// What makes two units' facts facts about the same thing.
///
/// A definition is known by its USR and the file that it stands in: two programs of one database may each define `main`, two
/// C files each their own `struct node`. A mere declaration is known by its USR alone, and finds its definition at
/// the end. What has no USR is known by its place, its name and the spelling of its type.
struct EntityKey: Hashable, Sendable {
  var usr: TextID
  var file: FileID
  var begin: UInt32 = 0
  var name: TextID = .none
  var spelling: TextID = .none

  init(usr: TextID, file: FileID) {
    self.usr = usr
    self.file = file
  }

  init(unnamedAt span: Span, name: TextID, spelling: TextID) {
    usr = .none
    file = span.file
    begin = span.begin
    self.name = name
    self.spelling = spelling
  }
}

/// One kind of entity while it is linked: numbers given in the order in which keys first appear.
struct EntityTable<Entity: Sendable>: Sendable {
  private(set) var keys: [EntityKey] = []
  private var indices: [EntityKey: UInt32] = [:]
  /// `nil` until the first content comes.
  var contents: [Entity?] = []

  mutating func id(of key: EntityKey) -> Identifier<Entity> {
    if let known = indices[key] { return Identifier(known) }
    let id = UInt32(keys.count)
    indices[key] = id
    keys.append(key)
    contents.append(nil)
    return Identifier(id)
  }
}
