private import CSymbols

/// Names the code at recorded addresses: function, file and line, with inlined functions taken apart.
///
/// Not thread-safe: libdw keeps state for each session.
public final class Symbolizer {
  public struct Frame: Hashable, Sendable {
    /// Demangled; an address with its file's name where nothing better is known.
    public var function: String
    public var file: String
    /// 0 where there is no line information.
    public var line: Int

    /// Whether the code stands in a header that was installed, as the standard library's templates do.
    public var isInstalled: Bool { file.hasPrefix("/usr/include/") || file.hasPrefix("/usr/lib/") }
  }

  /// Files that are not what they were when the program ran.
  public private(set) var changedFiles: Set<String> = []

  private var sessions: [OpaquePointer] = []
  private var known: [UInt: [Frame]] = [:]

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

  /// Of a recorded run. Files that were built anew since then keep their names and addresses alone: see `changedFiles`.
  public convenience init(_ trace: Trace) {
    self.init(maps: trace.maps)
    for build in trace.builds {
      guard let session = sessions.first(where: { deed_symbols_module($0, build.address) != nil }),
        let name = deed_symbols_module(session, build.address).map({ String(cString: $0) })
      else { continue }
      var bytes: UnsafePointer<UInt8>?
      let length = Int(deed_symbols_build(session, build.address, &bytes))
      guard length > 0, let bytes else { continue }
      if Array(UnsafeBufferPointer(start: bytes, count: length)) != build.identity { changedFiles.insert(name) }
    }
  }

  deinit { for session in sessions { deed_symbols_end(session) } }

  /// The frames of a recorded stack, innermost first.
  public func frames(of addresses: [UInt]) -> [Frame] { addresses.flatMap(frames(at:)) }

  /// The variable at an address; nil where none is known.
  public func variable(at address: UInt) -> String? {
    for session in sessions {
      if let name = deed_symbols_name(session, address) { return demangled(name) }
    }
    return nil
  }

  private func frames(at address: UInt) -> [Frame] {
    if let frames = known[address] { return frames }
    // A return address is behind the call: one byte back is in it.
    let frames = find(address &- 1) ?? [Frame(function: "0x" + String(address, radix: 16), file: "", line: 0)]
    known[address] = frames
    return frames
  }

  private func find(_ address: UInt) -> [Frame]? {
    for session in sessions {
      var texts = [deed_frame_text](repeating: deed_frame_text(), count: 16)
      let count = Int(deed_symbols_find(session, address, &texts, Int32(texts.count)))
      guard count > 0 else { continue }
      let module = deed_symbols_module(session, address).map { String(cString: $0) } ?? "?"
      if changedFiles.contains(module) {
        let name = module.split(separator: "/").last.map(String.init) ?? module
        return [Frame(function: "0x\(String(address, radix: 16)) in \(name)", file: "", line: 0)]
      }
      return texts[..<count].map { text in
        let place = module.split(separator: "/").last.map(String.init) ?? module
        return Frame(
          function: text.function.map(demangled) ?? "0x\(String(address, radix: 16)) in \(place)",
          file: text.file.map { String(cString: $0) } ?? "", line: Int(text.line))
      }
    }
    return nil
  }

  private func demangled(_ name: UnsafePointer<CChar>) -> String {
    var status: Int32 = 0
    guard let text = __cxa_demangle(name, nil, nil, &status) else { return String(cString: name) }
    defer { free(text) }
    // The library's own spelling of what everybody calls a string.
    return String(cString: text)
      .replacing("std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >", with: "std::string")
      .replacing("std::__cxx11::", with: "std::")
  }
}
