import CFaust

/// A recording for a `soundfile` of a program: one or more parts, each with channels of its own.
public struct Sound: Sendable, Equatable {
  public struct Part: Sendable, Equatable {
    public var sampleRate: Int
    /// One row of samples for each channel, equally long.
    public var channels: [[Float]]

    public init(sampleRate: Int, channels: [[Float]]) {
      self.sampleRate = sampleRate
      self.channels = channels
    }
  }

  public var parts: [Part]

  public init(parts: [Part]) { self.parts = parts }

  public init(sampleRate: Int, channels: [[Float]]) {
    parts = [Part(sampleRate: sampleRate, channels: channels)]
  }

  /// What a program could not stand about it, if there is something.
  var fault: String? {
    if parts.isEmpty || parts.count > Int(CFAUST_SOUND_PARTS) {
      return "it has \(parts.count) parts; 1 to \(CFAUST_SOUND_PARTS) are possible"
    }
    for (index, part) in parts.enumerated() {
      let length = part.channels.first?.count ?? 0
      if part.channels.isEmpty || part.channels.count > Int(CFAUST_SOUND_CHANNELS) {
        return "part \(index) has \(part.channels.count) channels; 1 to \(CFAUST_SOUND_CHANNELS) are possible"
      }
      if length == 0 { return "part \(index) is empty" }
      if part.channels.contains(where: { $0.count != length }) {
        return "the channels of part \(index) differ in length"
      }
      if Int32(exactly: part.sampleRate) == nil { return "part \(index) has a sample rate of \(part.sampleRate) Hz" }
    }
    let total = parts.reduce(0) { $0 + $1.channels[0].count }
    return total > Int(Int32.max) - NativeSound.silentFrames ? "it has \(total) frames, which is too long" : nil
  }
}

/// A sound as compiled code reads it. The instance that plays it keeps it.
final class NativeSound {
  /// How long the parts are that the sound has not: a program may ask for any of 256.
  static let silentFrames = 1024

  let native: UnsafeMutablePointer<cfaust_sound>
  private let free: () -> Void

  init(_ sound: Sound, _ precision: Precision) {
    native = .allocate(capacity: 1)
    switch precision {
    case .single: free = Self.fill(native, sound, Float.self)
    case .double: free = Self.fill(native, sound, Double.self)
    }
  }

  deinit { free() }

  private static func fill<Sample: AudioSample>(
    _ native: UnsafeMutablePointer<cfaust_sound>, _ sound: Sound, _ sample: Sample.Type
  ) -> () -> Void {
    let partCount = Int(CFAUST_SOUND_PARTS)
    let channelCount = sound.parts.map(\.channels.count).max() ?? 1
    let length = sound.parts.reduce(0) { $0 + $1.channels[0].count }
    let numbers = UnsafeMutablePointer<Int32>.allocate(capacity: 3 * partCount)
    let rows = UnsafeMutablePointer<UnsafeMutablePointer<Sample>>.allocate(capacity: Int(CFAUST_SOUND_CHANNELS))
    let samples = UnsafeMutablePointer<Sample>.allocate(capacity: channelCount * (length + silentFrames))
    samples.initialize(repeating: 0, count: channelCount * (length + silentFrames))

    // Channels that the sound has not are the ones that it has, again from the first.
    for channel in 0..<Int(CFAUST_SOUND_CHANNELS) {
      (rows + channel).initialize(to: samples + (channel % channelCount) * (length + silentFrames))
    }
    var offset = 0
    for index in 0..<partCount {
      let part = index < sound.parts.count ? sound.parts[index] : nil
      let frames = part.map { $0.channels[0].count } ?? silentFrames
      (numbers + index).initialize(to: Int32(frames))
      (numbers + partCount + index).initialize(to: Int32(part?.sampleRate ?? 44_100))
      (numbers + 2 * partCount + index).initialize(to: Int32(offset))
      guard let part else { continue }
      for channel in 0..<channelCount {
        let row = part.channels[channel % part.channels.count]
        for frame in 0..<frames { rows[channel][offset + frame] = Sample(row[frame]) }
      }
      offset += frames
    }
    native.initialize(
      to: cfaust_sound(
        buffers: rows, lengths: numbers, rates: numbers + partCount, offsets: numbers + 2 * partCount,
        channels: Int32(channelCount), parts: Int32(sound.parts.count), is_double: Sample.precision == .double))
    return {
      native.deallocate()
      numbers.deallocate()
      rows.deallocate()
      samples.deallocate()
    }
  }
}

extension DSP {
  /// Puts a sound into a `soundfile` of the program. Until then it holds silence.
  public func setSound(_ sound: Sound, of name: String) throws(FaustError) {
    let table = try liveControls()
    let control = try table.control(name)
    guard case .soundfile = control.kind else { throw .notASoundfile(control.path) }
    if let fault = sound.fault { throw .badSound(control: control.path, reason: fault) }
    let new = NativeSound(sound, precision)
    try faultsAsFaustErrors {
      // Nothing computes in here, so the sound before can go.
      try handle.use { _ in
        try table.zones.use { zones in
          zones.addresses[control.index].assumingMemoryBound(to: UnsafeMutablePointer<cfaust_sound>.self).pointee =
            new.native
        }
        sounds[control.index] = new
      }
    }
  }
}
