// rollcall-torture: simulated histories of planner, run, journal and file store, in release mode. It imports no network code, so it
// builds fast. Ends with 1 at the first history that breaks an invariant, and tells it.
//
//     rollcall-torture [HISTORIES [FIRST-SEED]]        random histories, on every core; then the weakened protocols
//     rollcall-torture --exhaustive [LOST [CRASHES]]   all histories of two clients, with so many lost messages and stopped runs
//     rollcall-torture --seed N                        one of the random ones, told line by line

import RollcallTestKit

let words = Array(CommandLine.arguments.dropFirst())
let numbers = words.compactMap { UInt64($0) }
switch words.first {
case "--seed": tell(seed: numbers.first ?? 0)
case "--exhaustive":
    let limits = numbers.map { Int($0) } + [2, 2].dropFirst(numbers.count)
    await exploreAll(messages: limits[0], crashes: limits[1])
default:
    let first = numbers.dropFirst().first ?? 0
    await play(numbers.first ?? 100_000, from: first)
    cover(from: first)
    await weaken(from: first)
}
