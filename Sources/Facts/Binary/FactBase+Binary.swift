import Glibc

/// Facts on disk: a header, then the tables as 32-bit words in little-endian order.
///
/// | bytes | what |
/// | --- | --- |
/// | 8 | `DEEDFACT` |
/// | 4 | the format's version |
/// | 4 | zero |
/// | 8 | how many bytes follow the header |
/// | 8 | their checksum |
extension FactBase {
  /// Goes up whenever the layout of any fact changes, so that older files are remade.
  public static let binaryVersion: UInt32 = 5

  private static let magic: UInt64 = 0x5443_4146_4445_4544
  private static let headerSize = 32

  public func binary() -> [UInt8] {
    var writer = WordWriter()
    write(to: &writer)
    return writer.words.withUnsafeBytes { payload in
      let checksum = ContentHash.of(payload)
      return [UInt8](unsafeUninitializedCapacity: Self.headerSize + payload.count) { buffer, initialized in
        let raw = UnsafeMutableRawBufferPointer(buffer)
        raw.storeBytes(of: Self.magic.littleEndian, toByteOffset: 0, as: UInt64.self)
        raw.storeBytes(of: Self.binaryVersion.littleEndian, toByteOffset: 8, as: UInt32.self)
        raw.storeBytes(of: 0, toByteOffset: 12, as: UInt32.self)
        raw.storeBytes(of: UInt64(payload.count).littleEndian, toByteOffset: 16, as: UInt64.self)
        raw.storeBytes(of: checksum.littleEndian, toByteOffset: 24, as: UInt64.self)
        UnsafeMutableRawBufferPointer(rebasing: raw[Self.headerSize...]).copyMemory(from: payload)
        initialized = raw.count
      }
    }
  }

  /// Reads what `binary()` made; whatever else the bytes may be is a typed error.
  public init(binary bytes: [UInt8]) throws(FactFileError) {
    let read = bytes.withUnsafeBytes { raw in
      Result { () throws(FactFileError) in try FactBase(binary: raw) }
    }
    self = try read.get()
  }

  public init(binary bytes: UnsafeRawBufferPointer) throws(FactFileError) {
    guard bytes.count >= 8 else {
      let known = withUnsafeBytes(of: Self.magic.littleEndian) { bytes.elementsEqual($0.prefix(bytes.count)) }
      throw known ? .truncated : .foreign
    }
    guard UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self)) == Self.magic else { throw .foreign }
    guard bytes.count >= Self.headerSize else { throw .truncated }
    let version = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
    guard version == Self.binaryVersion else { throw .version(found: version, expected: Self.binaryVersion) }
    let length = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
    let checksum = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
    let payload = UnsafeRawBufferPointer(rebasing: bytes[Self.headerSize...])
    guard UInt64(payload.count) >= length else { throw .truncated }
    guard UInt64(payload.count) == length, length % 4 == 0,
      bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self) == 0
    else { throw .damaged }
    guard ContentHash.of(payload) == checksum else { throw .damaged }

    // Bytes out of an array or a mapped file begin at a multiple of four; others are copied first.
    if let base = payload.baseAddress, Int(bitPattern: base) % 4 != 0 {
      let copy = [UInt32](unsafeUninitializedCapacity: payload.count / 4) { buffer, initialized in
        UnsafeMutableRawBufferPointer(buffer).copyMemory(from: payload)
        initialized = payload.count / 4
      }
      let read = copy.withUnsafeBufferPointer { words in
        Result { () throws(FactFileError) in try FactBase(words: words) }
      }
      self = try read.get()
    } else {
      try self.init(words: payload.bindMemory(to: UInt32.self))
    }
  }

  private init(words: UnsafeBufferPointer<UInt32>) throws(FactFileError) {
    var reader = WordReader(words)
    try self.init(from: &reader)
    guard reader.remaining == 0 else { throw .inconsistent("more than one base of facts") }
    try validate()
  }

  /// Reads a file of facts.
  public init(contentsOf path: String) throws(FactFileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path, reason: "not a regular file")
    }
    // Read, not mapped: another process may cut the file short meanwhile, and a mapped page beyond its end kills.
    let size = Int(status.st_size)
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, initialized in
      while initialized < size {
        let count = Glibc.read(descriptor, buffer.baseAddress?.advanced(by: initialized), size - initialized)
        if count < 0 && errno == EINTR { continue }
        if count < 0 { failure = errno }
        guard count > 0 else { return }
        initialized += count
      }
    }
    guard failure == 0 else { throw .unreadable(path: path, reason: String(cString: strerror(failure))) }
    try self.init(binary: bytes)
  }
}
