/// What `--help` prints.
var helpText: String {
  let options = Option.all.map { option in
    (option.names.joined(separator: ", ") + (option.value.map { " " + $0 } ?? ""), option.help)
  }
  let width = 28
  let lines = options.map { usage, help in
    usage.count < width
      ? "  " + usage + String(repeating: " ", count: width - usage.count) + help
      : "  " + usage + "\n" + String(repeating: " ", count: width + 2) + help
  }
  return """
    Compiles a Faust program, sets its controls and renders what it plays to a WAV file.

    usage: faust-render FILE.dsp [OPTION]...

    \(lines.joined(separator: "\n"))

    example:
      faust-render tone.dsp --set freq=880 --set gate=1 --seconds 3 -o tone.wav
    """
}
