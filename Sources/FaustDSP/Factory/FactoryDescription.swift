import CFaust

/// What a factory says of itself.
struct FactoryDescription: Sendable {
  let name: String
  let shaKey: String
  let compileOptions: String
  let precision: Precision
  /// The interpreter crashes on those: see ``DSPFactory/init(source:name:options:fileID:line:)``.
  let hasSoundfiles: Bool

  var allowsInPlace: Bool { compileOptions.split(separator: " ").contains("-inpl") }

  init(_ backend: Backend, _ factory: UnsafeMutableRawPointer) {
    switch backend {
    case .llvm:
      let native = factory.assumingMemoryBound(to: llvm_dsp_factory.self)
      name = takeString(getCName(native)) ?? ""
      shaKey = takeString(getCSHAKey(native)) ?? ""
      compileOptions = takeString(getCDSPFactoryCompileOptions(native)) ?? ""
      precision = compileOptions.split(separator: " ").contains("-double") ? .double : .single
      hasSoundfiles = false
    case .interpreter:
      // The C interface has no function to ask the interpreter's factories; what they save begins with the answers.
      let bitcode = takeString(cfaust_write_bitcode(backend.native, factory)) ?? ""
      let header = InterpreterBitcode.Header(bitcode)
      name = header.name
      shaKey = header.shaKey
      compileOptions = header.compileOptions
      precision = header.precision
      hasSoundfiles = header.hasSoundfiles
    }
  }
}
