extension String {
  /// The number of the first line of which that holds: where a test's source says what is to be found there.
  func line(where holds: (Substring) -> Bool) -> Int? {
    split(separator: "\n", omittingEmptySubsequences: false).firstIndex(where: holds).map { $0 + 1 }
  }
}
