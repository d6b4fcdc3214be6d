import OAuthRegistration

/// What a run records: the store, and the ledger of the same records, always in step. It decides what becomes of records that
/// the store cannot take, so that an answer with a credential is durable somewhere, or its registration is undone:
///
///     the store ─▶ a file of its own in the recovery folder ─▶ the journal's line, if it can still be read ─▶ nowhere
///
/// Only an answer that is nowhere, to a register that can be deleted again, is left to be: its line is taken away before.
public final class Recorder<D: Disk> {
    public let store: FileStateStore<D>
    private let recovery: RecoveryFolder<D>
    /// As messages name it.
    private let journalPath: String
    private var ledger: Ledger?
    /// Why something could not be recorded, in the order in which it happened. After any but `noSpace`, nothing more can be.
    public private(set) var failures: [StateStoreFailure] = []
    /// What was kept in files, by call.
    public private(set) var kept: [OperationID: String] = [:]
    /// Why something could not be kept in a file.
    public private(set) var recoveryFailures: [DiskFailure] = []
    /// Whether there is something that only the journal says.
    public private(set) var hasRecords = false

    /// - Parameter journalPath: of the store's journal, as messages name it.
    public init(_ store: FileStateStore<D>, recovery: RecoveryFolder<D>, journalPath: String) {
        self.store = store
        self.recovery = recovery
        self.journalPath = journalPath
    }

    /// With every record so far applied, and every open call in doubt.
    public var state: StateDocument {
        guard let ledger else { preconditionFailure("a run has begun") }
        return ledger.closed()
    }

    public func begin(run: String) throws(StateStoreFailure) { ledger = try store.begin(run: run) }

    public func append(_ records: [JournalRecord]) -> Recording {
        do throws(StateStoreFailure) {
            try store.append(records)
            apply(records)
            return .durable
        } catch {
            note(error)
            guard case .noSpace = error else { return .failed(kept: keep(records, wereWritten: error != .unusable)) }
            apply(records.withoutAnnouncements)
            return .withoutIntents
        }
    }

    public func checkpoint(_ state: StateDocument) throws(StateStoreFailure) {
        ledger = Ledger(try store.checkpoint(state), seal: store.seal)
        hasRecords = false
    }

    // MARK: Steps

    private func apply(_ records: [JournalRecord]) {
        for record in records { ledger?.apply(record) }
        hasRecords = hasRecords || !records.isEmpty
        guard store.isCheckpointDue else { return }
        do throws(StateStoreFailure) { try checkpoint(state) } catch {
            // One that failed before it changed anything takes nothing away, and the last one tells of it.
            if store.isUnusable { note(error) }
        }
    }

    private func note(_ failure: StateStoreFailure) {
        if failures.contains(failure) || failure == .unusable && !failures.isEmpty { return }
        failures.append(failure)
    }

    /// - Parameter wereWritten: the store tried; else it had given up before.
    private func keep(_ records: [JournalRecord], wereWritten: Bool) -> [OperationID: Recording.Place] {
        var places: [OperationID: Recording.Place] = [:]
        var homeless: [Salvage] = []
        for salvage in records.compactMap(Salvage.init) {
            do throws(DiskFailure) {
                let path = try recovery.keep(salvage)
                kept[salvage.call] = path
                places[salvage.call] = .file(path)
            } catch {
                if !recoveryFailures.contains(error) { recoveryFailures.append(error) }
                homeless.append(salvage)
            }
        }
        guard wereWritten, store.hasLostLine else { return places }
        // Calls that will not be sent must not be read as if they might have been.
        if records.withoutAnnouncements.isEmpty { _ = store.discardLostLine() }
        if homeless.isEmpty { return places }
        if homeless.allSatisfy({ $0.isManageable && isRegistration($0.call) }), store.discardLostLine() { return places }
        for salvage in homeless { places[salvage.call] = .journal(journalPath) }
        return places
    }

    private func isRegistration(_ id: OperationID) -> Bool {
        (ledger?.open[id] ?? ledger?.state.doubts[id]?.intent)?.operation == .register
    }
}
