import OAuthRegistration
import RollcallTestKit
import StrictJSON
import Testing

@testable import RollcallCore

/// The store's rules: which journal belongs to which state, who may write, and what is kept.
struct FileStateStoreTests: StoreScene {
    // MARK: Which journal belongs to which state

    @Test func aJournalIsReplayedOnlyOntoItsOwnState() throws {
        let records = journal([[intended("native"), intended("backend", 6)], [intended("zeta", 7)]])
        let empty = journal([], base: 3, lineage: "another")
        let labels = ["backend", "native", "zeta"].map { Samples.label($0) }
        func mark(_ id: String, _ lines: Int) -> StateDocument.JournalMark { StateDocument.JournalMark(id: id, lines: lines) }
        let cases: [(String, [UInt8]?, [UInt8]?, Result<Int?, StateStoreFailure>)] = [
            // The sample has one doubt of its own; three intents make four.
            ("neither", nil, nil, .success(nil)),
            ("a clone", state(serial: 12), nil, .success(1)),
            ("its journal", state(serial: 12), records, .success(4)),
            ("its journal, after another was folded", state(serial: 12, folded: mark("i", 9)), records, .success(4)),
            ("its journal, cut", state(serial: 12), records.dropLast(5), .success(3)),
            ("folded", state(serial: 13, folded: mark("j", 2)), records, .success(1)),
            ("folded, and cut since", state(serial: 13, folded: mark("j", 2)), records.dropLast(5), .success(1)),
            ("folded, then pulled further", state(serial: 40, folded: mark("j", 2)), records, .success(1)),
            ("no records", state(serial: 12), empty, .success(1)),
            (
                "more lines than folded", state(serial: 13, folded: mark("j", 1)), records,
                .failure(.strangeJournal(labels: labels, base: 12, serial: 13))
            ),
            ("a pulled state", state(serial: 14), records, .failure(.strangeJournal(labels: labels, base: 12, serial: 14))),
            ("an older state", state(serial: 11), records, .failure(.strangeJournal(labels: labels, base: 12, serial: 11))),
            (
                "another lineage", state(serial: 12, lineage: "other"), records,
                .failure(.strangeJournal(labels: labels, base: 12, serial: 12))
            ),
            ("no state", nil, records, .failure(.stateMissing(labels: labels, backup: "demo.json.bak.11"))),
            ("no state and no records", nil, empty, .failure(.stateMissing(labels: [], backup: "demo.json.bak.11"))),
            ("an empty state", [], nil, .failure(.unreadable(.empty, backup: "demo.json.bak.11"))),
            ("a short state", state(serial: 12).dropLast(9), records, .failure(.unreadable(.short, backup: "demo.json.bak.11"))),
            ("a damaged journal", state(serial: 12), [0x78] + records, .failure(.journalUnreadable(.header))),
        ]
        for (name, state, journal, expected) in cases {
            let disk = SimulatedDisk()
            disk[self.name] = state
            disk["\(self.name).journal"] = journal
            if case .failure = expected {
                disk["\(self.name).bak.9"] = [1]
                disk["\(self.name).bak.11"] = [1]
            }
            let before = disk.effects
            let result = Result { () throws(StateStoreFailure) in try store(disk).load()?.state.doubts.count }
            #expect(result == expected, "\(name)")
            #expect(disk.syncs == 0 && disk.bytesWritten == 0 && disk.effects > before, "\(name): loading repairs nothing")
            if case .failure(let failure) = expected {
                #expect(failure.diagnostic(path: "state/demo.json").hint?.isEmpty == false, "\(name)")
            }
        }
    }

    @Test func aRunFoldsWhatAFormerOneLeft() throws {
        let disk = diskWithState()
        disk["\(name).journal"] = journal([[intended("native")]])
        disk["\(name).tmp"] = [1]
        disk["\(name).journal.tmp"] = [1]
        let (store, ledger) = try begun("r2", disk)
        #expect(ledger.state.serial == 13 && ledger.state.journal == StateDocument.JournalMark(id: "j", lines: 1))
        #expect(ledger.state.doubts.count == 2 && ledger.open.isEmpty)
        #expect(try JournalCodec.read(#require(disk["\(name).journal"])).header.base == 13)
        try store.end()
        #expect(try disk.names() == ["", ".bak.12", ".journal", ".lock"].map { name + $0 })
    }

    // MARK: Who may write

    @Test func oneProcessWritesAtATime() throws {
        let disk = diskWithState()
        let (first, _) = try begun("r1", disk)
        let second = store(disk)
        #expect(try second.lock(as: StoreScript.holder) == false)
        #expect(try second.lockHolder() == StoreScript.holder)
        try first.end()
        #expect(try second.lock(as: StoreScript.holder))
        disk.kill()
        #expect(try store(disk).lock(as: StoreScript.holder))
    }

    @Test func aStateIsCreatedOnlyWhereThereIsNone() throws {
        let disk = SimulatedDisk()
        let store = store(disk)
        #expect(try store.lock(as: StoreScript.holder))
        #expect(throws: StateStoreFailure.absent) { try store.begin(run: "r1") }
        try store.create(lineage: Samples.lineage)
        #expect(throws: StateStoreFailure.exists) { try store.create(lineage: Samples.lineage) }
        #expect(try store.load()?.state.lineage == Samples.lineage)
        #expect(try store.begin(run: "r1").state.serial == 0)
        disk[name] = nil
        #expect(throws: StateStoreFailure.exists) { try store.create(lineage: Samples.lineage) }
    }

    @Test func aStateThatOthersCanReadIsNarrowed() throws {
        let disk = diskWithState()
        disk.setMode(0o644, of: name)
        let loaded = try #require(try store(disk).load())
        #expect(loaded.isExposed && loaded.diagnostics(path: "state/demo.json").all.map(\.code) == [.stateExposed])
        _ = try begun("r1", disk)
        #expect(try disk.identity(name)?.mode == 0o600)
        #expect(try store(disk).load()?.isExposed == false)
    }

    // MARK: What is kept

    @Test func theNewestFiveStatesAreKeptOrAsManyAsFit() throws {
        for (size, kept) in [(1, [12, 4, 5, 6, 7]), (30 << 20, [12, 6, 7]), (70 << 20, [12])] {
            let disk = diskWithState()
            for serial in 1...7 { disk["\(name).bak.\(serial)"] = Array(repeating: 0x20, count: size) }
            let (store, ledger) = try begun("r1", disk)
            _ = try store.checkpoint(ledger.state)
            let backups = try disk.names().filter { $0.contains(".bak.") }
            #expect(backups == kept.map { "\(name).bak.\($0)" }, "\(size) bytes each")
        }
    }

    @Test func aBackupIsTheFormerStateByteForByte() throws {
        let disk = diskWithState()
        let former = disk[name]
        let (store, ledger) = try begun("r1", disk)
        _ = try store.checkpoint(ledger.state)
        #expect(disk["\(name).bak.12"] == former)
    }

    @Test func everyCodeIsListedOnceInOrder() {
        let names = DiagnosticCode.state.map(\.name)
        #expect(names == Array(Set(names)).sorted() && names.allSatisfy { $0.hasPrefix("RC4") })
    }
}
