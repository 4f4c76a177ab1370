/// How the library is found and what the package is to be.
public struct PackageOptions: Sendable {
  /// Names of libraries, as `-l` takes them.
  public var links: [String]
  public var libraryPaths: [String]
  /// Where headers are searched besides the usual places.
  public var headerPaths: [String]
  public var pkgConfig: String?
  /// Where the package is that NativeLifetimes comes from: a URL or a path.
  public var deed: String?

  public init(
    links: [String] = [], libraryPaths: [String] = [], headerPaths: [String] = [], pkgConfig: String? = nil,
    deed: String? = nil
  ) {
    self.deed = deed
    self.links = links
    self.libraryPaths = libraryPaths
    self.headerPaths = headerPaths
    self.pkgConfig = pkgConfig
  }
}

/// The files of the package, by their paths in it.
public struct PackageWriter {
  private let face: Face
  private let options: PackageOptions

  public init(_ face: Face, options: PackageOptions) {
    self.face = face
    self.options = options
  }

  public func files() -> [(path: String, text: String)] {
    let (clang, swift) = ("Sources/\(face.clangModule)", "Sources/\(face.module)")
    return [
      ("Package.swift", manifest), ("\(clang)/module.modulemap", moduleMap),
      ("\(clang)/\(face.clangModule).h", ShimWriter(face).text()),
      ("\(clang)/\(face.clangModule).apinotes", APINotesWriter(face).text()),
      ("\(swift)/\(face.module).swift", OverlayWriter(face).text()),
      ("Tests/\(face.module)Tests/\(face.module)Tests.swift", TestWriter(face).text()),
      ("Functions.md", FunctionList(face).markdown()),
    ]
  }

  private var moduleMap: String {
    var lines = ["module \(face.clangModule) [system] {"]
    if face.language == .cPlusPlus { lines.append("  requires cplusplus") }
    lines += ["  header \"\(face.clangModule).h\"", "  export *"]
    lines += options.links.map { "  link \"\($0)\"" }
    return (lines + ["}"]).joined(separator: "\n") + "\n"
  }

  private var manifest: String {
    var settings = [".treatWarning(\"ForeignReferenceType\", as: .error)"]
    if face.language == .cPlusPlus { settings.append(".interoperabilityMode(.Cxx)") }
    if !options.headerPaths.isEmpty {
      let flags = options.headerPaths.flatMap { ["\"-Xcc\"", "\"-I\($0)\""] }.joined(separator: ", ")
      settings.append(".unsafeFlags([\(flags)])")
    }
    var linker = ""
    if !options.libraryPaths.isEmpty {
      let flags = options.libraryPaths.flatMap {
        ["\"-L\($0)\"", "\"-Xlinker\"", "\"-rpath\"", "\"-Xlinker\"", "\"\($0)\""]
      }
      linker = ",\n      linkerSettings: [.unsafeFlags([\(flags.joined(separator: ", "))])]"
    }
    let pkgConfig = options.pkgConfig.map { ", pkgConfig: \"\($0)\"" } ?? ""
    var (packages, products, testProducts) = ("", "", "")
    if let deed = options.deed, face.holdsHandles, face.types.contains(where: \.isHandle) {
      let isRemote = deed.contains("://") || deed.hasPrefix("git@")
      packages =
        "\n  dependencies: [.package(\(isRemote ? "url: \"\(deed)\", from: \"0.1.0\"" : "path: \"\(deed)\""))],"
      // As the package manager calls it: by the last part of where it is.
      let last = deed.split(whereSeparator: { $0 == "/" || $0 == ":" }).last.map(String.init) ?? deed
      let identity = last.hasSuffix(".git") ? String(last.dropLast(4)) : last
      products = ", .product(name: \"NativeLifetimes\", package: \"\(identity)\")"
      testProducts = ", .product(name: \"NativeLifetimesTesting\", package: \"\(identity)\")"
    }
    let all = settings.map { "  \($0)," }.joined(separator: "\n")
    return """
      // swift-tools-version: 6.2
      import PackageDescription

      let settings: [SwiftSetting] = [
      \(all)
      ]

      let package = Package(
        name: "\(face.module)",
        products: [.library(name: "\(face.module)", targets: ["\(face.module)"])],\(packages)
        targets: [
          .systemLibrary(name: "\(face.clangModule)"\(pkgConfig)),
          .target(
            name: "\(face.module)", dependencies: ["\(face.clangModule)"\(products)], swiftSettings: settings\(linker)),
          .testTarget(
            name: "\(face.module)Tests", dependencies: ["\(face.module)"\(testProducts)], swiftSettings: settings),
        ],
        swiftLanguageModes: [.v6]
      )

      """
  }
}
