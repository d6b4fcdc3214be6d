import RollcallTestKit
import Testing

/// Planner, run, recorder, file store, recovery folder and settling together, under every fault that the simulated machine has. `rollcall-torture`
/// plays many more of these histories, in release mode.
@Suite struct SimulationTests {
    @Test func noHistoryLosesAnything() {
        // The last two: an answer that came after the step had been given up, while what it had learned was being recorded; a token
        // that was refused because a read without a clear answer had replaced it, and not because its client was gone.
        for seed in Array(0..<60 as Range<UInt64>) + [162_549, 254_873] {
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

    /// A suite that a broken protocol passes proves nothing. Those that take more histories are `rollcall-torture`'s.
    @Test(
        arguments: Weakening.allCases.filter {
            ![.syncRepeated, .deadTokenMeansDeleted, .stalePlansApplied, .replacedForgotten].contains($0)
        })
    func aWeakenedProtocolIsCaught(_ weakening: Weakening) {
        let seeds = 0..<200 as Range<UInt64>
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
}
