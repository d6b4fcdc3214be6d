import RollcallTestKit

/// One history, whatever becomes of it.
func tell(seed: UInt64) {
    let told = Simulation.told(seed: seed, cuts: cuts)
    for line in told.lines { print(line) }
    print(told.violation.map { "seed \(seed): \($0)" } ?? "nothing lost")
    if told.violation != nil { fatalExit() }
}

/// Seeds, one after the other and as many at once as there are cores, until so many histories have been played.
func play(_ wanted: UInt64, from first: UInt64) async {
    let started = ContinuousClock.now
    let size: UInt64 = 200
    var (histories, next) = (0, first)
    let failed = await withTaskGroup(of: Piece.self) { group in
        func addPiece() {
            let piece = next..<next + size
            next = piece.upperBound
            group.addTask { Piece(piece) }
        }
        for _ in 0..<coreCount { addPiece() }
        while let piece = await group.next() {
            histories += piece.histories
            if let failed = piece.failed { return failed as UInt64? }
            if histories < wanted { addPiece() }
        }
        return nil
    }
    if let failed { complain(failed) }
    let time = "\(seconds(since: started)) s, \(coreCount) cores"
    print("\(histories) simulated histories from \(next - first) seeds, nothing lost (\(time))")
}

/// All histories of each small project.
func exploreAll(messages: Int, crashes: Int) async {
    let started = ContinuousClock.now
    let cases = Exploration.Case.all(messages: messages, crashes: crashes)
    await withTaskGroup(of: (String, Exploration.Report).self) { group in
        for scenario in cases { group.addTask { (scenario.name, Exploration.explore(scenario)) } }
        var total = 0
        for await (name, report) in group {
            if let violation = report.violation {
                for line in report.story { print(line) }
                print("\(name): \(violation)")
                fatalExit()
            }
            total += report.histories
            print("\(name): \(report.histories) histories of \(report.runs) runs")
        }
        let limits = "up to \(messages) lost messages and \(crashes) crashes"
        print("all \(total) histories of two clients with \(limits): nothing lost (\(seconds(since: started)) s)")
    }
}

private func seconds(since started: ContinuousClock.Instant) -> Double {
    Double((ContinuousClock.now - started) / .milliseconds(100)).rounded() / 10
}

/// Some seeds, one after the other.
private struct Piece: Sendable {
    var histories = 0
    var failed: UInt64?

    init(_ seeds: Range<UInt64>) {
        for seed in seeds {
            let outcome = Simulation.run(seed: seed, cuts: cuts)
            histories += outcome.histories
            guard outcome.violation == nil else {
                failed = seed
                return
            }
        }
    }
}

/// Of a thousand moments.
private let cuts = 200

/// A suite that a broken protocol passes proves nothing.
func weaken(_ seeds: Range<UInt64>) async {
    let counts = await withTaskGroup(of: (Weakening, [Violation.Kind: Int]).self) { group in
        for weakening in Weakening.allCases { group.addTask { (weakening, caught(weakening, in: seeds)) } }
        return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    for weakening in Weakening.allCases {
        let kinds = (counts[weakening] ?? [:]).sorted { $0.key < $1.key }
        let caught = kinds.reduce(0) { $0 + $1.value }
        let said = kinds.map { "\($0.key.rawValue) \($0.value)" }.joined(separator: ", ")
        print("\(weakening.rawValue): caught in \(caught) of \(seeds.count)\(said.isEmpty ? "" : " (\(said))")")
        if caught == 0 { fatalExit() }
    }
}

/// By what they break first.
private func caught(_ weakening: Weakening, in seeds: Range<UInt64>) -> [Violation.Kind: Int] {
    var kinds: [Violation.Kind: Int] = [:]
    for seed in seeds {
        let violation = Simulation.run(seed: seed, weakening: weakening, cuts: cuts).violation
        if let violation { kinds[violation.kind, default: 0] += 1 }
    }
    return kinds
}

private func complain(_ seed: UInt64) -> Never {
    print("seed \(seed): it is told as short as it can be made")
    if let story = Simulation.story(seed: seed, cuts: cuts) {
        for line in story.lines { print(line) }
        print(story.violation)
    }
    print("all of it: rollcall-torture --seed \(seed)")
    fatalExit()
}
