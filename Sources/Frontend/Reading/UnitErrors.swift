/// Every error of a unit read by itself, as its author wrote it, a few dozen at most, each followed by the places whose use of a
/// template led to it: messages that begin with "in instantiation of".
public func errors(of command: CompileCommand, with texts: FileTexts?) -> [UnitDiagnostic] {
  var request = UnitRequest(directory: command.directory, arguments: command.arguments, mainFile: command.file)
  request.texts = texts
  request.lowers = false
  do throws(UnitFailure) {
    return try lowerUnit(request).errors
  } catch {
    return [UnitDiagnostic(file: command.file, line: 1, column: 1, message: "\(error)")]
  }
}
