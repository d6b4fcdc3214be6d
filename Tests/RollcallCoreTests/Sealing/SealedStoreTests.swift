import OAuthRegistration
import RollcallTestKit
import Testing

@testable import RollcallCore

/// Sealed state and journal through the store: what a command can do with a key, without one, and with another.
struct SealedStoreTests {
    private typealias Samples = StateSamples
    private let seal = ToySeal.seal()
    private let name = StoreScript.name

    /// What a run leaves that was killed before its checkpoint: two clients in the state or the journal, and a doubt.
    private func afterAKilledRun(_ seal: Seal) throws -> (disk: SimulatedDisk, script: StoreScript) {
        let disk = SimulatedDisk()
        var script = StoreScript(run: "a", on: disk, seal: seal)
        try script.perform()
        return (disk, script)
    }

    @Test func aSealedJournalIsReplayedAfterAPowerCutAnywhere() throws {
        let (whole, _) = try afterAKilledRun(seal)
        for number in 0...whole.effects {
            var generator = SeededGenerator(seed: UInt64(number))
            let disk = SimulatedDisk()
            disk.fault = { $0.number == number ? .powerCut : nil }
            var script = StoreScript(run: "a", on: disk, seal: seal)
            do { try script.perform() } catch {}
            disk.fault = nil
            disk.cutPower(using: &generator)
            #expect(script.brokenPromises() == [], "cut at \(number)")
            var next = StoreScript(run: "b", on: disk, hasState: script.hasState, seal: seal)
            try next.perform()
            #expect(script.brokenPromises() + next.brokenPromises() == [], "run after a cut at \(number)")
            #expect(try script.filesInPlain() == [], "cut at \(number)")
            #expect(try next.filesInPlain() == [], "run after a cut at \(number)")
        }
        let (_, script) = try afterAKilledRun(.off)
        #expect(try script.filesInPlain() == [name, "\(name).journal"])
    }

    @Test func answersThatWaitNeedTheirKeyAndNothingIsWrittenWithoutIt() throws {
        let (one, two) = (ToySeal.key(1).id, ToySeal.key(2).id)
        let cases: [(String, Seal, SealFault?)] = [
            ("the key", seal, nil), ("the key among the previous ones", ToySeal.seal(2, previous: [1]), nil),
            ("no key", .off, .noKey(wanted: one)), ("a key that was not read", .unread, .unread(wanted: one)),
            ("another key", ToySeal.seal(2), .otherKey(wanted: one, given: [two])),
        ]
        for (name, given, fault) in cases {
            let (disk, _) = try afterAKilledRun(seal)
            let before = disk[self.name], journal = disk["\(self.name).journal"]
            let store = StoreScript.store(on: disk, given)
            #expect(try store.lock(as: StoreScript.holder))
            guard let fault else {
                let loaded = try #require(try store.load())
                #expect(loaded.state.count == 2, "\(name)")
                #expect(try store.begin(run: "b").state.count == 2, "\(name)")
                continue
            }
            #expect(throws: StateStoreFailure.sealedAnswers(fault), "\(name)") { try store.load() }
            #expect(throws: StateStoreFailure.sealedAnswers(fault), "\(name)") { try store.begin(run: "b") }
            #expect(disk[self.name] == before && disk["\(self.name).journal"] == journal, "\(name)")
        }
    }

    /// What was journaled in plain, before there was a key, is taken up sealed; a command that knows of no key leaves it.
    @Test func plainAnswersThatWaitAreTakenUpSealed() throws {
        let (disk, script) = try afterAKilledRun(.off)
        let store = StoreScript.store(on: disk, .unread)
        #expect(try store.load()?.state.count == 2)
        #expect(try store.lock(as: StoreScript.holder))
        #expect(throws: StateStoreFailure.self) { try store.begin(run: "b") }
        store.seal = seal
        let state = try store.begin(run: "b").state
        #expect(state.survey.keyIDs == [ToySeal.key(1).id])
        #expect(try script.filesInPlain() == [name, "\(name).bak.1"], "the first client is still as it was recorded")
    }

    @Test func aSealedStateIsReadWithoutItsKeyAndBegunOnlyWithIt() throws {
        let (one, two) = (ToySeal.key(1).id, ToySeal.key(2).id)
        func sealedDisk() throws -> SimulatedDisk {
            let disk = SimulatedDisk()
            let state = try Resealing(Samples.document, with: SealKeys(current: ToySeal.key(1))).state
            disk[name] = StateCodec.write(state, digest: quickDigest)
            disk.setMode(0o644, of: name)
            return disk
        }
        let cases: [(Seal, SealFault?)] = [
            (.off, .noKey(wanted: one)), (.unread, nil), (seal, nil),
            (ToySeal.seal(2), .otherKey(wanted: one, given: [two])),
        ]
        for (given, fault) in cases {
            let disk = try sealedDisk()
            let store = StoreScript.store(on: disk, given)
            let loaded = try #require(try store.load())
            #expect(loaded.state.count == 2 && !loaded.isExposed, "a sealed state may have any mode")
            #expect(try store.lock(as: StoreScript.holder))
            guard let fault else {
                _ = try store.begin(run: "b")
                #expect(try disk.identity(name)?.mode == 0o644)
                continue
            }
            let names = try disk.names()
            #expect(throws: StateStoreFailure.sealed(fault)) { try store.begin(run: "b") }
            #expect(try disk.names() == names)
        }
    }

    @Test func backupsThatHoldSomethingInPlainAreRemoved() throws {
        let disk = SimulatedDisk()
        let sealed = try Resealing(Samples.document, with: SealKeys(current: ToySeal.key(1))).state
        disk[name] = StateCodec.write(sealed, digest: quickDigest)
        disk["\(name).bak.8"] = StateCodec.write(sealed, digest: quickDigest)
        disk["\(name).bak.9"] = StateCodec.write(Samples.document, digest: quickDigest)
        disk["\(name).bak.10"] = StateCodec.write(StateDocument(lineage: Samples.lineage), digest: quickDigest)
        disk["\(name).bak.11"] = Array("damaged".utf8)
        let store = StoreScript.store(on: disk, seal)
        #expect(try store.lock(as: StoreScript.holder))
        #expect(try store.removePlainBackups() == 2)
        #expect(try disk.names().filter { $0.contains(".bak.") } == ["\(name).bak.10", "\(name).bak.8"])
    }
}
