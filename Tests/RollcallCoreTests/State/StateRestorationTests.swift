import OAuthRegistration
import RollcallTestKit
import StrictJSON
import Testing

@testable import RollcallCore

/// Going back to a former state: what may take the state's place, and what becomes of what is there.
struct StateRestorationTests: StoreScene {
    @Test func aFormerStateIsRestoredOnlyWhereNothingIsSwallowed() throws {
        let records = journal([[intended("native")]])
        let empty = journal([], base: 12)
        let labels = [Samples.label("native")]
        let backup = "\(name).bak."
        let cases:
            [(String, state: [UInt8]?, journal: [UInt8]?, of: Int, Result<(serial: Int, doubts: Int), StateStoreFailure>)] = [
                ("damaged", [], nil, 11, .success((13, 1))), ("gone", nil, nil, 11, .success((13, 1))),
                ("damaged, without records", Array(state(serial: 12).dropLast(9)), empty, 11, .success((13, 1))),
                ("whole", state(serial: 12), nil, 9, .success((13, 1))),
                ("with records after it", [], journal([[intended("native")]], base: 11), 11, .success((13, 2))),
                (
                    "with records after another", [], records, 11,
                    .failure(.wouldSwallow(labels: labels, base: 12, serial: 11))
                ),
                ("with a damaged journal", [], [0x78] + records, 11, .failure(.journalUnreadable(.header))),
                ("no such backup", [], nil, 7, .failure(.noBackup("\(backup)7"))),
                ("a damaged backup", [], nil, 10, .failure(.backupUnreadable("\(backup)10", .short))),
                (
                    "another lineage", state(serial: 3, lineage: "other"), nil, 11,
                    .failure(.strangeBackup("\(backup)11", lineage: Samples.lineage))
                ),
            ]
        for row in cases {
            let disk = SimulatedDisk()
            (disk[name], disk["\(name).journal"]) = (row.state, row.journal)
            for serial in [9, 11] { disk["\(backup)\(serial)"] = state(serial: serial) }
            disk["\(backup)10"] = Array(state(serial: 10).dropLast(9))
            let store = store(disk)
            #expect(try store.lock(as: StoreScript.holder))
            #expect(try store.backups().map(\.serial) == [11, 10, 9])
            let restoration = Result { () throws(StateStoreFailure) in try store.restoration(of: row.of) }
            switch (restoration, row.4) {
            case (.failure(let failure), .failure(let expected)):
                #expect(failure == expected, "\(row.0)")
                #expect(failure.diagnostic(path: "state/demo.json").hint?.isEmpty == false, "\(row.0)")
                #expect(disk[name] == row.state, "\(row.0)")
            case (.success(let restoration), .success(let expected)):
                try store.restore(restoration)
                let loaded = try #require(try self.store(disk).load()?.state)
                #expect(loaded.serial == expected.serial && loaded.doubts.count == expected.doubts, "\(row.0)")
                if let aside = restoration.setAsideAs { #expect(disk[aside] == row.state, "\(row.0)") }
                #expect((restoration.setAsideAs == nil) == (row.state == nil), "\(row.0)")
            default: Issue.record("\(row.0): \(restoration)")
            }
            try store.end()
            if case .success = row.4 { _ = try begun("r9", disk) }
        }
    }
}
