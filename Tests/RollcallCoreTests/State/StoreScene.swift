import OAuthRegistration
import RollcallTestKit
import Testing

@testable import RollcallCore

/// A store on a disk with the sample state, and the files around it: what the tests of the store begin with.
protocol StoreScene {}

extension StoreScene {
    typealias Samples = StateSamples
    var name: String { StoreScript.name }

    func store(_ disk: SimulatedDisk) -> FileStateStore<SimulatedDisk> { StoreScript.store(on: disk) }

    /// A store with the lock, on a disk with the sample state, in a run.
    func begun(_ run: String, _ disk: SimulatedDisk) throws -> (FileStateStore<SimulatedDisk>, Ledger) {
        let store = store(disk)
        #expect(try store.lock(as: StoreScript.holder))
        return (store, try store.begin(run: run))
    }

    func diskWithState(serial: Int = 12) -> SimulatedDisk {
        let disk = SimulatedDisk()
        disk[name] = state(serial: serial)
        return disk
    }

    func state(serial: Int, lineage: String = Samples.lineage, folded: StateDocument.JournalMark? = nil) -> [UInt8] {
        var state = Samples.document
        (state.lineage, state.serial, state.journal) = (lineage, serial, folded)
        return StateCodec.write(state, digest: quickDigest)
    }

    func journal(_ lines: [[JournalRecord]], base: Int = 12, lineage: String = Samples.lineage) -> [UInt8] {
        var line = JournalCodec.line(JournalHeader(id: "j", lineage: lineage, base: base))
        var bytes = Array(line.bytes)
        for (number, records) in zip(1..., lines) {
            line = JournalCodec.line(records, number: number, after: line.checksum)
            bytes += line.bytes
        }
        return bytes
    }

    func intended(_ label: String, _ number: Int = 5) -> JournalRecord {
        .intended(Samples.intent(.register, label, id: "a-\(number)", registration: number))
    }
}
