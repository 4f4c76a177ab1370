import NativeLifetimes

/// What goes wrong with Faust programs.
public indirect enum FaustError: Error, Sendable, Equatable {
  /// The program is wrong.
  case compilation(CompileError)
  /// The back end cannot do what was asked.
  case unsupported(backend: Backend, what: String)
  /// A saved program is not what it is said to be, or is damaged.
  case damagedProgram(SavedProgram.Format, reason: String)
  /// No factory with this key is alive.
  case notInCache(key: String, Backend)
  case unreadableFile(path: String, reason: String)
  case unwritableFile(path: String, reason: String)

  /// The instance has no sample rate yet.
  case notInitialized(HandleIdentity)
  case badSampleRate(Int)
  case precisionMismatch(program: Precision, buffers: Precision)
  case channelMismatch(inputs: Int, outputs: Int, givenInputs: Int, givenOutputs: Int)
  case frameMismatch(inputs: Int, outputs: Int)
  /// The program was not compiled for the same buffers as input and output.
  case notInPlace(factory: String)

  case unknownControl(String, known: [String])
  case ambiguousControl(String, candidates: [String])
  case readOnlyControl(String)
  case notASoundfile(String)
  case valueOutOfRange(control: String, value: Double, range: ClosedRange<Double>)
  case badSound(control: String, reason: String)

  case rateMismatch(instance: Int, rendering: Int)
  case badRendering(frames: Int, blockSize: Int)
  /// A sound longer than the file format can hold.
  case tooLong(frames: Int, limit: Int)

  /// An object was used after its end, or by two threads at once.
  case lifetime(LifetimeError)
}

/// What libfaust says of a wrong program.
public struct CompileError: Error, Sendable, Equatable {
  /// All that libfaust wrote, up to the 4,096 bytes that it has room for.
  public let message: String
  /// Where the mistake is, when libfaust says so.
  public let file: String?
  public let line: Int?

  /// - Parameter name: what the program is called when libfaust says nothing at all.
  init(message: String, name: String) {
    var text = message[...]
    while text.last?.isNewline == true { text.removeLast() }
    self.message = text.isEmpty ? "libfaust compiled nothing out of '\(name)' and gave no reason" : String(text)

    // "FILE : LINE : ERROR : …"
    let parts = text.split(separator: " : ", maxSplits: 2, omittingEmptySubsequences: false)
    if parts.count == 3, let line = Int(parts[1]), !parts[0].contains("\n") {
      file = String(parts[0])
      self.line = line > 0 ? line : nil
    } else {
      file = nil
      line = nil
    }
  }
}

/// Runs `body` and puts what NativeLifetimes throws in there among our own errors.
@inline(__always)
func faultsAsFaustErrors<R>(_ body: () throws -> R) throws(FaustError) -> R {
  do {
    return try body()
  } catch let error as FaustError {
    throw error
  } catch let error as LifetimeError {
    throw .lifetime(error)
  } catch {
    preconditionFailure("nothing else is thrown here: \(error)")
  }
}
