/// The programs of the Clang whose libraries this is linked with.
public enum ClangPrograms {
  public static func path(_ name: String) -> String { "\(ClangPrefix.programDirectory)/\(name)" }
}
