import ClangBridge
import Facts

/// What calling a function does that lowering itself knows: language features that are spelled as functions.
enum Intrinsic {
  case none
  /// Gives its first argument back: `std::move`, `__builtin_expect`.
  case passesThrough
  case atomic(Atomic)

  enum Atomic {
    case add(yieldsOld: Bool), subtract(yieldsOld: Bool)
    /// By one, whatever other arguments say.
    case increment(yieldsOld: Bool), decrement(yieldsOld: Bool)
    /// Goes down by one; true where the new number is zero.
    case decrementAndTest
    /// `a(&place)` and `a(&place, &result)`.
    case load, loadInto
    /// `a(&place, value)` and `a(&place, &value)`.
    case store, storeFrom
    case exchange
    /// Swapped: the new number comes before the one that is expected.
    case compareExchange(yieldsOld: Bool = false, isSwapped: Bool = false)
    case other
  }

  /// By name: C's and the compilers' own.
  static let functions: [String: Intrinsic] = {
    var table: [String: Intrinsic] = [:]
    func name(_ names: [String], _ atomic: Atomic) { for name in names { table[name] = .atomic(atomic) } }
    for prefix in ["__c11_atomic", "__atomic", "__scoped_atomic", "__hip_atomic", "__opencl_atomic"] {
      name(["\(prefix)_fetch_add"], .add(yieldsOld: true))
      name(["\(prefix)_fetch_sub"], .subtract(yieldsOld: true))
      name(["\(prefix)_add_fetch"], .add(yieldsOld: false))
      name(["\(prefix)_sub_fetch"], .subtract(yieldsOld: false))
      name(["\(prefix)_load_n"], .load)
      name(["\(prefix)_load"], prefix == "__c11_atomic" || prefix == "__hip_atomic" ? .load : .loadInto)
      name(["\(prefix)_store_n"], .store)
      name(["\(prefix)_store"], prefix == "__c11_atomic" || prefix == "__hip_atomic" ? .store : .storeFrom)
      name(["\(prefix)_init"], .store)
      name(["\(prefix)_exchange_n"], .exchange)
      name(["\(prefix)_exchange"], prefix == "__c11_atomic" ? .exchange : .other)
      name(
        ["_compare_exchange_strong", "_compare_exchange_weak", "_compare_exchange", "_compare_exchange_n"].map {
          prefix + $0
        }, .compareExchange())
    }
    name(["__sync_fetch_and_add"], .add(yieldsOld: true))
    name(["__sync_fetch_and_sub"], .subtract(yieldsOld: true))
    name(["__sync_add_and_fetch"], .add(yieldsOld: false))
    name(["__sync_sub_and_fetch"], .subtract(yieldsOld: false))
    name(["__sync_lock_test_and_set", "__sync_swap"], .exchange)
    name(["__sync_bool_compare_and_swap"], .compareExchange())
    name(["__sync_val_compare_and_swap"], .compareExchange(yieldsOld: true))
    for prefix in ["_Interlocked", "Interlocked"] {
      for suffix in ["", "64", "16", "_acq", "_rel", "_nf", "Acquire", "Release", "NoFence"] {
        name(["\(prefix)Increment\(suffix)"], .increment(yieldsOld: false))
        name(["\(prefix)Decrement\(suffix)"], .decrement(yieldsOld: false))
        name(["\(prefix)ExchangeAdd\(suffix)"], .add(yieldsOld: true))
        name(["\(prefix)Exchange\(suffix)", "\(prefix)ExchangePointer\(suffix)"], .exchange)
        name(
          ["\(prefix)CompareExchange\(suffix)", "\(prefix)CompareExchangePointer\(suffix)"],
          .compareExchange(yieldsOld: true, isSwapped: true))
      }
    }
    name(["g_atomic_int_inc"], .increment(yieldsOld: false))
    name(["g_atomic_int_dec_and_test"], .decrementAndTest)
    name(["g_atomic_int_add", "g_atomic_int_exchange_and_add", "g_atomic_pointer_add"], .add(yieldsOld: true))
    name(["g_atomic_int_get", "g_atomic_pointer_get"], .load)
    name(["g_atomic_int_set", "g_atomic_pointer_set"], .store)
    name(["g_atomic_int_exchange", "g_atomic_pointer_exchange"], .exchange)
    name(["g_atomic_int_compare_and_exchange", "g_atomic_pointer_compare_and_exchange"], .compareExchange())
    for suffix in ["", "_explicit"] {
      name(["std::atomic_fetch_add\(suffix)"], .add(yieldsOld: true))
      name(["std::atomic_fetch_sub\(suffix)"], .subtract(yieldsOld: true))
      name(["std::atomic_load\(suffix)"], .load)
      name(["std::atomic_store\(suffix)", "std::atomic_init"], .store)
      name(["std::atomic_exchange\(suffix)"], .exchange)
    }
    for name in [
      "__builtin_expect", "__builtin_expect_with_probability", "__builtin_launder", "__builtin_addressof",
      "__builtin_assume_aligned", "std::move", "std::forward", "std::as_const", "std::move_if_noexcept",
      "std::addressof", "std::__addressof", "std::launder", "std::forward_like",
    ] { table[name] = .passesThrough }
    return table
  }()

  /// Classes whose methods are atomic, and what each method does; the object is the place.
  static let atomicTemplates: Set<String> = [
    "std::atomic", "std::atomic_ref", "std::__atomic_base", "std::__atomic_float", "std::__atomic_ref",
    "std::__atomic_impl",
  ]

  static func method(named name: String, parameterCount: Int, kind: Function.Kind) -> Intrinsic {
    if kind == .conversion { return .atomic(.load) }
    if kind != .method { return .none }
    switch name {
    case "fetch_add": return .atomic(.add(yieldsOld: true))
    case "fetch_sub": return .atomic(.subtract(yieldsOld: true))
    case "operator++": return .atomic(.increment(yieldsOld: parameterCount == 1))
    case "operator--": return .atomic(.decrement(yieldsOld: parameterCount == 1))
    case "operator+=": return .atomic(.add(yieldsOld: false))
    case "operator-=": return .atomic(.subtract(yieldsOld: false))
    case "load": return .atomic(.load)
    case "store", "operator=": return .atomic(.store)
    case "exchange": return .atomic(.exchange)
    case "compare_exchange_weak", "compare_exchange_strong": return .atomic(.compareExchange())
    default: return .none
    }
  }
}

extension UnitLowering {
  /// Asked once a function: the answer is kept beside it.
  func intrinsic(_ id: FunctionID) -> Intrinsic {
    while intrinsics.count <= id.index { intrinsics.append(makeIntrinsic(FunctionID(intrinsics.count))) }
    return intrinsics[id.index]
  }

  private func makeIntrinsic(_ id: FunctionID) -> Intrinsic {
    let function = facts[id]
    if !function.record.isNone {
      let record = facts[function.record]
      guard !record.template.isNone || record.name != .none else { return .none }
      let base = record.template.isNone ? atomicBaseName(record) : facts[record.template]
      guard Intrinsic.atomicTemplates.contains(base) else { return .none }
      return Intrinsic.method(
        named: facts[function.simpleName], parameterCount: Int(function.parameterCount), kind: function.kind)
    }
    guard function.kind == .free else { return .none }
    let name = facts[function.name]
    if let known = Intrinsic.functions[name] { return known }
    // Clang names the variant for each size of number: `__sync_fetch_and_add_4`.
    if name.hasPrefix("__sync_"), let cut = name.lastIndex(of: "_") {
      return Intrinsic.functions[String(name[..<cut])] ?? .none
    }
    return .none
  }

  /// A record whose arguments are not known yet has them in its name.
  private func atomicBaseName(_ record: Record) -> String {
    let name = facts[record.name]
    guard let cut = name.firstIndex(of: "<") else { return name }
    return String(name[..<cut])
  }
}
