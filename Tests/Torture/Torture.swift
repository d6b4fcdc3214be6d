import RollcallTestKit

/// One history, whatever becomes of it.
func tell(seed: UInt64) {
    let told = Simulation.told(seed: seed)
    for line in told.lines { print(line) }
    print(told.violation.map { "seed \(seed): \($0)" } ?? "nothing lost")
    if told.violation != nil { fatalExit() }
}

/// In pieces, one after the other on each core.
func playAll(_ seeds: Range<UInt64>) async {
    let started = ContinuousClock.now
    let size: UInt64 = 2_000
    var histories = 0
    let failed = await withTaskGroup(of: Piece.self) { group in
        var next = seeds.lowerBound
        func addPiece() {
            guard next < seeds.upperBound else { return }
            let piece = next..<min(next + size, seeds.upperBound)
            next = piece.upperBound
            group.addTask { Piece(piece) }
        }
        for _ in 0..<coreCount { addPiece() }
        while let piece = await group.next() {
            histories += piece.histories
            if let failed = piece.failed { return failed as UInt64? }
            addPiece()
        }
        return nil
    }
    if let failed { complain(failed) }
    let seconds = Double((ContinuousClock.now - started) / .milliseconds(1)) / 1000
    print("\(histories) simulated histories of \(seeds.count) seeds, nothing lost (\(seconds) s on \(coreCount) cores)")
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
private let cuts = 150

/// A suite that a broken protocol passes proves nothing.
func weaken(_ seeds: Range<UInt64>) {
    for weakening in Weakening.allCases {
        var kinds: [Violation.Kind: Int] = [:]
        for seed in seeds {
            if let violation = Simulation.run(seed: seed, weakening: weakening, cuts: cuts).violation { kinds[violation.kind, default: 0] += 1 }
        }
        let said = kinds.sorted { $0.key < $1.key }.map { "\($0.key.rawValue) \($0.value)" }.joined(separator: ", ")
        let caught = kinds.values.reduce(0, +)
        print("\(weakening.rawValue): caught in \(caught) of \(seeds.count)\(said.isEmpty ? "" : " (\(said))")")
        if caught == 0 { fatalExit() }
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
