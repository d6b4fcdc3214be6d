import OAuthRegistration
import RollcallTestKit
import StrictJSON
import Testing

@testable import RollcallCore

/// What the store does when the disk is full, or fails (reliability.md, F30 to F39; every call in turn is `RecorderTests`').
struct FileStateStoreFailureTests: StoreScene {
    /// What else is in the line is recorded all the same, and so is every answer in flight.
    @Test func noIntentIsWrittenWithoutRoomForItsAnswer() throws {
        let disk = diskWithState()
        let (store, _) = try begun("r1", disk)
        disk.capacity = 5 << 18
        try store.reserve(callsInFlight: 1)
        let answer = HTTPAnswer(status: 201, body: Array(repeating: 0x20, count: HTTPRequest.registrationAnswerLimit))
        var sent = 1
        try store.append([intended("c-0", 0)])
        let failure = #expect(throws: StateStoreFailure.self) {
            while sent < 10 {
                let answered = JournalRecord.answered(OperationID("a-\(sent - 1)"), answer, at: Timestamp("t"))
                try store.append([answered, intended("c-\(sent)", sent)])
                sent += 1
            }
        }
        guard case .noSpace = failure else { throw try #require(failure) }
        #expect((1...4).contains(sent))
        var records = try JournalCodec.read(#require(disk["\(name).journal"])).records
        #expect(records.count == 2 * sent, "every answer, and the intent of every call that was sent")
        // A read that was sent without an intent, and brought something: its call is no announcement.
        let read = Samples.intent(.read, "web", id: "a-50", registration: 1)
        let news = JournalRecord.answered(read.id, HTTPAnswer(status: 200), at: Timestamp("t"))
        #expect(throws: StateStoreFailure.self) { try store.append([.intended(read), news, intended("later", 99)]) }
        records = try JournalCodec.read(#require(disk["\(name).journal"])).records
        #expect(records.suffix(2) == [.open(.intended(read)), .open(news)])
        disk.capacity = nil
        try store.append([intended("later", 99)])
        #expect(try JournalCodec.read(#require(disk["\(name).journal"])).records.last == .open(intended("later", 99)))
    }

    @Test func aLineThatCannotBeMadeDurableMovesTheJournalToANewFile() throws {
        for operation in ["write", "sync"] {
            let disk = diskWithState()
            let (store, ledger) = try begun("r1", disk)
            try store.append([intended("native")])
            var failed = 0
            disk.fault = { effect in
                guard effect.operation == operation, effect.name == "\(name).journal", failed == 0 else { return nil }
                failed += 1
                return .failure("Input/output error", written: 20)
            }
            try store.append([intended("zeta", 6)])
            #expect(store.journalMoves.count == 1 && failed == 1)
            try store.append([intended("omega", 7)])
            #expect(try JournalCodec.read(#require(disk["\(name).journal"])).lines == 3)
            var generator = SeededGenerator(seed: 1)
            let copy = SimulatedDisk(copying: disk)
            copy.cutPower(using: &generator)
            #expect(try self.store(copy).load()?.state.doubts.count == 4, "\(operation)")
            #expect(try store.checkpoint(ledger.state).serial == 13)
        }
    }

    /// Nothing that follows is written, or believed.
    @Test func whereTheJournalCannotBeMovedNothingMoreIsRecorded() throws {
        for operation in ["write", "sync"] {
            let disk = diskWithState()
            let (store, ledger) = try begun("r1", disk)
            try store.append([intended("native")])
            disk.fault = { $0.operation == operation ? .failure("Input/output error", written: 20) : nil }
            let failure = DiskFailure(operation, "\(name).journal", reason: "Input/output error")
            #expect(throws: StateStoreFailure.notDurable(failure)) { try store.append([intended("zeta", 6)]) }
            #expect(store.hasLostLine == (operation == "sync"))
            disk.fault = nil
            let before = disk.bytesWritten
            #expect(throws: StateStoreFailure.unusable) { try store.append([intended("zeta", 6)]) }
            #expect(throws: StateStoreFailure.unusable) { try store.checkpoint(ledger.state) }
            #expect(throws: StateStoreFailure.unusable) { try store.reserve(callsInFlight: 1) }
            #expect(disk.bytesWritten == before)
            #expect(store.discardLostLine() && !store.hasLostLine)
            #expect(try self.store(disk).load()?.state.doubts.count == 2, "\(operation): the line is gone")
            var generator = SeededGenerator(seed: 1)
            disk.cutPower(using: &generator)
            #expect(try self.store(disk).load()?.state.doubts[OperationID("a-5")] != nil, "\(operation)")
        }
    }

    /// Its bytes may be an answer that nobody has seen elsewhere.
    @Test func aJournalsCutEndIsSetAside() throws {
        let whole = journal([[intended("native")], [intended("zeta", 6)]])
        for (end, isKept) in [
            (Array(whole.dropLast(7)), true), (whole.dropLast(whole.count / 3) + [0, 0], true), (whole, false),
        ] {
            let disk = diskWithState()
            disk["\(name).journal"] = Array(end)
            let (store, _) = try begun("r1", disk)
            let copy = disk["\(name).bak.torn-j"]
            #expect((copy != nil) == isKept && store.tornTail?.count == copy?.count)
            if let copy { #expect(Array(end).suffix(copy.count) == copy[...]) }
        }
        let disk = diskWithState()
        disk["\(name).journal"] = journal([[intended("native")]]) + Array(repeating: 0, count: 4096)
        #expect(try begun("r1", disk).0.tornTail == nil, "reserved space is no line")
        #expect(try disk.names().contains { $0.contains("torn") } == false)
    }

    @Test func aCheckpointThatFailsLeavesTheRunGoingOn() throws {
        for operation in ["create", "write", "sync", "close", "link", "rename"] {
            let disk = diskWithState()
            var (store, ledger) = try begun("r1", disk)
            try store.append([intended("native")])
            ledger.apply(intended("native"))
            disk.fault = { $0.operation == operation ? .failure(SimulatedDisk.outOfSpace) : nil }
            let failure = #expect(throws: StateStoreFailure.self, "\(operation)") { try store.checkpoint(ledger.closed()) }
            guard case .notCheckpointed = failure else {
                Issue.record("\(operation): \(String(describing: failure))")
                continue
            }
            disk.fault = nil
            try store.append([intended("zeta", 6)])
            ledger.apply(intended("zeta", 6))
            #expect(try self.store(disk).load()?.state.doubts.count == 3, "\(operation)")
            #expect(try store.checkpoint(ledger.closed()).doubts.count == 3, "\(operation)")
        }
    }

    @Test func aCheckpointThatFailedIsDueAgainAfterAsMuchMore() throws {
        let disk = diskWithState()
        let (store, ledger) = try begun("r1", disk)
        store.checkpointDistance = 8 << 10
        /// How many records it takes until the next is due.
        func records() throws -> Int {
            var count = 0
            while !store.isCheckpointDue {
                count += 1
                try store.append([intended("client\(count)", count)])
            }
            return count
        }
        let first = try records()
        disk.fault = { $0.operation == "rename" ? .failure(SimulatedDisk.outOfSpace) : nil }
        #expect(throws: StateStoreFailure.self) { try store.checkpoint(ledger.state) }
        #expect((first - 1...first + 1).contains(try records()))
        disk.fault = nil
        _ = try store.checkpoint(ledger.state)
        #expect((first - 1...first + 1).contains(try records()))
    }

    @Test func onlyTheStateThatARunBeganFromIsWritten() throws {
        let disk = diskWithState()
        let (store, ledger) = try begun("r1", disk)
        let written = try store.checkpoint(ledger.state)
        #expect(throws: StateStoreFailure.stale(serial: 12, recorded: 13)) { try store.checkpoint(ledger.state) }
        var stranger = written
        stranger.lineage = "another"
        #expect(throws: StateStoreFailure.stale(serial: 13, recorded: 13)) { try store.checkpoint(stranger) }
        let pulled = state(serial: 40)
        disk[name] = pulled
        #expect(throws: StateStoreFailure.replaced) { try store.checkpoint(written) }
        #expect(disk[name] == pulled)
    }

    /// Whatever of a checkpoint fails, what the run knows afterwards is what is on the disk.
    @Test func roomIsMadeForTheNextJournalBeforeTheStateIsReplaced() throws {
        let disk = diskWithState()
        let (store, ledger) = try begun("r1", disk)
        try store.reserve(callsInFlight: 1)
        try store.append([intended("native")])
        let former = disk[name]
        disk.fault = { $0.operation == "reserve" ? .failure(SimulatedDisk.outOfSpace) : nil }
        let failure = #expect(throws: StateStoreFailure.self) { try store.checkpoint(ledger.state) }
        guard case .notCheckpointed = failure else { throw try #require(failure) }
        #expect(disk[name] == former && !store.isUnusable)
        disk.fault = nil
        try store.append([.answered(OperationID("a-5"), HTTPAnswer(status: 400), at: Timestamp("t"))])
        #expect(try self.store(disk).load()?.state.doubts.count == 1)
        disk.fault = { $0.operation == "rename" && $0.name.hasSuffix(".journal.tmp") ? .failure("Input/output error") : nil }
        #expect(throws: StateStoreFailure.self) { try store.checkpoint(ledger.state) }
        disk.fault = nil
        #expect(throws: StateStoreFailure.unusable) { try store.append([intended("zeta", 6)]) }
        #expect(try self.store(disk).load()?.state.serial == 13)
    }

    @Test func aStateThatReadsBackWrongNeverTakesTheOthersPlace() throws {
        let disk = diskWithState()
        let former = disk[name]
        let (store, ledger) = try begun("r1", disk)
        disk.fault = { effect in
            if effect.operation == "read", effect.name.hasSuffix(".tmp") { disk[effect.name]?[40] ^= 1 }
            return nil
        }
        #expect(throws: StateStoreFailure.misread) { try store.checkpoint(ledger.state) }
        #expect(disk[name] == former)
    }
}
