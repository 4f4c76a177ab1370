import FaustDSP

/// The controls of a program, one a line: path, value, range, kind.
func listing(of dsp: DSP) throws -> String {
  let rows = try dsp.controls.map { control in
    [control.path, try value(of: control, in: dsp), range(of: control), name(of: control.kind)]
  }
  let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
  return rows.map { row in
    let cells = zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
    var line = "  " + cells.joined(separator: "  ")
    while line.last == " " { line.removeLast() }
    return line
  }
  .joined(separator: "\n")
}

private func value(of control: Control, in dsp: DSP) throws -> String {
  if case .soundfile = control.kind { return "-" }
  let unit = control.metadata["unit"].map { " " + $0 } ?? ""
  return short(try dsp.value(of: control)) + unit
}

private func range(of control: Control) -> String {
  if case .soundfile(let url) = control.kind { return url }
  return control.bounds.map { "\(short($0.lowerBound)) to \(short($0.upperBound))" } ?? ""
}

private func name(of kind: Control.Kind) -> String {
  switch kind {
  case .button: "button"
  case .checkbox: "checkbox"
  case .verticalSlider: "vertical slider"
  case .horizontalSlider: "horizontal slider"
  case .numberEntry: "number entry"
  case .verticalBargraph: "vertical bargraph, shown only"
  case .horizontalBargraph: "horizontal bargraph, shown only"
  case .soundfile: "sound"
  }
}

/// A number without a fraction that says nothing.
func short(_ value: Double) -> String {
  value.rounded() == value && abs(value) < 1e15 ? String(Int(value)) : String(value)
}

/// A number with so many digits after its point.
func fixed(_ value: Double, _ digits: Int) -> String {
  guard value.isFinite else { return value < 0 ? "-inf" : "inf" }
  var scale = 1.0
  for _ in 0..<digits { scale *= 10 }
  let scaled = (abs(value) * scale).rounded()
  guard scaled < 1e15 else { return String(value) }
  let whole = Int(scaled / scale)
  let fraction = String(Int(scaled) % Int(scale))
  let sign = value < 0 && scaled > 0 ? "-" : ""
  return sign + String(whole) + "." + String(repeating: "0", count: digits - fraction.count) + fraction
}
