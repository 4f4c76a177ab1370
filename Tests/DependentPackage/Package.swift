// swift-tools-version: 6.2
import PackageDescription

// Scripts/check-dependent says where the repository is, and which tag to take.
let url = Context.environment["DEED_URL"] ?? "file:///nowhere"
let version = Context.environment["DEED_VERSION"] ?? "1.0.0"

let package = Package(
  name: "dependent",
  dependencies: [.package(url: url, exact: Version(version) ?? "1.0.0")],
  targets: [
    .executableTarget(name: "dependent", dependencies: [.product(name: "NativeLifetimes", package: "deed")]),
    .executableTarget(name: "listener", dependencies: [.product(name: "FaustDSP", package: "deed")]),
  ],
  swiftLanguageModes: [.v6]
)
