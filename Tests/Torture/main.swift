// rollcall-torture [HISTORIES [FIRST-SEED]]: simulated histories of the run, the journal and the file store, in release mode.
// Ends with 1 at the first history that breaks an invariant, and prints its seed. It imports no network code, so it builds fast.

import RollcallTestKit

let numbers = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
let count = numbers.first ?? 10_000
let first = numbers.dropFirst().first ?? 0

for seed in first..<first + count {
    if let violation = Simulation.run(seed: seed) {
        print("seed \(seed): \(violation.rawValue)")
        fatalExit()
    }
}
print("\(count) simulated histories, nothing lost")

// A suite that a broken protocol passes proves nothing.
for weakening in Simulation.Weakening.allCases {
    let caught = (first..<first + 1_000).count { Simulation.run(seed: $0, weakening: weakening) != nil }
    print("\(weakening): caught in \(caught) of 1000")
    if caught == 0 { fatalExit() }
}
