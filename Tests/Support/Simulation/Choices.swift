/// Where a history's decisions come from, and the only place: the same choices, the same history. A choice is a number below
/// another one, and 0 is always the mildest: no fault, no edit, first come first served. So whoever shortens a list of choices,
/// or puts zeros into it, gets a simpler history.
///
/// Three sources: a seed; a list that was written down (zeros after its end); and all lists there are, one after the other.
struct Choices {
    private let seed: UInt64
    private var generator: SeededGenerator
    private let source: Source
    private var script: [Choice] = []
    private var position = 0
    /// What is left, where everything is tried.
    var budgets = Budgets()
    /// Nothing is chosen any more: faults and edits are over.
    var isQuiet = false

    private enum Source { case seed, script, all }

    /// One decision: which of how many.
    struct Choice: Hashable {
        var value: Int
        var count: Int
    }

    struct Budgets: Hashable, Sendable {
        /// Requests or answers that are lost.
        var messages = 0
        /// Power cuts and kills.
        var crashes = 0
        /// Whether the order of what is ready is a choice.
        var hasOrder = false
    }

    init(seed: UInt64) {
        self.seed = seed
        generator = SeededGenerator(seed: seed)
        source = .seed
    }

    init(replaying values: [Int]) {
        seed = 0
        generator = SeededGenerator(seed: 0)
        source = .script
        script = values.map { Choice(value: $0, count: .max) }
    }

    /// One of all lists within the budgets: `script`, and zeros after it.
    init(all script: [Choice], within budgets: Budgets) {
        seed = 0
        generator = SeededGenerator(seed: 0)
        source = .all
        self.script = script
        self.budgets = budgets
    }

    /// What has been chosen so far, in a form that can be chosen again. Kept only where there is a script.
    var taken: [Choice] { Array(script.prefix(position)) }

    /// Keeps what a seed chooses, too.
    var isRecording = false

    /// Whether the last list that was tried went another way before now.
    var isNew: Bool { position >= script.count }

    /// Whether there is more than lost requests and lost answers.
    var hasAllFaults: Bool { source != .all }

    /// From a cut on a seed chooses as if the history had begun there, so that what comes after it can be tried aside.
    mutating func start(anew cut: World.Cut) {
        generator = SeededGenerator(seed: seed ^ UInt64(cut.round) << 40 ^ UInt64(cut.moment) << 20)
    }

    /// For a world aside: the choices after the cut, and no record of those before.
    func after(_ cut: World.Cut) -> Choices {
        var choices = self
        choices.start(anew: cut)
        choices.isRecording = false
        return choices
    }

    // MARK: Choosing

    /// Where everything is tried there is nothing to choose but order and faults.
    mutating func below(_ count: Int) -> Int {
        source == .all ? 0 : choose(count) { $0.number(below: count) }
    }

    mutating func chance(_ percent: Int) -> Bool {
        source == .all ? false : choose(2) { $0.number(below: 100) < percent ? 1 : 0 } == 1
    }

    /// What goes wrong with a message: 0, or in so many of a thousand cases one of the faults, from 1.
    mutating func fault(of count: Int, inThousand weight: Int) -> Int {
        if source == .all, budgets.messages == 0 { return 0 }
        let value = choose(count + 1) { $0.number(below: 1000) < weight ? 1 + $0.number(below: count) : 0 }
        if source == .all, value > 0 { budgets.messages -= 1 }
        return value
    }

    /// Which of what is ready comes next.
    mutating func order(_ count: Int) -> Int {
        source == .all && !budgets.hasOrder ? 0 : choose(count) { $0.number(below: count) }
    }

    /// What a power cut does with one thing that was not durable. Of many lengths and sectors, all lists have one.
    mutating func fate(_ count: Int) -> Int {
        source == .all && count > 4 ? count / 2 : choose(count) { $0.number(below: count) }
    }

    private mutating func choose(_ count: Int, _ draw: (inout SeededGenerator) -> Int) -> Int {
        if isQuiet || count < 2 { return 0 }
        switch source {
        case .seed:
            let value = draw(&generator)
            if isRecording {
                script.append(Choice(value: value, count: count))
                position += 1
            }
            return value
        case .script, .all:
            if position == script.count { script.append(Choice(value: 0, count: count)) }
            script[position].count = count
            script[position].value = min(script[position].value, count - 1)
            position += 1
            return script[position - 1].value
        }
    }

    /// The next list of all, or `nil` after the last: the last choice that can still be another one is.
    static func next(after taken: [Choice]) -> [Choice]? {
        var script = taken
        while let last = script.popLast() {
            if last.value + 1 < last.count {
                script.append(Choice(value: last.value + 1, count: last.count))
                return script
            }
        }
        return nil
    }
}

extension SeededGenerator {
    fileprivate mutating func number(below count: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(count)).high) }
}
