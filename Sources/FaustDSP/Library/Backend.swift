import CFaust

/// How libfaust runs a program.
public enum Backend: String, Sendable, CaseIterable, CustomStringConvertible {
  /// Compiles in a millisecond and runs ten to a hundred times slower. Leaks nothing.
  case interpreter
  /// Compiles in some hundred milliseconds to machine code. libfaust itself keeps some hundred kilobytes of
  /// memory for each factory that it made this way, for ever.
  case llvm

  @inlinable var native: cfaust_backend { self == .llvm ? CFAUST_LLVM : CFAUST_INTERPRETER }

  public var description: String { rawValue }
}

/// What a program calculates with, and so what its buffers hold.
public enum Precision: Sendable, CustomStringConvertible {
  case single
  case double

  public var description: String { self == .single ? "single" : "double" }
}
