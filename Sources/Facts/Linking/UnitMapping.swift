/// From one unit's indices to the linker's: looked up once for each row of the unit's tables, then flat arrays.
struct UnitMapping: FactMapping {
  var texts: [TextID] = []
  var files: [FileID] = []
  var types: [TypeID] = []
  var records: [RecordID] = []
  var fields: [FieldID] = []
  var globals: [GlobalID] = []
  var functions: [FunctionID] = []

  func text(_ id: TextID) -> TextID { id.isNone ? .none : texts[id.index] }
  func file(_ id: FileID) -> FileID { id.isNone ? .none : files[id.index] }
  func type(_ id: TypeID) -> TypeID { id.isNone ? .none : types[id.index] }
  func record(_ id: RecordID) -> RecordID { id.isNone ? .none : records[id.index] }
  func field(_ id: FieldID) -> FieldID { id.isNone ? .none : fields[id.index] }
  func global(_ id: GlobalID) -> GlobalID { id.isNone ? .none : globals[id.index] }
  func function(_ id: FunctionID) -> FunctionID { id.isNone ? .none : functions[id.index] }
}
