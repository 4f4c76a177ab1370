import Synchronization

/// Where a Swift error goes that is thrown inside a callback, which C cannot take.
public enum CallbackErrors: Sendable {
  /// To this function, on the thread of the callback.
  case handler(@Sendable (any Error) -> Void)
  /// Kept until ``Callback/takeErrors()`` asks for it.
  case kept
  /// The program stops and names it.
  case stopTheProgram
}

/// What a slot holds, whatever the type of the value.
class AnyCallbackBox: @unchecked Sendable {
  // Sendable, since all that it and its subclass hold is constant or behind a lock.
  final let kind: String
  final let errors: CallbackErrors
  /// The registration, for one whose box lives until the library has answered.
  final let node = Guarded<LifetimeNode?>(nil)
  final let kept = KeptErrors()

  init(kind: String, errors: CallbackErrors) {
    self.kind = kind
    self.errors = errors
  }

  final func report(_ error: any Error) {
    switch errors {
    case .handler(let handler): handler(error)
    case .kept: kept.add(error)
    case .stopTheProgram: fatalError("the callback of \(kind) threw: \(error)")
    }
  }
}

/// Outlives the box, so that errors can be asked for when the registration is over.
final class KeptErrors: Sendable {
  private let errors = Guarded<[any Error]>([])

  func add(_ error: any Error) { errors.withLock { $0.append(error) } }

  func take() -> [any Error] {
    errors.withLock { errors in
      defer { errors = [] }
      return errors
    }
  }
}

final class CallbackBox<Value: Sendable>: AnyCallbackBox, @unchecked Sendable {
  let value: Value

  init(_ value: Value, kind: String, errors: CallbackErrors) {
    self.value = value
    super.init(kind: kind, errors: errors)
  }
}

extension AnyCallbackBox {
  /// Finds the box of a context and runs `body` on its value, unless the registration is over.
  static func call<Value, R>(
    _ context: UnsafeMutableRawPointer?, last: Bool, otherwise: () -> R, _ body: (Value) throws -> R
  ) -> R where Value: Sendable {
    guard let ticket = CallbackTicket(context), let slot = CallbackSlots.slot(of: ticket),
      let box = slot.enter(ticket, last: last)
    else {
      NativeLifetimes.lateCallCount.add(1, ordering: .relaxed)
      return otherwise()
    }
    defer { slot.leave() }
    guard type(of: box) == CallbackBox<Value>.self else {
      fatalError("the context of the \(box.kind) came to a function that expects one of a \(Value.self)")
    }
    let typed = unsafeDowncast(box, to: CallbackBox<Value>.self)
    return UseFrame.with(ObjectIdentifier(box), isCallback: true) {
      // Whatever lets go here, a thread that waits for this call must not be waited for.
      defer { if last { box.node.withLock { $0.take() }?.finish(HandleEnd(cause: .answered, site: nil)) } }
      do {
        return try body(typed.value)
      } catch {
        box.report(error)
        return otherwise()
      }
    }
  }
}
