import FaustDSP
import Testing

@Suite struct AudioBlockTests {
  @Test func beginsSilentAndKeepsWhatIsWritten() {
    var block = AudioBlock<Float>(channels: 2, frames: 3)
    var right = block[channel: 1]
    for frame in right.indices { right[frame] = Float(frame) }
    #expect((0..<3).map { block.samples(ofChannel: 0)[$0] } == [0, 0, 0])
    #expect((0..<3).map { block.samples(ofChannel: 1)[$0] } == [0, 1, 2])
    block.clear()
    #expect((0..<3).map { block.samples(ofChannel: 1)[$0] } == [0, 0, 0])
  }

  @Test func canHoldFewerFrames() {
    var block = AudioBlock<Double>(channels: 1, frames: 8)
    block.setFrameCount(5)
    let fewer = block.samples(ofChannel: 0).count
    #expect(fewer == 5)
    #expect(block.capacity == 8)
    block.setFrameCount(8)
    let all = block.samples(ofChannel: 0).count
    #expect(all == 8)
  }

  @Test func mayBeEmpty() {
    let none = AudioBlock<Float>(channels: 0, frames: 16)
    #expect(none.channelCount == 0)
    let short = AudioBlock<Float>(channels: 2, frames: 0)
    let isEmpty = short.samples(ofChannel: 1).isEmpty
    #expect(isEmpty)
  }

  @Test func stopsAtAChannelThatIsNotThere() async {
    await #expect(processExitsWith: .failure) {
      var block = AudioBlock<Float>(channels: 2, frames: 4)
      var channel = block[channel: 2]
      channel[0] = 1
    }
    await #expect(processExitsWith: .failure) {
      let block = AudioBlock<Float>(channels: 2, frames: 4)
      _ = block.samples(ofChannel: -1)[0]
    }
  }

  @Test func stopsAtAFrameThatIsNotThere() async {
    await #expect(processExitsWith: .failure) {
      var block = AudioBlock<Float>(channels: 1, frames: 4)
      block.setFrameCount(2)
      var channel = block[channel: 0]
      channel[2] = 1
    }
    await #expect(processExitsWith: .failure) {
      var block = AudioBlock<Float>(channels: 1, frames: 4)
      block.setFrameCount(5)
    }
  }
}
