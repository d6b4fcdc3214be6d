import RollcallTestKit
import Testing

/// Planner, run, journal, ledger and file store together, under every fault that the simulated machine has. `rollcall-torture`
/// plays many more of these histories, in release mode.
@Suite struct SimulationTests {
    @Test func noHistoryLosesAnything() {
        for seed in 0..<100 as Range<UInt64> {
            #expect(Simulation.run(seed: seed, cuts: 200).violation == nil, "seed \(seed)")
        }
    }

    /// A suite that a broken protocol passes proves nothing.
    @Test(arguments: Weakening.allCases)
    func aWeakenedProtocolIsCaught(_ weakening: Weakening) {
        let isCaught = (0..<400 as Range<UInt64>).contains { Simulation.run(seed: $0, weakening: weakening, cuts: 200).violation != nil }
        #expect(isCaught, "\(weakening.rawValue)")
    }
}
