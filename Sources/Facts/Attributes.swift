/// How attributes are spelled in facts, so that disciplines can name them without knowing the frontend.
///
/// * a Clang or GNU attribute by its canonical name: `os_consumed`, `ns_returns_retained`, `noreturn`, `nonnull`;
/// * one with a text as `name:text`: `annotate:owned`, `swift_attr:returns_retained`, `cleanup:free_it`;
/// * a macro that stands at the beginning of the declared type as `macro:NAME`, since a macro that expands to
///   nothing but its argument (`STOLEN(Box *)`) leaves no other trace.
public enum Attributes {
  public static let macroPrefix = "macro:"
  public static let annotationPrefix = "annotate:"
  public static let swiftPrefix = "swift_attr:"
  public static let cleanupPrefix = "cleanup:"
}
