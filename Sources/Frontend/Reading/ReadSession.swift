import Facts
import Synchronization

/// One reading of all units: what the threads share.
final class ReadSession: Sendable {
  private let commands: [CompileCommand]
  private let options: ReadOptions
  private let scratch: String?
  private let progress: @Sendable (Int, Int, String) -> Void
  private let groups: [GroupReading]
  private let jobs: [Job]
  private let state: Mutex<State>

  /// In the order in which they are begun: what others wait for comes first.
  private enum Job: Sendable {
    case share(group: Int)
    case unit(group: Int, place: Int)
  }

  /// A group, and what its units leave for one another.
  private struct GroupReading: Sendable {
    var group: UnitGroup
    /// Opened with `nil` where nothing can be shared.
    var shared: Gate<SharedHeaders?>
    var bodies: LoweredBodies
  }

  private struct State {
    var nextJob = 0
    var finished: FinishedJobs
    var done = 0
    var linker = Linker()
    var statistics = ReadStatistics()
    var errors: [Int: [UnitDiagnostic]] = [:]
    var failures: [Int: String] = [:]
    var filesRead: Set<String> = []
    var filesMissing: Set<String> = []
    var fingerprints = ProgramFingerprint()
  }

  init(
    _ commands: [CompileCommand], options: ReadOptions, scratch: String?,
    progress: @escaping @Sendable (Int, Int, String) -> Void
  ) {
    self.commands = commands
    self.options = options
    self.scratch = scratch
    self.progress = progress
    let clock = ContinuousClock()
    let start = clock.now
    let groups = GroupPlanning.groups(of: commands, sharesHeaders: options.sharesHeaders && scratch != nil).map {
      GroupReading(group: $0, shared: Gate(), bodies: LoweredBodies(unitCount: $0.units.count))
    }
    self.groups = groups
    var places: [Int: Job] = [:]
    for (number, group) in groups.enumerated() {
      for (place, unit) in group.group.units.enumerated() { places[unit] = .unit(group: number, place: place) }
    }
    // The biggest groups first: theirs is the longest wait.
    let sharing = groups.indices.filter { !groups[$0].group.sharedHeaders.isEmpty }
      .sorted { groups[$0].group.sharedHeaders.count > groups[$1].group.sharedHeaders.count }
    jobs = sharing.map { .share(group: $0) } + commands.indices.compactMap { places[$0] }
    var state = State(finished: FinishedJobs(count: jobs.count, enoughErrors: options.enoughErrors))
    state.statistics.units = commands.count
    state.statistics.groups = groups.count
    state.statistics.planning = clock.now - start
    self.state = Mutex(state)
    for group in groups where group.group.sharedHeaders.isEmpty { group.shared.open(with: nil) }
  }

  /// Every file that was read, by its absolute path.
  var filesRead: [String] { state.withLock { $0.filesRead.sorted() } }
  /// Every file that was looked for in vain.
  var filesMissing: [String] { state.withLock { $0.filesMissing.sorted() } }

  func run() -> ReadResult {
    WorkerThreads.run(count: min(options.threads, jobs.count)) {
      while let number = self.next() {
        self.perform(self.jobs[number])
        self.finish(number)
      }
    }
    return state.withLock { state in
      let clock = ContinuousClock()
      let start = clock.now
      let facts = state.linker.finish()
      state.linker = Linker()
      state.statistics.finishing = clock.now - start
      let errors = errors(in: state)
      return ReadResult(
        facts: facts, diagnostics: errors.sorted { $0.key < $1.key }.compactMap(\.value.first), errors: errors,
        failures: state.failures.sorted { $0.key < $1.key }.map(\.value), warnings: [], statistics: state.statistics,
        fingerprints: state.fingerprints)
    }
  }

  private func next() -> Int? {
    state.withLock { state in
      guard state.nextJob < jobs.count, state.finished.end == nil else { return nil }
      state.nextJob += 1
      return state.nextJob - 1
    }
  }

  private func finish(_ number: Int) {
    state.withLock { state in
      state.finished.finish(number, hasErrors: unit(of: jobs[number]).map { state.errors[$0] != nil } ?? false)
    }
  }

  private func unit(of job: Job) -> Int? {
    if case .unit(let group, let place) = job { groups[group].group.units[place] } else { nil }
  }

  /// Where enough had errors: whoever began later says nothing, since how many did depends on the threads.
  private func errors(in state: borrowing State) -> [Int: [UnitDiagnostic]] {
    guard let end = state.finished.end else { return state.errors }
    let read = Set(jobs[..<end].compactMap { unit(of: $0) })
    return state.errors.filter { read.contains($0.key) }
  }

  private func perform(_ job: Job) {
    switch job {
    case .share(let number): share(number)
    case .unit(let number, let place): readUnit(groups[number], place)
    }
  }

  private func share(_ number: Int) {
    let clock = ContinuousClock()
    let start = clock.now
    let reading = groups[number]
    let made = scratch.flatMap {
      SharedHeaders.make(for: reading.group, at: "\($0)/\(number).pch", options: options)
    }
    let took = clock.now - start
    reading.shared.open(with: made?.headers)
    state.withLock { state in
      state.statistics.precompiling += took
      guard let (headers, facts, fingerprint) = made else { return }
      state.fingerprints.shared[reading.group.units] = fingerprint
      state.statistics.sharedHeaders += headers.count
      state.filesRead.formUnion(headers.filesRead)
      state.filesMissing.formUnion(headers.filesMissing)
      link(facts, &state)
    }
  }

  private func readUnit(_ reading: GroupReading, _ place: Int) {
    let number = reading.group.units[place]
    let command = commands[number]
    // A source that sets macros before it includes may see other headers than the rest of its group does. So its bodies
    // are read in full, and nobody else relies on them.
    let macros = reading.group.earlyMacros[place]
    let isOrdinary = macros.isEmpty
    let skippable = isOrdinary ? reading.bodies.skippable(by: place) : [:]
    var request = UnitRequest(
      directory: command.directory, arguments: command.arguments, mainFile: command.file)
    options.apply(to: &request)
    if !skippable.isEmpty {
      request.skipsBody = { path, offset in skippable[path]?.contains(offset) ?? false }
    }
    let shared = reading.shared.wait().flatMap { $0.serves(earlyMacros: macros) ? $0 : nil }

    let clock = ContinuousClock()
    let start = clock.now
    var outcome: Result<UnitResult, UnitFailure>
    var isFallback = false
    if let shared {
      var sharing = request
      sharing.precompiledHeader = shared.path
      sharing.lowersOnlyOwnDeclarations = true
      sharing.overlays = [shared.umbrella: shared.text]
      outcome = Self.lower(sharing)
      if case .success(let unit) = outcome, unit.errors.isEmpty {} else { isFallback = true }
    } else {
      outcome = Self.lower(request)
    }
    // Whatever is wrong, it is said of the unit as its author wrote it.
    if isFallback {
      request.precompiledHeader = nil
      outcome = Self.lower(request)
    }
    let took = clock.now - start

    var lowered: LoweredBodies.Places = [:]
    if case .success(let unit) = outcome, isOrdinary, unit.errors.isEmpty {
      lowered = LoweredBodies.places(in: unit.facts, besides: command.file)
    }
    reading.bodies.finish(place, lowered: lowered)
    let done = state.withLock { state in
      state.statistics.lowering += took
      if shared != nil { state.statistics.unitsWithSharedHeaders += isFallback ? 0 : 1 }
      if isFallback { state.statistics.fallbacks += 1 }
      take(outcome, of: number, &state)
      state.done += 1
      return state.done
    }
    progress(done, commands.count, command.file)
  }

  private func take(_ outcome: Result<UnitResult, UnitFailure>, of number: Int, _ state: inout State) {
    switch outcome {
    case .success(let unit):
      state.filesRead.formUnion(unit.filesRead)
      state.filesMissing.formUnion(unit.filesMissing)
      state.fingerprints.units[number] = unit.fingerprint?.hash
      do throws(FactFileError) {
        try unit.facts.validate()
        link(unit.facts, &state)
        if !unit.errors.isEmpty { state.errors[number] = unit.errors }
      } catch {
        state.failures[number] = "\(commands[number].file): left out, since its facts make no sense: \(error)"
      }
    case .failure(let failure):
      state.failures[number] = "\(failure)"
      // Once it is there, the unit can be read.
      if case .missingFile = failure { state.filesMissing.insert(commands[number].file) }
    }
  }

  private func link(_ facts: FactBase, _ state: inout State) {
    guard options.linksFacts else { return }
    let clock = ContinuousClock()
    let start = clock.now
    state.linker.add(facts)
    state.statistics.linking += clock.now - start
  }

  private static func lower(_ request: UnitRequest) -> Result<UnitResult, UnitFailure> {
    // With shared headers it is another attempt: what crashes so may be read plainly.
    let name = (request.precompiledHeader == nil ? "" : "shared ") + request.mainFile
    let outcome = CrashRestart.guarding(name) { () -> Result<UnitResult, UnitFailure> in
      do throws(UnitFailure) { return .success(try lowerUnit(request)) } catch { return .failure(error) }
    }
    return outcome ?? .failure(.crashed(request.mainFile))
  }
}
