import RollcallTestKit
import Testing

/// Planner, run, journal, ledger and file store together, under every fault that the simulated machine has. `rollcall-torture`
/// plays many more of these histories, in release mode.
@Suite struct SimulationTests {
    @Test func noHistoryLosesAnything() {
        for seed in 0..<60 as Range<UInt64> {
            let violation = Simulation.run(seed: seed, cuts: 200).violation
            #expect(violation == nil, "seed \(seed): rollcall-torture --seed \(seed) tells it")
        }
    }

    /// Two clients, and one run stopped at any moment. `rollcall-torture --exhaustive` loses messages, too.
    @Test func noHistoryOfASmallProjectLosesAnything() throws {
        let scenario = try #require(Exploration.Case.all(messages: 0, crashes: 1).first)
        let report = Exploration.explore(scenario)
        #expect(report.violation == nil, "\(report.story.joined(separator: "\n"))")
        #expect(report.histories > 1000)
    }

    /// A suite that a broken protocol passes proves nothing.
    @Test(arguments: Weakening.allCases)
    func aWeakenedProtocolIsCaught(_ weakening: Weakening) {
        let seeds = 0..<1000 as Range<UInt64>
        let isCaught = seeds.contains { Simulation.run(seed: $0, weakening: weakening, cuts: 200).violation != nil }
        #expect(isCaught, "\(weakening.rawValue)")
    }

    @Test func aFailureIsToldShort() throws {
        let seeds = 0..<100 as Range<UInt64>
        let seed = try #require(seeds.first { Simulation.run(seed: $0, weakening: .repeatsDoubts).violation != nil })
        let story = try #require(Simulation.story(seed: seed, weakening: .repeatsDoubts))
        #expect(story.violation.kind == .registeredTwice)
        #expect(story.lines.count < 20, "\(story.lines.joined(separator: "\n"))")
        #expect(story.lines.filter { $0.hasPrefix("round ") }.count == 2)
    }

    /// A fault that no longer happens tests nothing.
    @Test func everythingThatCanHappenDoes() {
        let lines = (0..<400 as Range<UInt64>).flatMap { Simulation.told(seed: $0).lines }
        let expected = [
            " register (not_recorded)", " update (fields_differ)", " replace (replace_requested)", " replace (server_changed)",
            " delete (not_declared)", " delete (destroyed)", " delete (former_remains)", " forget (forgotten)",
            " record (record_differs)", " blocked (in_doubt)", " blocked (unreadable)", " blocked (unmanaged)",
            "refused: client is protected", "refused: too many", "on paper: ", "on paper is applied", "on paper is refused",
            "somebody edits", "somebody deletes", "somebody resets", "late: POST", "late: PUT", "not sent", "request lost",
            "answer lost", "half a body", "no answer, deadline", "unreadable, ", " refused, status", ": in doubt",
            ": not started",
            "stop", "abandon", "kill", "powerCut", "the power is cut before it", "Input/output error", "No space left on device",
            "not recorded: ", "the command fails: ", "rotates on read", "with grace", "has no RFC 7592", "secret refused",
            "secret required", "scope hidden", "scope widened", "scope retyped", "keeps what is left out", "renews the secret",
        ]
        #expect(expected.filter { word in !lines.contains { $0.contains(word) } } == [])
    }
}
