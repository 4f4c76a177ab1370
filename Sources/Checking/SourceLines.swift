private import Foundation

/// The lines of source files, each file read once.
public struct SourceLines {
  private var lines: [String: [Substring]] = [:]

  public init() {}

  /// For tests and editors: text that stands for a file.
  public init(texts: [String: String]) { for (path, text) in texts { lines[path] = Self.split(text) } }

  /// Empty where the file cannot be read.
  public mutating func lines(of path: String) -> [Substring] {
    if let known = lines[path] { return known }
    let bytes = FileManager.default.contents(atPath: path) ?? Data()
    let read = Self.split(String(decoding: bytes, as: UTF8.self))
    lines[path] = read
    return read
  }

  /// From 1; empty where there is none.
  public mutating func line(_ number: Int, of path: String) -> Substring {
    let all = lines(of: path)
    return number >= 1 && number <= all.count ? all[number - 1] : ""
  }

  private static func split(_ text: String) -> [Substring] {
    text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
  }
}
