import NativeLifetimes

let factory = try NativeHandle("factory") {
  7
} destroy: { _ in
}
let instances = try (0..<2).map { number in
  try factory.makeChild("instance \(number)") {
    $0 + number
  } destroy: { _ in
  }
}
let made = NativeLifetimes.live.count
try factory.close()
print("\(made) made, \(NativeLifetimes.live.count) alive")
withExtendedLifetime(instances) {}
