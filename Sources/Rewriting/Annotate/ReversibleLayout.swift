import Disciplines
import Frontend

/// Lays annotated lines out as the repository asks, so that taking the annotations out gives back the very text of before.
///
/// What is taken out is laid out again by the same tool. Where a person had laid a line out otherwise, or where a line only happens to
/// look as the tool would have it, that is not the text of before: such a line is annotated as it stands, or not at all.
struct ReversibleLayout {
  let style: AnnotationStyle
  let path: String
  let original: [UInt8]
  let layout: CodeStyle?

  /// How far, in lines, an edit may stand from what it spoils.
  private static let reach = 3

  /// The edits laid out, and one that cannot be made without spoiling the way back.
  func laidOut(
    _ edits: FileEdits, exempt: [Range<Int>]
  ) throws(EditConflict) -> (edits: FileEdits, stubborn: Edit?) {
    // What was annotated already is taken out with the rest.
    let wanted = try stripped(original)
    let lines = LineTable(original)
    var exempt = exempt
    var tried: Set<Int> = []
    while true {
      let pretty = try Reformatting.laidOut(edits, original: original, style: layout, exempt: exempt)
      guard let made = pretty.applied(to: original) else { return (pretty, nil) }
      let back = try stripped(made)
      guard let place = firstDifference(wanted, back) else { return (pretty, nil) }
      let line = lines.line(of: min(place, original.count))
      func distance(_ index: Int) -> Int { abs(lines.line(of: edits.edits[index].range.lowerBound) - line) }
      let near = edits.edits.indices.sorted { (distance($0), $0) < (distance($1), $1) }
      guard let nearest = near.first else { return (pretty, nil) }
      guard let next = near.first(where: { !tried.contains($0) && distance($0) <= max(Self.reach, distance(nearest)) })
      else { return (pretty, edits.edits[nearest]) }
      tried.insert(next)
      exempt.append(edits.edits[next].range)
    }
  }

  private func stripped(_ text: [UInt8]) throws(EditConflict) -> [UInt8] {
    try Stripper(style: style).edits(of: text, path: path, layout: layout).applied(to: text) ?? text
  }

  private func firstDifference(_ one: [UInt8], _ other: [UInt8]) -> Int? {
    if one == other { return nil }
    return zip(one, other).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(one.count, other.count)
  }
}
