/// A class whose objects hold one reference and give it up by themselves.
public struct SmartPointer: Hashable, Sendable {
  /// What a raw pointer's reference becomes when a smart pointer is made from it.
  public enum Construction: String, Hashable, Sendable, CaseIterable {
    /// The caller's reference is taken over.
    case adopts
    /// A reference more is made; the caller's stays.
    case retains
    /// There is no way in from a raw pointer but the named ones.
    case never
  }

  /// Qualified names of the class or class template.
  public var names: [String]
  /// Which template argument is the object's type, from 0; nil where the class is no template.
  public var object: Int?
  public var construction: Construction
  /// What assigning a raw pointer does.
  public var assignment: Construction
  /// Simple names of methods that take over the reference of their first argument: `Attach`.
  public var adopting: [String]
  /// Simple names of methods that retain their first argument.
  public var retaining: [String]
  /// Simple names of methods that hand the reference to the caller: `Detach`.
  public var detaching: [String]
  /// Simple names of methods that show the raw pointer: `get`, `operator->`.
  public var getting: [String]
  /// Simple names of methods that give up the reference and become empty.
  public var clearing: [String]
  /// Simple names of methods that give their own address for an out-parameter to fill: `GetAddressOf`.
  public var filling: [String]
  /// How `deed convert` writes it; nil where nothing is converted to it.
  public var conversion: Conversion?
  /// Where the library that it comes from keeps the count; one entry for each such library.
  public var controlBlocks: [ControlBlock] = []

  /// A class of a library's headers that counts for others: with it `deed c++` has programs record what such pointers hold.
  public struct ControlBlock: Hashable, Sendable {
    /// The class that has the count, without template arguments.
    public var name: String
    /// The classes derived from it whose objects are made; the first template argument is the type that is held.
    public var derived: [String]
    /// Simple names of the methods that take a reference, take one if they return true, and give one back.
    public var retaining: [String]
    public var retainingIfTrue: [String]
    public var releasing: [String]
    /// Simple names of the methods of derived classes that end what is held.
    public var ending: [String]

    public init(
      name: String, derived: [String] = [], retaining: [String] = [], retainingIfTrue: [String] = [],
      releasing: [String] = [], ending: [String] = []
    ) {
      self.name = name
      self.derived = derived
      self.retaining = retaining
      self.retainingIfTrue = retainingIfTrue
      self.releasing = releasing
      self.ending = ending
    }
  }

  /// The texts of a conversion, with `{type}` for the object's type and `{value}` for the raw pointer.
  public struct Conversion: Hashable, Sendable {
    /// The smart pointer's type: `boost::intrusive_ptr<{type}>`.
    public var type: String
    /// One that takes a raw pointer's reference over.
    public var adopt: String
    /// The same where the type is read off the value; empty where there is no such way.
    public var adoptDeduced = ""
    /// One that takes a reference of its own; empty where there is no such way.
    public var retain = ""
    /// A cast of a smart pointer, with `{cast}` for `static`, `const` or `dynamic`; empty where there is none.
    public var cast = ""
    /// The type of a global, which is not ended with the program; empty where there is none.
    public var global = ""
    /// The header to include, with its quotes or brackets left out unless it is `<angled>`.
    public var header: String

    public init(type: String, adopt: String, header: String) {
      self.type = type
      self.adopt = adopt
      self.header = header
    }
  }

  public init(
    names: [String], object: Int? = 0, construction: Construction = .adopts, assignment: Construction = .never,
    adopting: [String] = [], retaining: [String] = [], detaching: [String] = [], getting: [String] = [],
    clearing: [String] = [], filling: [String] = []
  ) {
    self.names = names
    self.object = object
    self.construction = construction
    self.assignment = assignment
    self.adopting = adopting
    self.retaining = retaining
    self.detaching = detaching
    self.getting = getting
    self.clearing = clearing
    self.filling = filling
  }
}

/// A class template that holds objects and ends them by a function that it is given.
public struct Container: Hashable, Sendable {
  /// One kind of element: which template argument is its type, and which the function that ends it.
  public struct Element: Hashable, Sendable {
    public var object: Int
    public var cleanup: Int?

    public init(object: Int, cleanup: Int? = nil) {
      self.object = object
      self.cleanup = cleanup
    }
  }

  public var names: [String]
  public var elements: [Element]
  /// Simple names of methods that put what they are given into the container: `push_back`.
  public var putting: [String] = []
  /// Simple names of methods that take out what another has shown: `pop_back`, after `back`.
  public var taking: [String] = []
  /// The container that takes its place when code is converted to smart pointers: a name, or a type with `{0}`, `{1}` for what this
  /// one's template arguments become.
  public var convertsTo: String

  public init(names: [String], elements: [Element], convertsTo: String = "") {
    self.names = names
    self.elements = elements
    self.convertsTo = convertsTo
  }
}
