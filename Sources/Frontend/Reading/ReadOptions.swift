import Facts

/// How units are read.
public struct ReadOptions: Sendable {
  /// How many units are parsed at the same time.
  public var threads: Int
  /// Parse headers that many units include once. Changes the time that it takes, never the facts.
  public var sharesHeaders: Bool
  /// Keep the facts on disk, and take them from there when nothing has changed.
  public var usesCache: Bool
  /// `nil`: what `DEED_CACHE`, else `XDG_CACHE_HOME` says.
  public var cacheDirectory: String?
  /// Also gather `FactBase.layout`, which only rewriting needs. A part of the cache's keys.
  public var recordsLayout: Bool
  /// Also hash what each unit declares. Nothing is taken from the cache then, or kept.
  public var fingerprinting: Fingerprinting?
  /// Texts read in the place of files on disk. Nothing is taken from the cache then, or kept.
  public var texts: FileTexts?
  /// False where only fingerprints are wanted: `ReadResult.facts` stays empty.
  public var linksFacts = true
  /// When so many units have errors the rest is not read, and the facts are of a part of the program.
  public var enoughErrors: Int?
  /// Part of the cache's keys: another release reads anew.
  public var toolVersion: String

  public init(
    threads: Int = 1, sharesHeaders: Bool = true, usesCache: Bool = true, cacheDirectory: String? = nil,
    recordsLayout: Bool = false, toolVersion: String = ""
  ) {
    self.threads = threads
    self.sharesHeaders = sharesHeaders
    self.usesCache = usesCache
    self.cacheDirectory = cacheDirectory
    self.recordsLayout = recordsLayout
    self.toolVersion = toolVersion
  }
}

extension ReadOptions {
  /// Asks of a unit what is asked of the program.
  func apply(to request: inout UnitRequest) {
    request.recordsLayout = recordsLayout
    request.texts = texts
    request.fingerprinting = fingerprinting
  }

  /// Whether what is read is what is on disk, and nothing else.
  var isCacheable: Bool { usesCache && texts == nil && fingerprinting == nil && enoughErrors == nil }
}

/// What came of reading.
public struct ReadResult: Sendable {
  /// Of the whole program.
  public var facts: FactBase
  /// The first error of each unit that has any, in the order of the commands. Its facts are there as far as it could be read.
  public var diagnostics: [UnitDiagnostic]
  /// All errors, by the number of the command whose unit has them. Empty where the facts came from the cache.
  public var errors: [Int: [UnitDiagnostic]] = [:]
  /// A line for each unit of which there are no facts, in the order of the commands.
  public var failures: [String]
  /// What went wrong beside the reading, such as a cache that cannot be written: a line each.
  public var warnings: [String]
  public var statistics: ReadStatistics
  /// Where they were asked for.
  public var fingerprints = ProgramFingerprint()
}

/// How the reading went.
public struct ReadStatistics: Hashable, Sendable {
  public var units = 0
  /// The facts were on disk, and nothing had changed.
  public var isFromCache = false
  public var groups = 0
  /// How many headers were precompiled, over all groups.
  public var sharedHeaders = 0
  /// Units that were parsed with shared headers.
  public var unitsWithSharedHeaders = 0
  /// Units that had errors with shared headers and were parsed plainly.
  public var fallbacks = 0
  public var planning: Duration = .zero
  /// Summed over the threads.
  public var precompiling: Duration = .zero
  public var lowering: Duration = .zero
  public var linking: Duration = .zero
  public var finishing: Duration = .zero
  public var caching: Duration = .zero
}
