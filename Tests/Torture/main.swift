// rollcall-torture: simulated histories of planner, run, journal and file store, in release mode. It imports no network code, so it
// builds fast. Ends with 1 at the first history that breaks an invariant, and tells it.
//
//     rollcall-torture [HISTORIES [FIRST-SEED]]    random histories, on every core; then the weakened protocols
//     rollcall-torture --seed N                    one of them, told line by line

import RollcallTestKit

let words = Array(CommandLine.arguments.dropFirst())
switch words.first {
case "--seed": tell(seed: words.dropFirst().first.flatMap { UInt64($0) } ?? 0)
default:
    let numbers = words.compactMap { UInt64($0) }
    let count = numbers.first ?? 10_000
    let first = numbers.dropFirst().first ?? 0
    await playAll(first..<first + count)
    if !words.contains("--no-weak") { weaken(first..<first + 1_000) }
}
