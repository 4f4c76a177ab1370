import Spelling

extension FaustError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .compilation(let error):
      error.message
    case .unsupported(let backend, let what):
      "the \(backend) back end cannot \(what)"
    case .damagedProgram(let format, let reason):
      "this is no usable \(format): \(reason)"
    case .notInCache(let key, let backend):
      "no \(backend) factory with the key '\(key)' is alive"
    case .unreadableFile(let path, let reason):
      "cannot read '\(path)': \(reason)"
    case .unwritableFile(let path, let reason):
      "cannot write '\(path)': \(reason)"
    case .notInitialized(let instance):
      "\(instance) has no sample rate yet; initialize it first"
    case .badSampleRate(let rate):
      "a sample rate of \(rate) Hz is none; give one from 1 to \(DSP.maximumSampleRate)"
    case .precisionMismatch(let program, let buffers):
      "the program computes in \(program) precision, but the buffers are of \(buffers) precision"
    case .channelMismatch(let inputs, let outputs, let givenInputs, let givenOutputs):
      "the program has \(inputs) inputs and \(outputs) outputs, but was given \(givenInputs) and \(givenOutputs) channels"
    case .frameMismatch(let inputs, let outputs):
      "the inputs hold \(inputs) frames, but the outputs \(outputs)"
    case .notInPlace(let factory):
      "'\(factory)' was not compiled to work in place; set `allowsInPlace` in its options"
    case .unknownControl(let name, let known):
      "there is no control '\(name)'" + hint(for: name, known: known)
    case .ambiguousControl(let name, let candidates):
      "'\(name)' may be any of " + candidates.joined(separator: ", ")
    case .readOnlyControl(let name):
      "the control '\(name)' is set by the program, not from outside"
    case .notASoundfile(let name):
      "the control '\(name)' takes no sound"
    case .valueOutOfRange(let control, let value, let range):
      "\(plain(value)) is not in the range of '\(control)', \(plain(range.lowerBound)) to \(plain(range.upperBound))"
    case .badSound(let control, let reason):
      "this sound cannot be put into '\(control)': \(reason)"
    case .rateMismatch(let instance, let rendering):
      "the instance runs at \(instance) Hz, but the rendering at \(rendering) Hz"
    case .badRendering(let frames, let blockSize):
      "\(frames) frames in blocks of \(blockSize) cannot be rendered"
    case .tooLong(let frames, let limit):
      "\(frames) frames do not fit into a WAV file; \(limit) do"
    case .lifetime(let error):
      error.description
    }
  }
}

/// What else the user may have meant: the nearest control, else all of them where they are few.
private func hint(for name: String, known: [String]) -> String {
  guard !known.isEmpty else { return "; the program has none" }
  let last = { (path: String) in path.split(separator: "/").last.map(String.init) ?? path }
  if let near = known.first(where: { last($0) == nearestMatch(to: last(name), among: known.map(last)) }) {
    return " (did you mean '\(near)'?)"
  }
  return known.count <= 8 ? "; there are " + known.joined(separator: ", ") : "; there are \(known.count) others"
}

/// A number without a fraction that says nothing.
func plain(_ value: Double) -> String {
  value.rounded() == value && abs(value) < 1e15 ? String(Int(value)) : String(value)
}
