private import CSymbols

/// Names the code at recorded addresses: function, file and line, with inlined functions taken apart.
///
/// Not thread-safe: libdw keeps state for each session.
public final class Symbolizer {
  public struct Frame: Hashable, Sendable {
    /// Demangled; an address with its file's name where nothing better is known.
    public var function: String
    /// Any number, the same for all frames of that function: names are long, and there are many.
    public var number = 0
    public var file: String
    /// 0 where there is no line information.
    public var line: Int
    /// What it only counts, or begins objects of, for who calls it: counts by their symbols.
    public var counts: Set<String> = []
    /// Part of a smart pointer to what it counts.
    public var isKeeper = false
    /// Part of the recorder, for who tells it by hand.
    public var isRecorder = false
    public var isCounting: Bool { isRecorder || !counts.isEmpty }
    /// Returns a pointer, where debug information says so.
    public var givesPointer = false

    /// Whether the code stands in a header that was installed, as the standard library's templates do.
    public var isInstalled: Bool { file.hasPrefix("/usr/include/") || file.hasPrefix("/usr/lib/") }
  }

  /// Files that are not what they were when the program ran.
  private var changedFiles: Set<String> = []
  /// Those of them whose functions were asked for.
  public private(set) var unnamedFiles: Set<String> = []
  /// Files that cannot be read, and whose functions were asked for.
  public private(set) var missingFiles: Set<String> = []

  private var sessions: [OpaquePointer] = []
  private var tables: [OpaquePointer: CodeTable] = [:]
  private var known: [UInt: [Frame]] = [:]
  private var numbers: [String: Int] = [:]

  /// `maps` are texts of /proc/PID/maps. Later ones come first: code that was loaded last is what ran last.
  public init(maps: [String]) {
    for text in maps.reversed() {
      var text = text
      let session = text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) { deed_symbols_begin($0.baseAddress, $0.count) }
      }
      if let session { sessions.append(session) }
    }
  }

  /// Of a recorded run. Files that were built anew since then keep their names and addresses alone: see `unnamedFiles`.
  public convenience init(_ trace: Trace) {
    self.init(maps: trace.maps)
    for build in trace.builds {
      guard let module = module(at: build.address) else { continue }
      var bytes: UnsafePointer<UInt8>?
      let length = Int(deed_symbols_build(module, &bytes))
      guard length > 0, let bytes else { continue }
      if Array(UnsafeBufferPointer(start: bytes, count: length)) != build.identity {
        changedFiles.insert(Self.file(of: module))
      }
    }
  }

  deinit { for session in sessions { deed_symbols_end(session) } }

  /// The frames of a recorded stack, innermost first.
  public func frames(of addresses: [UInt]) -> [Frame] { addresses.flatMap(frames(at:)) }

  /// The variable at an address; nil where none is known.
  public func variable(at address: UInt) -> String? {
    module(at: address).flatMap { table(of: $0).symbol(of: address) }.map(demangled)
  }

  private func module(at address: UInt) -> OpaquePointer? {
    sessions.lazy.compactMap { deed_symbols_at($0, address) }.first
  }

  private static func file(of module: OpaquePointer) -> String {
    deed_symbols_file(module).map { String(cString: $0) } ?? "?"
  }

  private func table(of module: OpaquePointer) -> CodeTable {
    if let table = tables[module] { return table }
    let table = CodeTable(module)
    tables[module] = table
    return table
  }

  private func frames(at address: UInt) -> [Frame] {
    if let frames = known[address] { return frames }
    // A return address is behind the call: one byte back is in it.
    var frames = find(address &- 1) ?? [Frame(function: "0x" + String(address, radix: 16), file: "", line: 0)]
    for place in frames.indices {
      frames[place].number = numbers[frames[place].function, default: numbers.count]
      numbers[frames[place].function] = frames[place].number
    }
    known[address] = frames
    return frames
  }

  private func find(_ address: UInt) -> [Frame]? {
    guard let module = module(at: address) else { return nil }
    let file = Self.file(of: module)
    // As addr2line takes it.
    let offset = String(address &- UInt(deed_symbols_bias(module)), radix: 16)
    let place = "\(file.split(separator: "/").last.map(String.init) ?? file)+0x\(offset)"
    if changedFiles.contains(file) {
      unnamedFiles.insert(file)
      return [Frame(function: place, file: "", line: 0)]
    }
    guard deed_symbols_is_readable(module) != 0 else {
      missingFiles.insert(file)
      return [Frame(function: place, file: "", line: 0)]
    }
    let table = table(of: module)
    var texts = [deed_frame_text](repeating: deed_frame_text(), count: 16)
    let unit = table.unit(of: address)
    let function = table.functions.function(of: address, in: unit)
    let count = Int(
      deed_symbols_find(module, address, table.symbol(of: address), unit, function, &texts, Int32(texts.count)))
    let isRecorder = file.split(separator: "/").last?.hasPrefix("libdeed-") ?? false
    return texts[..<count].map { text in
      Frame(
        function: text.function.map(demangled) ?? place, file: text.file.map { Self.direct(String(cString: $0)) } ?? "",
        line: Int(text.line), counts: text.function.map(table.counts) ?? [],
        isKeeper: text.function.map(table.isKeeper) ?? false, isRecorder: isRecorder,
        givesPointer: text.gives_pointer != 0)
    }
  }

  /// The same path without detours by way of parents, as compilers write them of their own headers.
  private static func direct(_ path: String) -> String {
    guard path.hasPrefix("/"), path.contains("/../") else { return path }
    var parts: [Substring] = []
    for part in path.split(separator: "/") {
      if part == "..", !parts.isEmpty { parts.removeLast() } else if part != "." { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  private func demangled(_ name: UnsafePointer<CChar>) -> String {
    var status: Int32 = 0
    guard let text = __cxa_demangle(name, nil, nil, &status) else { return String(cString: name) }
    defer { free(text) }
    return Self.plain(String(cString: text))
  }

  /// A name as people write it, without the spellings that libraries have of their own.
  static func plain(_ name: String) -> String {
    guard name.contains("std::__") else { return name }
    return name.replacing("std::__1::", with: "std::").replacing("std::__cxx11::", with: "std::")
      .replacing("std::basic_string<char, std::char_traits<char>, std::allocator<char> >", with: "std::string")
      .replacing("std::basic_string<char, std::char_traits<char>, std::allocator<char>>", with: "std::string")
  }
}
