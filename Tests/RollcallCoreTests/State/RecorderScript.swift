import OAuthRegistration
import RollcallCore
import RollcallTestKit
import StrictJSON

/// One run over a recorder: what was sent, what became of each answer, and which of that the disks do not show afterwards.
struct RecorderScript {
    /// Calls whose intent is durable.
    private(set) var sent: Set<OperationID> = []
    /// Calls whose answer is durable.
    private(set) var durable: Set<OperationID> = []
    /// What became of answers that could not be recorded; `nil` for those whose registration is to be deleted again.
    private(set) var unrecorded: [OperationID: Recording.Place?] = [:]
    private let run: String
    private let disk: SimulatedDisk
    private let recovery: SimulatedDisk
    private var isStopped = false

    init(run: String, on disk: SimulatedDisk, recovery: SimulatedDisk) {
        (self.run, self.disk, self.recovery) = (run, disk, recovery)
    }

    /// An empty state.
    static func diskWithState() -> SimulatedDisk {
        let disk = SimulatedDisk()
        disk[StoreScript.name] = StateCodec.write(StateDocument(lineage: StateSamples.lineage), digest: quickDigest)
        return disk
    }

    /// Registrations: one alone, two with their records in one line, one over a checkpoint, one that is never answered.
    mutating func perform() throws {
        let recovery = recovery
        let recorder = Recorder(
            StoreScript.store(on: disk), recovery: RecoveryFolder(path: "recovery") { () throws(DiskFailure) in recovery },
            journalPath: "journal")
        guard try recorder.store.lock(as: StoreScript.holder) else { preconditionFailure("nobody else has the lock") }
        try recorder.begin(run: run)
        try recorder.store.reserve(callsInFlight: 2)
        append([intended(1)], to: recorder)
        append([answered(1), intended(2)], to: recorder)
        append([intended(3)], to: recorder)
        append([answered(2), answered(3)], to: recorder)
        append([intended(4)], to: recorder)
        if !isStopped { try? recorder.checkpoint(recorder.state) }
        append([answered(4)], to: recorder)
        append([intended(5)], to: recorder)
        try recorder.store.end()
    }

    /// As a run does: after a failure no call begins, and the answers of those in flight come all the same.
    private mutating func append(_ records: [JournalRecord], to recorder: Recorder<SimulatedDisk>) {
        let records = records.filter { record in
            switch record {
            case .intended: !isStopped
            case .answered(let id, _, _): sent.contains(id)
            case .refused, .inDoubt, .settled: true
            }
        }
        guard !records.isEmpty else { return }
        switch recorder.append(records) {
        case .durable: note(records)
        case .withoutIntents:
            isStopped = true
            note(records.withoutAnnouncements)
        case .failed(let kept):
            isStopped = true
            for case .answered(let id, _, _) in records { unrecorded[id] = .some(kept[id]) }
        }
    }

    private mutating func note(_ records: [JournalRecord]) {
        for record in records {
            if case .intended(let intent) = record { sent.insert(intent.id) }
            if case .answered(let id, _, _) = record { durable.insert(id) }
        }
    }

    // MARK: What the disks show

    /// - Parameter isCut: the power was cut since: what was never durable may be gone.
    func brokenPromises(isCut: Bool) -> [String] {
        let state: StateDocument
        do {
            guard let loaded = try StoreScript.store(on: disk).load() else { return ["the state is gone"] }
            state = loaded.state
        } catch { return ["\(error)"] }
        return sent.sorted().compactMap { id in
            let secret = state[ClientLabel("c-\(id)")!]?.credentials.clientSecret
            if secret == nil, state.doubts[id] == nil { return "\(id): nobody knows that it was sent" }
            if durable.contains(id) { return secret == nil ? "\(id): its secret is lost" : nil }
            switch unrecorded[id] {
            case nil: return nil
            case .some(.some(.file)): return recovery["\(id).json"] == body(id) ? nil : "\(id): its file is lost"
            case .some(.some(.journal)): return isCut || secret != nil ? nil : "\(id): its line is lost"
            case .some(.none): return isCut || secret == nil ? nil : "\(id): it is recorded, and will be deleted"
            }
        }
    }

    private func intended(_ number: Int) -> JournalRecord {
        let id = OperationID("\(run)-\(number)")
        // Each of its own: an answer about a registration ends the doubts about it.
        let registration = number + run.utf8.reduce(0) { $0 + 10 * Int($1) }
        return .intended(StateSamples.intent(.register, "c-\(id)", id: id.text, registration: registration))
    }

    private func answered(_ number: Int) -> JournalRecord {
        let id = OperationID("\(run)-\(number)")
        return .answered(id, HTTPAnswer(status: 201, body: body(id)), at: Timestamp("2026-01-01T00:00:00Z"))
    }

    private func body(_ id: OperationID) -> [UInt8] {
        let uri = "https://id.example.com/register/\(id) " + String(repeating: "x", count: 520)
        let body: JSONObject = [
            "client_id": .string("id of \(id)"), "client_secret": "not-a-secret", "registration_access_token": "not-a-token",
            "registration_client_uri": .string(uri),
        ]
        return body.canonicalBytes
    }
}
