import RollcallCore
import RollcallTestKit
import Testing

/// Every call of the disk fails once in every way, alone and with what is tried then; and the power goes at every step of that
/// (reliability.md, F31 to F39). What is said to be durable is, what is said to be in a file is there, and what is to be undone is
/// recorded nowhere.
struct RecorderTests {
    private typealias Faults = (SimulatedDisk.Effect) -> SimulatedDisk.Fault?

    private static let kinds: [(name: String, fault: SimulatedDisk.Fault)] = [
        ("EIO", .failure("Input/output error")), ("short write", .failure("Input/output error", written: 40)),
        ("ENOSPC", .failure(SimulatedDisk.outOfSpace, written: 7)),
    ]

    /// A run, with `faults` on the state's disk and, if so, on the other; then what the disks show.
    private func play(
        _ name: String, on disk: SimulatedDisk = RecorderScript.diskWithState(), recoveryFails: Bool, _ faults: @escaping Faults
    ) -> RecorderScript {
        let recovery = SimulatedDisk()
        if recoveryFails { recovery.fault = { $0.operation == "sync" ? .failure("Input/output error") : nil } }
        disk.fault = faults
        var script = RecorderScript(run: "a", on: disk, recovery: recovery)
        do { try script.perform() } catch {}
        (disk.fault, recovery.fault) = (nil, nil)
        return script
    }

    private func check(_ script: RecorderScript, _ disk: SimulatedDisk, cut seed: UInt64?, _ name: String) {
        if let seed {
            var generator = SeededGenerator(seed: seed)
            disk.cutPower(using: &generator)
        } else {
            disk.kill()
        }
        #expect(script.brokenPromises(isCut: seed != nil) == [], "\(name)")
        var next = RecorderScript(run: "b", on: disk, recovery: SimulatedDisk())
        #expect(throws: Never.self, "\(name)") { try next.perform() }
        #expect(
            script.brokenPromises(isCut: seed != nil) + next.brokenPromises(isCut: false) == [], "\(name), and a run after it")
        #expect(next.sent.count == 5 && next.durable.count == 4, "\(name), and a run after it")
    }

    private var effectsOfARun: Int {
        let disk = RecorderScript.diskWithState()
        _ = play("a", on: disk, recoveryFails: false) { _ in nil }
        return disk.effects
    }

    @Test func oneFailingCallLosesNothing() {
        for number in 0..<effectsOfARun {
            for (turn, (kind, fault)) in Self.kinds.enumerated() {
                let disk = RecorderScript.diskWithState()
                let script = play("a", on: disk, recoveryFails: true) { $0.number == number ? fault : nil }
                let seed = (number + turn).isMultiple(of: 2) ? nil : UInt64(number)
                check(script, disk, cut: seed, "\(kind) at \(number), seed \(String(describing: seed))")
            }
        }
    }

    /// The ladder's own steps fail too: one of them, or all from the first failure on.
    @Test func whatFailsAfterAFailureLosesNothing() {
        var places: Set<String> = []
        for number in 0..<effectsOfARun {
            for (turn, further) in (Array(stride(from: 1 + number % 2, through: 9, by: 2)) + [Int.max]).enumerated() {
                for recoveryFails in turn.isMultiple(of: 3) ? [false, true] : [true] {
                    let (kind, fault) = Self.kinds[(number + turn) % Self.kinds.count]
                    let disk = RecorderScript.diskWithState()
                    let script = play("a", on: disk, recoveryFails: recoveryFails) { effect in
                        let isSecond = further == .max ? effect.number > number : effect.number == number + further
                        return effect.number == number || isSecond ? fault : nil
                    }
                    for (_, place) in script.unrecorded { places.insert(Self.kind(of: place)) }
                    let seed = further % 2 == 0 ? UInt64(number) : nil
                    check(
                        script, disk, cut: seed, "\(kind) at \(number) and \(further) further, recovery fails: \(recoveryFails)")
                }
            }
        }
        #expect(places == ["file", "journal", "nowhere"], "every way was gone")
    }

    @Test func aPowerCutWhileAFailureIsMendedLosesNothing() {
        for number in 0..<effectsOfARun {
            for further in stride(from: 1 + number % 2, through: 12, by: 2) {
                var isOff = false
                let disk = RecorderScript.diskWithState()
                let script = play("a", on: disk, recoveryFails: true) { effect in
                    if effect.number == number { return .failure("Input/output error", written: 40) }
                    isOff = isOff || effect.number == number + further
                    return isOff ? .powerCut : nil
                }
                check(script, disk, cut: UInt64(number * 100 + further), "EIO at \(number), the power cut \(further) further")
            }
        }
    }

    private static func kind(of place: Recording.Place?) -> String {
        switch place {
        case .file: "file"
        case .journal: "journal"
        case nil: "nowhere"
        }
    }
}
