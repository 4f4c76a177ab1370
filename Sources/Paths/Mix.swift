/// A 64-bit hash of words, the same in every run, and many times quicker than `Hasher`: states are hashed at every end of a
/// block. Two of a walk's few hundred states fall together by chance once in some 10^14 walks.
struct Mix {
  private(set) var value: UInt64 = 0x51_7C_C1_B7_27_22_0A_95

  mutating func add(_ word: UInt64) {
    value = (value ^ word) &* 0x9E37_79B9_7F4A_7C15
    value ^= value >> 29
  }

  mutating func add(_ first: UInt64, _ second: UInt64) {
    add(first)
    add(second)
  }
}
