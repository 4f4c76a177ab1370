import Claims
import Facts

/// One reference on its way from where it comes from to where it goes, as the text of one expression says it.
struct ReferenceFlow {
  /// What takes the value, in `Body.events`.
  var event: Int
  var sink: Sink
  /// One for each way through `?:`; otherwise one.
  var arms: [Arm]
  /// The whole expression.
  var span: Span
  /// A cast stands around a `?:`.
  var hasOuterCast = false

  enum Sink: Hashable {
    /// A parameter, result, local or field that may become a smart pointer.
    case slot(ClaimSlotID)
    /// Raw code that takes the reference over.
    case owner
    /// Raw code that is only shown the object.
    case pointer
    /// The object is used through the pointer: `p->f()`, `*p`.
    case use
    /// It is compared, or tested for null.
    case test
    /// The count of the object goes up or down by this call.
    case retain, release
  }

  struct Arm {
    /// The outermost value below `?:`.
    var value: ValueID
    var span: Span
    var origin: Origin
    /// What the origin itself is written as, casts left out.
    var originSpan: Span
    var originValue: ValueID
    var hasCast = false
    /// A cast that may fail, and then yields null.
    var isChecked = false
  }

  enum Origin: Hashable {
    /// A parameter, local or field; a field of another object than `this` is somebody else's.
    case place(ClaimSlotID, isOwn: Bool)
    case call(ClaimSlotID)
    case fresh
    case null
    /// A raw pointer, wherever it comes from.
    case other
  }

  /// Where in the order of events an arm's reference leaves its place: at the taker, or in its own arm of a `?:`.
  func event(of arm: Arm) -> Int { arms.count > 1 ? arm.originValue.index : event }
}

/// Why a slot stays a raw pointer.
struct LeftRaw: Error, Hashable {
  var reason: String
  var span: Span
}
