import CFaust

/// Takes over a string that libfaust made for us.
func takeString(_ native: UnsafeMutablePointer<CChar>?) -> String? {
  guard let native else { return nil }
  defer { freeCMemory(native) }
  return String(cString: native)
}

/// Takes over a list of strings that ends with a null: the list and each string are ours to free.
func takeStrings(_ native: UnsafeMutablePointer<UnsafePointer<CChar>?>?) -> [String] {
  guard let native else { return [] }
  defer { freeCMemory(native) }
  var strings: [String] = []
  var next = native
  while let string = next.pointee {
    strings.append(String(cString: string))
    freeCMemory(UnsafeMutableRawPointer(mutating: string))
    next += 1
  }
  return strings
}

/// Runs `body` with a buffer for libfaust's message and returns the message with the result.
func withMessage<R>(_ body: (UnsafeMutablePointer<CChar>) -> R) -> (result: R, message: String) {
  // One more than libfaust fills, since it does not end a message that fills them all.
  var buffer = [CChar](repeating: 0, count: Int(CFAUST_MESSAGE_CAPACITY) + 1)
  let result = buffer.withUnsafeMutableBufferPointer { buffer in
    buffer.baseAddress.map(body)
  }
  guard let result else { preconditionFailure("a buffer with elements has an address") }
  return (result, FaustLibrary.text(in: buffer))
}

/// Runs `body` with the strings in C's form of an argument list.
func withArguments<R>(
  _ arguments: [String], _ body: (Int32, UnsafeMutablePointer<UnsafePointer<CChar>?>?) -> R
) -> R {
  // All in one block of characters, so that there is one thing to free.
  var characters: [CChar] = []
  var starts: [Int] = []
  for argument in arguments {
    starts.append(characters.count)
    characters += argument.utf8CString
  }
  return characters.withUnsafeBufferPointer { characters in
    var pointers: [UnsafePointer<CChar>?] = starts.map { start in characters.baseAddress.map { $0 + start } }
    pointers.append(nil)
    return pointers.withUnsafeMutableBufferPointer { body(Int32(arguments.count), $0.baseAddress) }
  }
}
