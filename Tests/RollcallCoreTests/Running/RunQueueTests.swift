import OAuthRegistration
import RollcallTestKit
import StrictJSON
import Testing

@testable import RollcallCore

/// Which step has its turn when. The table tells each rule once; the random queues hold all rules at the same time.
@Suite struct RunQueueTests {
    private typealias Samples = RunningSamples

    /// What happens to a queue, and which steps have their turn then.
    private enum Move {
        case begin([Int])
        case done(Int, [Int])
        /// Done, and its server is known from now on.
        case taught(Int, [Int])
        /// Failed; and these are passed over because of it.
        case failed(Int, [Int], passedOver: [Int] = [])
        /// These never had a turn.
        case stop([Int])
    }

    private struct Case {
        var name: String
        var steps: [Assignment]
        var servers = ["x": Samples.server(parallelism: 2), "y": Samples.server(parallelism: 1)]
        var moves: [Move]
    }

    private static let new = [
        "x": Samples.server(parallelism: 3, known: false), "y": Samples.server(parallelism: 3, known: false),
    ]

    private let cases = [
        Case(name: "no step", steps: [], moves: [.begin([]), .stop([])]),
        Case(
            name: "in order, within the bound",
            steps: ["a", "b", "c", "d"].map { Samples.register($0) },
            moves: [.begin([0, 1]), .done(1, [2]), .failed(0, [3]), .done(2, []), .done(3, [])]),
        Case(
            name: "a server does not wait for another",
            steps: [
                Samples.register("a"), Samples.update("b"), Samples.observe("c"), Samples.register("d", at: "y"),
                Samples.register("e", at: "y"),
            ],
            moves: [.begin([0, 1, 3]), .done(3, [4]), .done(4, []), .done(0, [2])]),
        Case(
            name: "what teaches is alone", steps: ["a", "b", "c"].map { Samples.register($0) }, servers: new,
            moves: [.begin([0]), .taught(0, [1, 2])]),
        Case(
            name: "what was to teach and failed has taught nothing", steps: ["a", "b", "c"].map { Samples.update($0) },
            servers: new, moves: [.begin([0]), .failed(0, [1]), .taught(1, [2])]),
        Case(
            name: "nothing overtakes what waits to teach",
            steps: [
                Samples.observe("a"), Samples.observe("b"), Samples.register("c"), Samples.observe("d"), Samples.update("e"),
            ],
            servers: new, moves: [.begin([0, 1]), .done(0, []), .done(1, [2]), .taught(2, [3, 4])]),
        Case(
            name: "each server is taught by its own",
            steps: [
                Samples.register("a"), Samples.register("b", at: "y"), Samples.register("c"), Samples.register("d", at: "y"),
            ],
            servers: new, moves: [.begin([0, 1]), .taught(1, [3]), .taught(0, [2])]),
        Case(
            name: "deletes wait for every server",
            steps: [Samples.delete("a"), Samples.observe("b"), Samples.delete("c", at: "y"), Samples.register("d", at: "y")],
            moves: [.begin([1, 3]), .done(1, []), .failed(3, [0, 2])]),
        Case(
            name: "deletes alone begin at once, in order and within the bound",
            steps: ["a", "b", "c"].map { Samples.delete($0) }, moves: [.begin([0, 1]), .done(0, [2])]),
        Case(
            name: "the former registration goes when the new one is recorded",
            steps: [Samples.register("a"), Samples.delete("a"), Samples.delete("a"), Samples.delete("b")],
            moves: [.begin([0]), .done(0, [1, 2]), .done(1, [3])]),
        Case(
            name: "the former registration stays when the new one failed",
            steps: [Samples.register("a", at: "y"), Samples.delete("a"), Samples.delete("a"), Samples.delete("b")],
            moves: [.begin([0]), .failed(0, [3], passedOver: [1, 2])]),
        Case(
            name: "an update has nothing to do with it", steps: [Samples.update("a"), Samples.delete("a")],
            moves: [.begin([0]), .failed(0, [1])]),
        Case(
            name: "after a stop nothing begins",
            steps: [Samples.delete("a"), Samples.register("b"), Samples.register("c"), Samples.register("d")],
            moves: [.begin([1, 2]), .stop([0, 3]), .done(1, []), .done(2, []), .stop([])]),
    ]

    @Test func eachStepHasItsTurn() {
        for test in cases {
            var (queue, servers) = (RunQueue(test.steps), test.servers)
            for (number, move) in test.moves.enumerated() {
                let name = Comment(rawValue: "\(test.name), move \(number)")
                var (due, passedOver): ([Int], [Int])
                switch move {
                case .begin(let turns): (due, passedOver) = (turns, [])
                case .stop(let never):
                    #expect(queue.stop().sorted() == never, name)
                    (due, passedOver) = ([], [])
                case .done(let index, let turns):
                    queue.settled(index, as: .done(Settlement.Report()))
                    (due, passedOver) = (turns, [])
                case .taught(let index, let turns):
                    servers[test.steps[index].server] = Samples.server(parallelism: 3)
                    queue.settled(index, as: .done(Settlement.Report()))
                    (due, passedOver) = (turns, [])
                case .failed(let index, let turns, let over):
                    queue.settled(index, as: .failed(.unmanaged))
                    (due, passedOver) = (turns, over)
                }
                let turns = Self.turns(of: &queue, at: servers)
                #expect(turns.started.sorted() == due, name)
                #expect(turns.passedOver.sorted() == passedOver, name)
            }
        }
    }

    /// Some servers answer a like registration with the client that they have: to delete "the former one" would delete it.
    @Test func aClientThatWasGivenAgainIsNotDeleted() {
        let former = FormerRegistration(Samples.client("a", "x"))
        for (answered, turn) in [(former.clientID, RunQueue.Turn.skip(1)), ("another", .start(1))] {
            var queue = RunQueue([Samples.register("a"), Samples.delete("a")])
            var report = Settlement.Report()
            report.clientID = answered
            #expect(queue.next(at: Self.new) == .start(0))
            queue.settled(0, as: .done(report))
            #expect(queue.next(at: Self.new) == turn, "\(answered)")
        }
    }

    /// A client that is no longer declared, and whose like another label declares now, may be given to that one.
    @Test func aClientThatAnotherLabelHasNowIsNotDeleted() {
        let former = FormerRegistration(Samples.client("a", "x"))
        for (answered, turn) in [(former.clientID, RunQueue.Turn.passOver(1)), ("another", .start(1))] {
            var queue = RunQueue([Samples.register("b"), Samples.delete("a")])
            var report = Settlement.Report()
            report.clientID = answered
            #expect(queue.next(at: Self.new) == .start(0))
            queue.settled(0, as: .done(report))
            #expect(queue.next(at: Self.new) == turn, "\(answered)")
        }
    }

    /// All turns there are now; what is passed over settles at once.
    private static func turns(
        of queue: inout RunQueue, at servers: [String: ServerContext]
    ) -> (started: [Int], passedOver: [Int]) {
        var turns: (started: [Int], passedOver: [Int]) = ([], [])
        while let turn = queue.next(at: servers) {
            switch turn {
            case .start(let index): turns.started.append(index)
            case .passOver(let index):
                turns.passedOver.append(index)
                queue.settled(index, as: .notStarted)
            case .skip(let index): queue.settled(index, as: .done(Settlement.Report()))
            }
        }
        return turns
    }

    @Test func everyStepHasOneTurnInItsOrder() {
        for seed in 0..<300 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let steps = (0..<Int.random(in: 0...30, using: &generator)).map { Self.step($0, using: &generator) }
            var servers = Self.new
            var queue = RunQueue(steps)
            var turns: [Int] = []
            var underWay: [Int] = []
            repeat {
                let started = Self.turns(of: &queue, at: servers).started
                turns += started
                underWay += started
                Self.check(underWay, of: steps, at: servers, "seed \(seed)")
                guard let place = underWay.indices.randomElement(using: &generator) else { break }
                let index = underWay.remove(at: place)
                if Bool.random(using: &generator) { servers[steps[index].server] = Samples.server(parallelism: 3) }
                queue.settled(index, as: .done(Settlement.Report()))
            } while true
            #expect(turns.sorted() == Array(steps.indices), "seed \(seed)")
            for server in ["x", "y"] {
                for runsLast in [false, true] {
                    let mine = turns.filter { steps[$0].server == server && steps[$0].runsLast == runsLast }
                    #expect(mine == mine.sorted(), "seed \(seed)")
                }
            }
        }
    }

    /// The bound of 3; nobody beside a step that teaches; no delete beside anything else.
    private static func check(
        _ underWay: [Int], of steps: [Assignment], at servers: [String: ServerContext], _ name: Comment
    ) {
        for (key, server) in servers {
            let mine = underWay.filter { steps[$0].server == key }
            let teaches = mine.contains { index in
                switch steps[index].work {
                case .register: server.wantsReadBack(after: .register)
                case .update: server.wantsReadBack(after: .update)
                case .delete, .observe, .settle: false
                }
            }
            #expect(mine.count <= (teaches ? 1 : 3), name)
        }
        #expect(Set(underWay.map { steps[$0].runsLast }).count <= 1, name)
    }

    private static func step(_ number: Int, using generator: inout SeededGenerator) -> Assignment {
        let server = Bool.random(using: &generator) ? "x" : "y"
        let label = "client\(number / 2)"
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: return Samples.register(label, at: server)
        case 1: return Samples.update(label, at: server)
        case 2: return Samples.observe(label, at: server)
        default: return Samples.delete(label, at: server)
        }
    }
}
