// swift-tools-version: 6.2
import PackageDescription

/// Clang's libraries: `DEED_LLVM` names a prefix, else Debian's place for version 19 is taken.
/// `make` checks it first and says which package is missing; `ClangBridge` says it once more when compiled without.
let llvm = Context.environment["DEED_LLVM"] ?? "/usr/lib/llvm-19"

let strict: [SwiftSetting] = [.enableUpcomingFeature("ExistentialAny")]

let package = Package(
  name: "deed",
  products: [
    .executable(name: "deed", targets: ["deed"]),
    .library(name: "NativeLifetimes", targets: ["NativeLifetimes"]),
    .library(name: "FaustDSP", targets: ["FaustDSP"]),
    .library(name: "NativeLifetimesTesting", targets: ["NativeLifetimesTesting"]),
    .executable(name: "faust-render", targets: ["faust-render"]),
  ],
  targets: [
    // Floor 0: plain values. No Clang, no ownership.
    .target(name: "Facts", swiftSettings: strict),
    .target(
      name: "ClangBridge", exclude: ["Hooks"],
      cxxSettings: [
        .unsafeFlags(["-isystem", "\(llvm)/include", "-fno-rtti", "-fno-exceptions", "-O2", "-DDEED_LLVM=\"\(llvm)\""])
      ],
      linkerSettings: [
        .unsafeFlags(["-L\(llvm)/lib", "-Xlinker", "-rpath", "-Xlinker", "\(llvm)/lib"]), .linkedLibrary("clang-cpp"),
        .linkedLibrary("LLVM-19"),
      ]
    ),

    // Apart: what a person probably meant by a mistyped word.
    .target(name: "Spelling", swiftSettings: strict),

    // Floor 1: from compile commands to facts.
    .target(name: "Frontend", dependencies: ["Facts", "ClangBridge"], swiftSettings: strict),

    // Floor 2: what retains, releases and creates.
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .target(name: "YAML", dependencies: ["CYAML", "Spelling"], swiftSettings: strict),
    .target(name: "CBuiltIn"),
    .target(
      name: "Disciplines", dependencies: ["Facts", "YAML", "Spelling", "CBuiltIn"], exclude: ["BuiltIn"],
      swiftSettings: strict),

    // Floor 3: walks functions.
    .target(name: "Paths", dependencies: ["Facts", "Disciplines"], swiftSettings: strict),
    .testTarget(name: "PathsTests", dependencies: ["Facts", "Disciplines", "Paths"], swiftSettings: strict),

    // Floor 4: a claim with evidence for every slot.
    .target(name: "Claims", dependencies: ["Facts", "Disciplines"], swiftSettings: strict),
    .testTarget(
      name: "ClaimsTests", dependencies: ["Claims", "Disciplines", "Facts", "Frontend"], exclude: ["Fixtures"],
      swiftSettings: strict),

    // Floor 5: where the paths disagree with the rules, as findings.
    .target(name: "Checking", dependencies: ["Facts", "Disciplines", "Paths", "Claims"], swiftSettings: strict),
    .testTarget(
      name: "CheckingTests", dependencies: ["Checking", "Frontend", "Disciplines", "Facts", "Claims", "Paths"],
      exclude: ["Fixtures"],
      swiftSettings: strict),

    // Floor 5: edits as byte spans, written all or none.
    .target(
      name: "Rewriting", dependencies: ["Facts", "Frontend", "Disciplines", "Paths", "Claims", "Checking"],
      exclude: ["Headers"],
      swiftSettings: strict),
    .testTarget(
      name: "RewritingTests", dependencies: ["Rewriting", "Facts", "Frontend", "Disciplines", "Checking"],
      exclude: ["Ref"], swiftSettings: strict),

    // Floor 5: what a recorded run leaves behind.
    .systemLibrary(name: "CSymbols", providers: [.apt(["libdw-dev"])]),
    .target(name: "Ledger", dependencies: ["CSymbols"], linkerSettings: [.linkedLibrary("stdc++")]),
    .testTarget(name: "LedgerTests", dependencies: ["Ledger"], exclude: ["Programs"], swiftSettings: strict),

    // Floor 5: a library's headers as a Swift package.
    .target(
      name: "Wrapping", dependencies: ["Facts", "Disciplines", "Paths", "Claims", "YAML", "Spelling"],
      swiftSettings: strict),

    .testTarget(
      name: "WrappingTests", dependencies: ["Wrapping", "Claims", "Disciplines", "Facts", "Frontend", "YAML"],
      swiftSettings: strict),

    // How many spoilt places are found, for `make bench-mutation`.
    .executableTarget(
      name: "mutation-bench", dependencies: ["Facts", "Frontend", "Disciplines", "Paths", "Checking"],
      path: "Benchmarks/Mutation", swiftSettings: strict),

    // Floor 6: terminal, JSON.
    .target(
      name: "Reports",
      dependencies: ["Facts", "Disciplines", "Claims", "Checking", "Ledger", "Wrapping", "YAML", "CBuiltIn"],
      exclude: ["Page"],
      swiftSettings: strict),

    // Floor 7: the command line.
    .executableTarget(
      name: "deed",
      dependencies: [
        "Facts", "Frontend", "YAML", "Disciplines", "Paths", "Claims", "Checking", "Reports", "Ledger", "Rewriting",
        "Wrapping", "CSymbols",
      ],
      swiftSettings: strict),

    // Apart: for people who wrap C and C++ libraries. No unsafe flags: other packages depend on these by version.
    .target(name: "CNativeLifetimes"),
    .target(
      name: "NativeLifetimes", dependencies: ["CNativeLifetimes"],
      // The compiler's feature named Lifetimes is for `@_lifetime` on spans; it has only the word in common with this module.
      swiftSettings: strict + [.enableExperimentalFeature("Lifetimes")]),
    // On its own, since a program must not be linked with the testing library.
    .target(name: "NativeLifetimesTesting", dependencies: ["NativeLifetimes"], swiftSettings: strict),
    // A C++ library with the manners of real ones, and a Swift face of it.
    .target(name: "CMessages", path: "Examples/Messages/CMessages"),
    .target(
      name: "Messages", dependencies: ["CMessages", "NativeLifetimes"], path: "Examples/Messages/Messages",
      swiftSettings: strict),
    // For valgrind and the sanitizers, which Scripts/check-lifetimes runs on them.
    .executableTarget(
      name: "lifetime-programs", dependencies: ["NativeLifetimes", "Messages", "CMessages"],
      path: "Tests/LifetimePrograms", swiftSettings: strict),
    .executableTarget(
      name: "lifetime-bench", dependencies: ["NativeLifetimes", "CMessages"], path: "Tests/LifetimeBench",
      swiftSettings: strict),
    .target(name: "LifetimeTestSupport", path: "Tests/LifetimeTestSupport", swiftSettings: strict),
    .testTarget(
      name: "NativeLifetimesTests",
      dependencies: ["CNativeLifetimes", "NativeLifetimes", "NativeLifetimesTesting", "LifetimeTestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "MessagesTests", dependencies: ["Messages", "CMessages", "NativeLifetimesTesting", "LifetimeTestSupport"],
      swiftSettings: strict),

    // Apart: libfaust for Swift. No unsafe flags here either.
    .systemLibrary(name: "CFaust", providers: [.apt(["faust", "faust-common"])]),
    .target(
      name: "FaustDSP", dependencies: ["CFaust", "NativeLifetimes", "Spelling"],
      swiftSettings: strict + [.enableExperimentalFeature("Lifetimes")]),
    .executableTarget(name: "faust-render", dependencies: ["FaustDSP", "Spelling"], swiftSettings: strict),
    .testTarget(
      name: "FaustDSPTests", dependencies: ["FaustDSP", "NativeLifetimes", "faust-render"], swiftSettings: strict),
    // FaustDSP against the same calls from C++, for `make bench`.
    .target(name: "FaustNative", path: "Benchmarks/Faust/Native", linkerSettings: [.linkedLibrary("faust")]),
    .executableTarget(
      name: "faust-bench", dependencies: ["FaustDSP", "FaustNative"], path: "Benchmarks/Faust/Swift",
      swiftSettings: strict),
    // For valgrind and the sanitizers, which Scripts/check-faust runs on them.
    .executableTarget(
      name: "faust-programs", dependencies: ["FaustDSP", "CFaust", "NativeLifetimes"], path: "Tests/FaustPrograms",
      swiftSettings: strict),

    .testTarget(
      name: "LoweringTests", dependencies: ["Facts", "Frontend"], exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(name: "FactsTests", dependencies: ["Facts"], swiftSettings: strict),
    .testTarget(name: "FrontendTests", dependencies: ["Facts", "Frontend"], swiftSettings: strict),
    .testTarget(name: "SpellingTests", dependencies: ["Spelling"], swiftSettings: strict),
    .testTarget(name: "ReportsTests", dependencies: ["Reports", "Claims"], swiftSettings: strict),
    .testTarget(
      name: "DeedTests", dependencies: ["deed", "Claims", "Checking", "Disciplines"],
      exclude: ["Engine", "Extension", "Conversions", "Styles"],
      swiftSettings: strict),
    .testTarget(
      name: "DisciplinesTests", dependencies: ["Disciplines", "Facts", "Frontend", "YAML"],
      exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(name: "YAMLTests", dependencies: ["YAML"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
