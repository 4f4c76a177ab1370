private import Foundation
private import FoundationXML
internal import YAML

/// Reads a GObject introspection file: what a library's authors say about ownership, as a discipline.
///
/// Of the file it needs types, their ref, unref, copy and free functions, and each function's `transfer-ownership`.
enum GIRReader {
  static func discipline(fileAt path: String) throws(YAMLError) -> Discipline {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw YAMLError(file: path, message: "cannot be read: No such file or directory")
    }
    return try discipline(data: data, path: path)
  }

  static func discipline(text: String, path: String) throws(YAMLError) -> Discipline {
    try discipline(data: Data(text.utf8), path: path)
  }

  private static func discipline(data: Data, path: String) throws(YAMLError) -> Discipline {
    let parser = XMLParser(data: data)
    let collector = Collector()
    parser.delegate = collector
    let isParsed = parser.parse() && parser.parserError == nil && !collector.hasFailed && collector.depth == 0
    guard isParsed, collector.hasRepository else {
      let reason =
        isParsed
        ? "has no <repository>; a GObject introspection file (.gir) is expected"
        : "is not well-formed XML; make the file again with g-ir-scanner, or install the library's -dev package"
      throw YAMLError(
        file: path, line: max(1, parser.lineNumber), column: max(1, parser.columnNumber), message: reason)
    }
    return GIRDescription(functions: collector.functions, types: collector.types, namespace: collector.namespace)
      .discipline(path: path)
  }

  /// Walks the elements and keeps the few that matter.
  private final class Collector: NSObject, XMLParserDelegate {
    var hasRepository = false
    var hasFailed = false
    /// Elements that are open: the parser does not always tell of one that is never closed.
    var depth = 0
    var namespace = ""
    var types: [GIRType] = []
    var functions: [GIRFunction] = []
    private var openType: GIRType?
    private var openFunction: GIRFunction?
    private var openParameter: GIRParameter?
    /// Within a virtual method, a signal or a callback's type nothing is a function that code calls by name.
    private var skippedDepth = 0
    private static let skipped: Set<String> = ["virtual-method", "glib:signal", "callback", "property", "field"]

    func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) { hasFailed = true }

    func parser(
      _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      depth += 1
      if skippedDepth > 0 || Self.skipped.contains(element) {
        skippedDepth += 1
        return
      }
      switch element {
      case "repository": hasRepository = true
      case "namespace": namespace = attributes["name"] ?? ""
      case "class", "interface", "record", "union": openType = GIRType(element: element, attributes: attributes)
      case "function", "method", "constructor":
        guard let name = attributes["c:identifier"] else { return }
        openFunction = GIRFunction(
          name: name, simpleName: attributes["name"] ?? "", kind: element, owner: openType?.cType ?? "",
          isThrowing: attributes["throws"] == "1")
      case "return-value", "parameter", "instance-parameter": openParameter = GIRParameter(attributes: attributes)
      case "type", "array", "varargs":
        guard openParameter?.cType == nil else { return }
        openParameter?.typeName = attributes["name"] ?? ""
        openParameter?.cType = attributes["c:type"] ?? ""
      default: break
      }
    }

    func parser(
      _ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?
    ) {
      depth -= 1
      if skippedDepth > 0 {
        skippedDepth -= 1
        return
      }
      switch element {
      case "class", "interface", "record", "union":
        if let openType { types.append(openType) }
        openType = nil
      case "function", "method", "constructor":
        if let openFunction { functions.append(openFunction) }
        openFunction = nil
      case "return-value":
        openFunction?.result = openParameter
        openParameter = nil
      case "parameter", "instance-parameter":
        if let openParameter { openFunction?.parameters.append(openParameter) }
        openParameter = nil
      default: break
      }
    }
  }
}

/// A class, interface or record of the file.
struct GIRType {
  var cType: String
  var isRecord: Bool
  /// C names of the functions that count or copy, where the file names them.
  var retain: String?
  var release: String?
  var copy: String?
  var free: String?

  fileprivate init(element: String, attributes: [String: String]) {
    cType = attributes["c:type"] ?? attributes["glib:type-name"] ?? ""
    isRecord = element == "record" || element == "union"
    retain = attributes["glib:ref-func"]
    release = attributes["glib:unref-func"]
    copy = attributes["copy-function"]
    free = attributes["free-function"]
  }
}

struct GIRFunction {
  var name: String
  var simpleName: String
  var kind: String
  /// The C name of the type that it is a method or constructor of.
  var owner: String
  var isThrowing: Bool
  var result: GIRParameter?
  /// With the instance first.
  var parameters: [GIRParameter] = []
}

struct GIRParameter {
  var transfer: String
  var direction: String
  var isNullable: Bool
  var typeName = ""
  var cType: String?

  fileprivate init(attributes: [String: String]) {
    transfer = attributes["transfer-ownership"] ?? "none"
    direction = attributes["direction"] ?? "in"
    isNullable = attributes["nullable"] == "1" || attributes["allow-none"] == "1"
  }

  /// Text and numbers are passed by pointer too, but are no objects.
  var isObject: Bool {
    guard let cType, cType.hasSuffix("*") else { return false }
    return !["utf8", "filename", "gpointer", "gconstpointer", "none"].contains(typeName)
      && !(typeName.hasPrefix("g") && typeName.allSatisfy { $0.isLowercase || $0.isNumber })
  }
}
