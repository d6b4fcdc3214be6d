public import RollcallCore

/// The state of a project while a command runs: the file store and what the run has recorded, on a thread of their own.
public actor StateKeeper {
    private let thread = JournalThread()
    private let disk: PosixDisk
    private let recorder: Recorder<PosixDisk>
    private var store: FileStateStore<PosixDisk> { recorder.store }

    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - name: the state file's name in the disk's folder.
    ///   - path: of the state, as messages name it.
    ///   - recovery: the folder for answers that cannot be recorded; made when it is needed.
    public init(disk: PosixDisk, name: String, path: String, recovery: String, seal: Seal) {
        self.disk = disk
        let folder = RecoveryFolder<PosixDisk>(path: recovery) { () throws(DiskFailure) in
            try FolderCreation.create(recovery)
            guard let disk = try PosixDisk(directory: recovery) else {
                throw DiskFailure("open", recovery, reason: "it is no folder")
            }
            return disk
        }
        recorder = Recorder(
            FileStateStore(disk: disk, name: name, digest: sha256, seal: seal), recovery: folder,
            journalPath: "\(path).journal")
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
    public func begin(run: String) throws(StateStoreFailure) { try recorder.begin(run: run) }

    /// Releases the lock.
    public func end() throws(StateStoreFailure) { try store.end() }

    // MARK: A run

    /// With every record so far applied, and every open call in doubt.
    public var state: StateDocument { recorder.state }
    /// Whether there is something that only the journal says.
    public var hasRecords: Bool { recorder.hasRecords }
    /// Why something could not be recorded; empty if everything could.
    public var failures: [StateStoreFailure] { recorder.failures }
    /// What is to be said of it that is no failure, and of answers that were put into files.
    public var incidents: StateIncidents { StateIncidents(recorder) }

    public func reserve(callsInFlight: Int) throws(StateStoreFailure) { try store.reserve(callsInFlight: callsInFlight) }
    public func append(_ records: [JournalRecord]) -> Recording { recorder.append(records) }
    public func checkpoint(_ state: StateDocument) throws(StateStoreFailure) { try recorder.checkpoint(state) }

    // MARK: Former states

    /// Newest first, each read whole, with the time at which it was written.
    public func backups() throws(StateStoreFailure) -> [(backup: StateBackup, written: Timestamp?)] {
        var backups: [(StateBackup, Timestamp?)] = []
        for backup in try store.backups() {
            backups.append((backup, (try? disk.written(backup.name)).flatMap(\.self).map(WallClock.timestamp)))
        }
        return backups
    }

    /// What is to take the state's place; nothing is written. The lock must be held.
    public func restoration(of serial: Int) throws(StateStoreFailure) -> StateRestoration {
        try store.restoration(of: serial)
    }

    public func restore(_ restoration: StateRestoration) throws(StateStoreFailure) { try store.restore(restoration) }

    /// Takes away the backups that hold a secret in plain; returns how many there were.
    public func removePlainBackups() throws(StateStoreFailure) -> Int { try store.removePlainBackups() }
}
