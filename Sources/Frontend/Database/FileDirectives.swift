import ClangBridge

/// What a file's own preprocessor directives tell without preprocessing it.
public enum FileDirectives {
  /// Has `#pragma once`, or an include guard around all of it.
  public static func isGuarded(_ path: String) -> Bool {
    guard let directives = bridge_directives_scan(path) else { return false }
    defer { bridge_directives_free(directives) }
    return bridge_directives_is_guarded(directives)
  }
}
