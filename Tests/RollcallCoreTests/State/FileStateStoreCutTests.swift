import RollcallCore
import RollcallTestKit
import Testing

/// Power cuts, kills and failing calls at every effect of a run (reliability.md, F14 to F39): what `append` returned for is there,
/// what may have been sent is known, and the next run goes on by itself.
struct FileStateStoreCutTests {
    /// Runs the script, with `fault` at its effect `number`.
    private func run(
        _ name: String, on disk: SimulatedDisk, after known: StoreScript? = nil, _ fault: SimulatedDisk.Fault? = nil,
        at number: Int = 0
    ) -> StoreScript {
        let effect = disk.effects + number
        disk.fault = { $0.number == effect ? fault : nil }
        var script = StoreScript(run: name, on: disk, hasState: known?.hasState ?? false)
        do { try script.perform() } catch {}
        disk.fault = nil
        return script
    }

    private var effectsOfARun: Int {
        let disk = SimulatedDisk()
        _ = run("a", on: disk)
        return disk.effects
    }

    @Test func aPowerCutAtAnyEffectBreaksNoPromise() throws {
        for number in 0...effectsOfARun {
            for seed in 0..<3 {
                var generator = SeededGenerator(seed: UInt64(number * 100 + seed))
                let disk = SimulatedDisk()
                let first = run("a", on: disk, .powerCut, at: number)
                disk.cutPower(using: &generator)
                #expect(first.brokenPromises() == [], "cut at \(number), seed \(seed)")
                let second = run("b", on: disk, after: first)
                #expect(first.brokenPromises() + second.brokenPromises() == [], "run after a cut at \(number), seed \(seed)")
                #expect(second.sent.count == 3, "run after a cut at \(number), seed \(seed), went to its end")
                #expect(try disk.names().contains { $0.hasSuffix(".tmp") } == false, "cut at \(number), seed \(seed)")
            }
        }
    }

    @Test func aSecondCutWhileTheFirstIsMendedBreaksNoPromise() {
        for number in stride(from: 3, through: effectsOfARun, by: 7) {
            for second in stride(from: number % 3, to: 30, by: 3) {
                var generator = SeededGenerator(seed: UInt64(number * 1000 + second))
                let disk = SimulatedDisk()
                let cut = run("a", on: disk, .powerCut, at: number)
                disk.cutPower(using: &generator)
                let cutAgain = run("b", on: disk, after: cut, .powerCut, at: second)
                disk.cutPower(using: &generator)
                let last = run("c", on: disk, after: cutAgain)
                let broken = [cut, cutAgain, last].flatMap { $0.brokenPromises() }
                #expect(broken == [] && last.sent.count == 3, "cuts at \(number) and \(second)")
            }
        }
    }

    /// The effects of a run that make names durable.
    private var directorySyncs: [Int] {
        var numbers: [Int] = []
        let disk = SimulatedDisk()
        disk.fault = { effect in
            if effect.operation == "sync directory" { numbers.append(effect.number) }
            return nil
        }
        var script = StoreScript(run: "a", on: disk)
        do { try script.perform() } catch {}
        return numbers
    }

    /// Killed before a new state is durable under its name: the next run must not replace the journal before it is.
    @Test func aCutAfterAKillBreaksNoPromise() {
        for number in directorySyncs {
            for (second, seed) in (10..<20).flatMap({ second in (0..<20).map { (second, $0) } }) {
                var generator = SeededGenerator(seed: UInt64(number * 1000 + second * 20 + seed))
                let disk = SimulatedDisk()
                let killed = run("a", on: disk, .powerCut, at: number)
                if !killed.hasState { continue }
                disk.kill()
                let cut = run("b", on: disk, after: killed, .powerCut, at: second)
                disk.cutPower(using: &generator)
                let broken = killed.brokenPromises() + cut.brokenPromises()
                #expect(broken == [], "killed at \(number), cut at \(second), seed \(seed)")
            }
        }
    }

    @Test func aFailingCallStopsTheRunAndBreaksNoPromise() {
        for number in 0..<effectsOfARun {
            for powerFails in [false, true] {
                var generator = SeededGenerator(seed: UInt64(number))
                let disk = SimulatedDisk()
                let first = run("a", on: disk, .failure("Input/output error", written: powerFails ? 100 : 0), at: number)
                if powerFails { disk.cutPower(using: &generator) } else { disk.kill() }
                #expect(first.brokenPromises() == [], "failure at \(number), power cut: \(powerFails)")
                let second = run("b", on: disk, after: first)
                #expect(first.brokenPromises() + second.brokenPromises() == [], "run after a failure at \(number)")
                #expect(second.sent.count == 3, "run after a failure at \(number)")
            }
        }
    }

    /// The run goes on with the state before it, and its journal still fits that.
    @Test func aFailedCheckpointWithinARunBreaksNoPromise() {
        for number in 0..<effectsOfARun {
            let disk = SimulatedDisk()
            disk.fault = { $0.number == number ? .failure("Input/output error") : nil }
            var script = StoreScript(run: "a", on: disk)
            script.goesOn = true
            do { try script.perform() } catch {}
            disk.fault = nil
            disk.kill()
            #expect(script.brokenPromises() == [], "failure at \(number)")
        }
    }

    @Test func withoutItsSyncsTheProtocolIsCaught() {
        for skipped in ["sync", "sync directory"] {
            var broken = 0
            for number in 0...effectsOfARun {
                for seed in 0..<2 {
                    var generator = SeededGenerator(seed: UInt64(number * 100 + seed))
                    let disk = SimulatedDisk()
                    disk.fault = { effect in
                        effect.number == number ? .powerCut : effect.operation == skipped ? .skipped : nil
                    }
                    var script = StoreScript(run: "a", on: disk)
                    do { try script.perform() } catch {}
                    disk.fault = nil
                    disk.cutPower(using: &generator)
                    if !script.brokenPromises().isEmpty { broken += 1 }
                }
            }
            #expect(broken > 10, "without \(skipped)")
        }
    }

    /// A reader without the lock, at every moment of a writer's run.
    @Test func aReaderSeesEveryPromiseWhileARunIsWriting() {
        let disk = SimulatedDisk()
        let reader = StoreScript.store(on: disk)
        var isReading = false
        var durable = 0
        disk.fault = { effect in
            if isReading { return nil }
            isReading = true
            defer { isReading = false }
            do {
                let known = try reader.load().map { $0.state.count + $0.state.doubts.count } ?? 0
                #expect(known >= durable, "at effect \(effect.number): \(effect.operation) \(effect.name)")
                durable = known
            } catch {
                Issue.record("at effect \(effect.number), \(effect.operation) \(effect.name): \(error)")
            }
            return nil
        }
        var script = StoreScript(run: "a", on: disk)
        #expect(throws: Never.self) { try script.perform() }
        #expect(durable == 3)
    }

    /// A whole run between any two calls of a reader.
    @Test func aStateThatIsReplacedWhileItIsReadIsReadAgain() throws {
        for number in 0..<8 {
            let disk = SimulatedDisk()
            _ = run("a", on: disk)
            let start = disk.effects
            var hasRun = false
            disk.fault = { effect in
                guard effect.number == start + number, !hasRun else { return nil }
                hasRun = true
                var script = StoreScript(run: "b", on: disk, hasState: true)
                do { try script.perform() } catch { Issue.record("\(error)") }
                return nil
            }
            let state = try #require(try StoreScript.store(on: disk).load()).state
            let known = state.count + state.doubts.count
            #expect(known == 6 || known == 3 && !hasRun, "between, at call \(number)")
        }
    }
}
