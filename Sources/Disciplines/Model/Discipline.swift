/// The rules by which one family of objects is created, retained, released and destroyed.
///
/// Plain data: it comes out of a YAML or GIR file or out of `Discovery`, and speaks of the program by names. `DisciplineResolver`
/// looks those names up in a `FactBase`.
public struct Discipline: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Objects carry a count: they may have many owners.
    case counted
    /// Objects are created and destroyed, and have one owner at a time.
    case paired
    /// No objects of its own: it only says how other disciplines' ownership is spelled.
    case spelling
  }

  /// Where a discipline was learnt from; the order is that of precedence.
  public enum Origin: Hashable, Sendable {
    case file(String)
    case builtIn
    case discovered
  }

  public var name: String
  /// One line for `deed disciplines`.
  public var summary: String
  public var kind: Kind
  public var origin: Origin
  /// Built-in disciplines of this sort are left out unless their name is asked for: `malloc`, for one.
  public var onlyWhenNamed: Bool
  public var types: TypeSelection
  /// Fields that hold a count, `Record::field`: a change of one in place is a retain or release.
  public var counters: [String]
  /// How many references a fresh object comes with: 1, or 0 where the first holder has to retain it.
  public var initialCount: Int
  /// Functions that count on the caller's behalf, for discovery to see through.
  public var counts: [CountRule]
  /// What functions do, the first that matches wins; names without wildcards go before all others.
  public var calls: [CallRule]
  /// The same by naming habit: weaker than anything that is stated, discovered or seen in a body.
  public var conventions: [CallRule]
  /// What else is known of functions.
  public var remarks: [CallRemark] = []
  public var entryPoints: [EntryPoints] = []
  /// Typedefs of numbers that stand for truth, as C had none.
  public var booleans: [String] = []
  /// Types of what a function stores at its last parameter, a `T **`, where it fails, and only there.
  public var failures: [String] = []
  public var smartPointers: [SmartPointer]
  public var containers: [Container]
  public var declared: [DeclaredSpelling]
  /// How ownership is to be written into this code base.
  public var annotations: AnnotationStyle?
  /// Who tells the running program's recorder of these objects, where their bodies are in a library that others compiled.
  public var recorder: ObjectRecorder?
  /// Why a discovered discipline is believed.
  public var reasons: [Reason]

  public init(
    name: String, summary: String = "", kind: Kind = .counted, origin: Origin = .builtIn, onlyWhenNamed: Bool = false,
    types: TypeSelection = TypeSelection(), counters: [String] = [], initialCount: Int = 1,
    counts: [CountRule] = [], calls: [CallRule] = [],
    conventions: [CallRule] = [], smartPointers: [SmartPointer] = [], containers: [Container] = [],
    declared: [DeclaredSpelling] = [], annotations: AnnotationStyle? = nil, reasons: [Reason] = []
  ) {
    self.name = name
    self.summary = summary
    self.kind = kind
    self.origin = origin
    self.onlyWhenNamed = onlyWhenNamed
    self.types = types
    self.counters = counters
    self.initialCount = initialCount
    self.counts = counts
    self.calls = calls
    self.conventions = conventions
    self.smartPointers = smartPointers
    self.containers = containers
    self.declared = declared
    self.annotations = annotations
    self.reasons = reasons
  }
}

/// Which types' objects a discipline governs. All names are qualified and may hold `*` and `?`.
public struct TypeSelection: Hashable, Sendable {
  /// These classes and all that derive from them; an instantiation is found by its template's name too.
  public var bases: [String]
  /// Records by name, without what derives from them.
  public var names: [String]
  /// Typedefs of pointers to what is not a record, such as `typedef void *HANDLE`.
  public var aliases: [String]
  /// Records that are left out although a base or name would take them in.
  public var except: [String]

  public init(bases: [String] = [], names: [String] = [], aliases: [String] = [], except: [String] = []) {
    self.bases = bases
    self.names = names
    self.aliases = aliases
    self.except = except
  }

  public var isEmpty: Bool { bases.isEmpty && names.isEmpty && aliases.isEmpty }
}

/// One step of the argument for a discovered discipline, kept as text so that it survives being written to a file.
public struct Reason: Hashable, Sendable {
  /// `adds 1 to x::T::n`
  public var sentence: String
  /// The function's qualified name.
  public var function: String
  /// `FILE:LINE:COL`, empty where there is none.
  public var location: String

  public init(sentence: String, function: String = "", location: String = "") {
    self.sentence = sentence
    self.function = function
    self.location = location
  }
}

/// What the recorder knows of a runtime library, so that calls into it can be recorded.
public enum ObjectRecorder: String, Hashable, Sendable, CaseIterable {
  /// CPython: whose objects are freed through its allocator.
  case python
}
