import Spelling
import Testing

@Suite struct NearestMatchTests {
  @Test(arguments: [
    ("infre", "infer"), ("INFER", "infer"), ("explan", "explain"), ("rule", "rules"), ("--dicsipline", "--discipline"),
  ])
  func findsWhatWasMeant(word: String, meant: String) {
    let known = ["infer", "explain", "rules", "--discipline", "--format"]
    #expect(nearestMatch(to: word, among: known) == meant)
    #expect(suggestion(for: word, among: known) == " (did you mean '\(meant)'?)")
  }

  @Test(arguments: ["", "x", "-x", "completely", "--output", "--fork"])
  func staysSilentWhereNothingIsNear(word: String) {
    #expect(nearestMatch(to: word, among: ["infer", "explain", "-j"]) == nil)
    #expect(suggestion(for: word, among: ["infer", "explain"]) == "")
  }

  @Test func theFirstOfEquallyNearWordsWins() {
    #expect(nearestMatch(to: "bat", among: ["cat", "hat"]) == "cat")
    #expect(nearestMatch(to: "bat", among: ["hat", "cat"]) == "hat")
  }

  @Test(arguments: [("", "", 0), ("", "abc", 3), ("abc", "abd", 1), ("abc", "acb", 1), ("kitten", "sitting", 3)])
  func countsEdits(first: String, second: String, distance: Int) {
    #expect(editDistance(first, second) == distance)
    #expect(editDistance(second, first) == distance)
  }
}
