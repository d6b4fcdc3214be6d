/// Makes a list of choices shorter and milder for as long as it breaks the same invariant: pieces are taken out or filled with
/// zeros, single choices become smaller. Bounded: each attempt is one history.
struct Shrinking {
    private let kind: Violation.Kind
    private let outcome: ([Int]) -> Violation.Kind?
    private var best: [Int]
    private var attempts = 0
    private static let mostAttempts = 20_000

    /// - Parameter outcome: what a list of choices comes to.
    static func shortest(_ values: [Int], of kind: Violation.Kind, _ outcome: @escaping ([Int]) -> Violation.Kind?) -> [Int] {
        var shrinking = Shrinking(kind: kind, outcome: outcome, best: values)
        while shrinking.pass() {}
        let end = shrinking.best.lastIndex { $0 != 0 } ?? -1
        return Array(shrinking.best[...end])
    }

    private init(kind: Violation.Kind, outcome: @escaping ([Int]) -> Violation.Kind?, best: [Int]) {
        (self.kind, self.outcome, self.best) = (kind, outcome, best)
    }

    /// Every piece of every size, from the end; `true` if one of them could go.
    private mutating func pass() -> Bool {
        let before = best
        for size in [64, 16, 8, 4, 2, 1] {
            var index = best.count
            while index > 0, attempts < Self.mostAttempts {
                index = min(index, best.count)
                index -= min(size, index)
                shrink(index..<min(index + size, best.count))
            }
        }
        return best != before
    }

    private mutating func shrink(_ piece: Range<Int>) {
        for candidate in candidates(piece) where candidate != best {
            attempts += 1
            guard outcome(candidate) == kind else { continue }
            best = candidate
            return
        }
    }

    private func candidates(_ piece: Range<Int>) -> [[Int]] {
        guard let index = piece.first else { return [] }
        var without = best
        without.removeSubrange(piece)
        var zeros = best
        for index in piece { zeros[index] = 0 }
        guard piece.count == 1, best[index] > 1 else { return [without, zeros] }
        return [without, zeros] + [best[index] / 2, best[index] - 1].map { value in
            var milder = best
            milder[index] = value
            return milder
        }
    }
}
