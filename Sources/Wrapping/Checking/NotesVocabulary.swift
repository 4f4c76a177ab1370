/// The keys and values of API notes, as Swift 6.3 reads them.
enum NotesVocabulary {
  struct Section {
    var kind: NotesFile.Kind
    var subject: String
    var keys: Set<String>
    var nameKey = "Name"
    var isVersion = false
  }

  private static let common: Set<String> = [
    "Name", "Availability", "AvailabilityMsg", "SwiftName", "SwiftPrivate", "SwiftSafety",
  ]
  private static let callable = common.union([
    "Parameters", "Nullability", "NullabilityOfRet", "ResultType", "RetainCountConvention", "SwiftReturnOwnership",
    "UnsafeBufferable",
  ])
  private static let type = common.union([
    "SwiftBridge", "NSErrorDomain", "SwiftImportAs", "SwiftRetainOp", "SwiftReleaseOp", "SwiftDestroyOp",
    "SwiftDefaultOwnership", "SwiftConformsTo", "SwiftCopyable", "SwiftEscapable", "EnumExtensibility", "FlagEnum",
    "EnumKind", "Methods", "Fields", "Tags",
  ])
  static let top: Set<String> = [
    "Name", "Availability", "AvailabilityMsg", "SwiftInferImportAsMember", "Classes", "Protocols", "Functions",
    "Globals",
    "Enumerators", "Tags", "Typedefs", "Namespaces", "SwiftVersions",
  ]

  static let sections: [String: Section] = [
    "Functions": Section(kind: .function, subject: "a function", keys: callable),
    "Methods": Section(
      kind: .method, subject: "a method",
      keys: callable.union(["Selector", "MethodKind", "DesignatedInit", "Required"])),
    "Tags": Section(kind: .type, subject: "a tag", keys: type),
    "Typedefs": Section(
      kind: .other, subject: "a typedef", keys: common.union(["SwiftBridge", "NSErrorDomain", "SwiftWrapper"])),
    "Namespaces": Section(kind: .other, subject: "a namespace", keys: top),
    "SwiftVersions": Section(kind: .other, subject: "a version", keys: top, nameKey: "Version", isVersion: true),
  ]

  static let values: [String: [String]] = [
    "SwiftReturnOwnership": ["retained", "unretained"],
    "SwiftDefaultOwnership": ["retained", "unretained"],
    "SwiftImportAs": ["reference", "value", "owned"],
    "EnumExtensibility": ["open", "closed", "none"],
    "EnumKind": ["NSEnum", "CFEnum", "NSClosedEnum", "CFClosedEnum", "NSOptions", "CFOptions", "none"],
    "Availability": ["OSX", "iOS", "none", "nonswift", "available"],
    "Nullability": ["N", "O", "U", "S", "Nonnull", "Optional", "Unspecified", "Scalar"],
    "NullabilityOfRet": ["N", "O", "U", "S", "Nonnull", "Optional", "Unspecified", "Scalar"],
  ]
}
