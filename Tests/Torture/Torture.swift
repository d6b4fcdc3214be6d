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
    var progress = Progress()
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
            // What is not reported yet is played again by whoever goes on from there.
            progress.tell("\(histories) histories; on from seed \(next - min(next, size * UInt64(coreCount)))")
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

/// Says how far it is, now and then.
private struct Progress {
    private var said = ContinuousClock.now
    private static let pause = Duration.seconds(20)

    mutating func tell(_ words: @autoclosure () -> String) {
        guard ContinuousClock.now - said > Self.pause else { return }
        said = ContinuousClock.now
        print(words())
        flush()
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

/// A fault that no longer happens tests nothing.
func cover(from first: UInt64) {
    let missing = Simulation.missing(in: first..<first + 20_000)
    if missing.isEmpty { return }
    print("in no history: \(missing.joined(separator: ", "))")
    fatalExit()
}

/// A suite that a broken protocol passes proves nothing: each is played until it is caught.
func weaken(from first: UInt64) async {
    let catches = await withTaskGroup(of: (Weakening, Catch?).self) { group in
        var waiting = Weakening.allCases[...]
        func addNext() {
            guard let weakening = waiting.popFirst() else { return }
            group.addTask { (weakening, Catch(weakening, from: first)) }
        }
        for _ in 0..<coreCount { addNext() }
        var catches: [Weakening: Catch] = [:]
        for await (weakening, end) in group {
            catches[weakening] = end
            addNext()
        }
        return catches
    }
    for weakening in Weakening.allCases {
        guard let end = catches[weakening] else {
            print("\(weakening.rawValue): not caught")
            fatalExit()
        }
        print("\(weakening.rawValue): caught by \(end.violation), after \(end.histories) histories")
    }
}

/// How a weakened protocol was caught.
private struct Catch: Sendable {
    var histories = 0
    var violation: Violation

    private static let mostSeeds: UInt64 = 100_000

    init?(_ weakening: Weakening, from first: UInt64) {
        var histories = 0
        for seed in first..<first + Self.mostSeeds {
            let outcome = Simulation.run(seed: seed, weakening: weakening, cuts: cuts)
            histories += outcome.histories
            guard let violation = outcome.violation else { continue }
            (self.histories, self.violation) = (histories, violation)
            return
        }
        return nil
    }
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
