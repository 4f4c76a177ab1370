import Paths

extension FunctionEffects.FailureTest {
  /// As C and Swift code write it after the result.
  var comparison: String {
    switch self {
    case .zero: "== 0"
    case .negative: "< 0"
    case .notZero: "!= 0"
    }
  }
}
