public import RollcallCore

/// The state of a project while a command runs: the file store on a thread of its own, and the ledger of what the run has recorded.
public actor StateKeeper: StateStore {
    private let thread = JournalThread()
    private let store: FileStateStore<PosixDisk>
    private var ledger: Ledger?
    /// Why a record could not be made durable; nothing more can be, then.
    public private(set) var failure: StateStoreFailure?
    /// Whether there is something that only the journal says.
    public private(set) var hasRecords = false

    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// `name` is the state file's name in the disk's folder.
    public init(disk: PosixDisk, name: String, seal: Seal) {
        store = FileStateStore(disk: disk, name: name, digest: sha256, seal: seal)
    }

    /// How answers are journaled and credentials recorded. Nothing is recorded before it is final.
    public var seal: Seal { store.seal }
    public func use(_ seal: Seal) { store.seal = seal }

    /// The state as it is, without the lock; `nil` if there is neither state nor journal.
    public func load() throws(StateStoreFailure) -> LoadedState? { try store.load() }

    /// `false` if another process holds the lock.
    public func lock(as holder: LockHolder) throws(StateStoreFailure) -> Bool { try store.lock(as: holder) }
    public func lockHolder() throws(StateStoreFailure) -> LockHolder? { try store.lockHolder() }

    /// An empty state; the lock must be held.
    public func create(lineage: String) throws(StateStoreFailure) { try store.create(lineage: lineage) }

    /// Folds what an earlier run left, and begins this one. The lock must be held. `run` is random text.
    public func begin(run: String) throws(StateStoreFailure) { ledger = try store.begin(run: run) }

    /// Releases the lock.
    public func end() throws(StateStoreFailure) { try store.end() }

    // MARK: StateStore

    public var state: StateDocument {
        guard let ledger else { preconditionFailure("a run has begun") }
        return ledger.closed()
    }

    public func reserve(callsInFlight: Int) throws(StateStoreFailure) { try store.reserve(callsInFlight: callsInFlight) }

    public func append(_ records: [JournalRecord]) throws(StateStoreFailure) {
        do { try store.append(records) } catch {
            failure = error
            throw error
        }
        for record in records { ledger?.apply(record) }
        hasRecords = true
        // Without the checkpoint the journal still says everything, so the run goes on.
        if store.isCheckpointDue { try? checkpoint(state) }
    }

    public func checkpoint(_ state: StateDocument) throws(StateStoreFailure) {
        ledger = Ledger(try store.checkpoint(state), seal: store.seal)
        hasRecords = false
    }

    /// Takes away the backups that hold a secret in plain; returns how many there were.
    public func removePlainBackups() throws(StateStoreFailure) -> Int { try store.removePlainBackups() }
}
