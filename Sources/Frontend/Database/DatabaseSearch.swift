/// Where the commands for a file are looked for when nobody names a database: from its directory upwards.
enum DatabaseSearch {
  enum Found: Hashable {
    case database(String)
    case flags(String)
  }

  /// In each directory `compile_commands.json`, then `build/compile_commands.json`, then `compile_flags.txt`.
  static func nearest(to directory: String) -> Found? {
    var directory = directory
    while true {
      let prefix = directory == "/" ? "/" : directory + "/"
      for name in ["compile_commands.json", "build/compile_commands.json"] where FilePath.isFile(prefix + name) {
        return .database(prefix + name)
      }
      if FilePath.isFile(prefix + "compile_flags.txt") { return .flags(prefix + "compile_flags.txt") }
      if directory == "/" { return nil }
      directory = FilePath.directory(of: directory)
    }
  }
}
