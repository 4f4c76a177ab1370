#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A sine after so many full turns. Whole turns are dropped first: they would cost precision.
func sine(turns: Double) -> Double { sin(2 * .pi * (turns - turns.rounded(.down))) }

/// How often a sweep has turned after some time: the integral of its frequency.
func sweepTurns(_ time: Double, _ from: Double, _ to: Double, _ seconds: Double) -> Double {
  let ratio = log(to / from)
  guard abs(ratio) > 1e-9 else { return from * time }
  return from * seconds / ratio * (exp(time / seconds * ratio) - 1)
}

/// A level in decibels relative to full scale.
func decibels(_ amplitude: Double) -> Double { amplitude > 0 ? 20 * log10(amplitude) : -.infinity }
