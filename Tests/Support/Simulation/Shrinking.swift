/// Makes a list of choices shorter and milder for as long as it breaks the same invariant: pieces are taken out or filled with
/// zeros, single choices become smaller. Bounded: each attempt is one history.
struct Shrinking {
    typealias Result = ([Int], World.Cut?) -> Violation.Kind?

    private let kind: Violation.Kind
    private let result: Result
    private var best: [Int]
    private var cut: World.Cut?
    private var attempts = 0
    private static let mostAttempts = 20_000

    /// - Parameter result: what a list of choices comes to.
    static func shortest(
        _ values: [Int], _ cut: World.Cut?, of kind: Violation.Kind, _ result: @escaping Result
    ) -> (values: [Int], cut: World.Cut?) {
        var shrinking = Shrinking(kind: kind, result: result, best: values, cut: cut)
        while shrinking.pass() {}
        let end = shrinking.best.lastIndex { $0 != 0 } ?? -1
        return (Array(shrinking.best[...end]), shrinking.cut)
    }

    private init(kind: Violation.Kind, result: @escaping Result, best: [Int], cut: World.Cut?) {
        (self.kind, self.result, self.best, self.cut) = (kind, result, best, cut)
    }

    /// Every piece of every size, from the end; `true` if one of them could go.
    private mutating func pass() -> Bool {
        let before = best
        cutEarlier()
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
            if isAsBad(candidate, cut) {
                best = candidate
                return
            }
        }
    }

    private mutating func isAsBad(_ values: [Int], _ cut: World.Cut?) -> Bool {
        attempts += 1
        return result(values, cut) == kind
    }

    /// A cut in an earlier round may do.
    private mutating func cutEarlier() {
        guard let cut else { return }
        for round in 1..<max(1, cut.round) {
            for moment in 1..<100 {
                let earlier = World.Cut(round: round, moment: moment)
                if isAsBad(best, earlier) {
                    self.cut = earlier
                    return
                }
            }
        }
    }

    private func candidates(_ piece: Range<Int>) -> [[Int]] {
        guard let index = piece.first else { return [] }
        var without = best
        without.removeSubrange(piece)
        var zeros = best
        for index in piece { zeros[index] = 0 }
        guard piece.count == 1, best[index] > 1 else { return [without, zeros] }
        return [without, zeros]
            + [best[index] / 2, best[index] - 1].map { value in
                var milder = best
                milder[index] = value
                return milder
            }
    }
}
