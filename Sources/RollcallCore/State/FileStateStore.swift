/// The state in one directory, over `Disk`: a snapshot, the journal of what came after it, a lock and backups.
///
///     NAME              the state as of its serial
///     NAME.journal      what was done since
///     NAME.lock         held by whoever writes
///     NAME.bak.SERIAL   former states
///     NAME.tmp, NAME.journal.tmp    being written; left over only by a crash, removed under the lock
///
/// Always true, whatever happens to the machine: state and journal together say everything that `append` returned for, and
/// every intent whose request may have left. Loading needs no lock and repairs nothing.
///
/// Not thread-safe and synchronous: one thread owns it, since fsync blocks.
public final class FileStateStore<D: Disk> {
    let disk: D
    let name: String
    let digest: Digest
    var lockFile: D.File?
    var journal: OpenJournal<D>?
    /// A failure left the journal in an unknown condition: nothing more may be written to it, or believed of it.
    var isUnusable = false
    /// How many calls' answers the journal must have room for.
    var callsInFlight = 0
    /// In bytes of the journal, at least.
    var checkpointDistance = 64 << 20

    /// `name` is the state file's name in the disk's directory.
    public init(disk: D, name: String, digest: @escaping Digest) {
        self.disk = disk
        self.name = name
        self.digest = digest
    }

    var journalName: String { "\(name).journal" }
    var lockName: String { "\(name).lock" }
    var temporaryName: String { "\(name).tmp" }
    var temporaryJournalName: String { "\(name).journal.tmp" }

    // MARK: Locking

    /// `false` if another process holds the lock: `lockHolder` says who.
    public func lock(as holder: LockHolder) throws(StateStoreFailure) -> Bool {
        precondition(lockFile == nil, "the lock is taken once")
        lockFile = try reading { () throws(DiskFailure) in try disk.lock(lockName, holder: holder.bytes) }
        return lockFile != nil
    }

    /// Who wrote himself into the lock's file last; whether he still holds it, only `lock` can tell.
    public func lockHolder() throws(StateStoreFailure) -> LockHolder? {
        try reading { () throws(DiskFailure) in try disk.read(lockName) }.flatMap { LockHolder($0) }
    }

    // MARK: A run

    /// An empty state, where there is neither state nor journal (`rollcall init`). The lock must be held. `lineage` is a random UUID.
    public func create(lineage: String) throws(StateStoreFailure) {
        precondition(lockFile != nil, "creating a state needs the lock")
        let present = try reading { () throws(DiskFailure) in [try disk.identity(name), try disk.identity(journalName)] }
        guard present == [nil, nil] else { throw .exists }
        try removeTemporaries()
        _ = try write(StateDocument(lineage: lineage))
    }

    /// Folds what an earlier run left in the journal, and starts a new one. The lock must be held. `run` is random text that no
    /// other run has; it becomes part of the journal's id.
    public func begin(run: String) throws(StateStoreFailure) -> Ledger {
        precondition(lockFile != nil && journal == nil, "a run begins once, with the lock")
        try removeTemporaries()
        guard let loaded = try load() else { throw .absent }
        if loaded.isExposed { try reading { () throws(DiskFailure) in try disk.restrict(name) } }
        var state = loaded.state
        if loaded.unfolded.lines > 0 {
            state.journal = loaded.unfolded
            state = try write(next(state))
        } else {
            // Who put the state into its place may have died before that was durable; until it is, the journal says what it folded.
            try reading { () throws(DiskFailure) in try disk.syncDirectory() }
        }
        try startJournal(of: state, run: run)
        return Ledger(state)
    }

    /// Writes the records as one line of the journal; they are durable when it returns. After `noSpace` nothing was written and
    /// the store can go on with the calls that are in flight; after any other failure it cannot go on at all.
    public func append(_ records: [JournalRecord]) throws(StateStoreFailure) {
        if records.isEmpty { return }
        guard !isUnusable, var journal else { throw .unusable }
        let line = journal.line(records)
        if records.contains(where: \.isIntent) { try reserve(for: line, in: &journal) }
        do {
            try journal.append(line, to: disk)
        } catch {
            isUnusable = true
            throw .notDurable(error)
        }
        self.journal = journal
    }

    /// Makes sure that the answers of so many calls can be journaled even when the disk fills up. From here on, no intent is
    /// written without that room.
    public func reserve(callsInFlight: Int) throws(StateStoreFailure) {
        guard !isUnusable, var journal else { throw .unusable }
        self.callsInFlight = callsInFlight
        try reserve(for: nil, in: &journal)
        self.journal = journal
    }

    /// Writes `state` under the next serial and starts a new journal; returns the state as it was written. The run goes on with it:
    /// calls that are open must be among its doubts (`Ledger.closed`), and a late answer settles them there.
    ///
    /// After `notCheckpointed` and `misread` the former state and the journal still say everything, and the store can be used.
    public func checkpoint(_ state: StateDocument) throws(StateStoreFailure) -> StateDocument {
        guard !isUnusable, let journal else { throw .unusable }
        self.journal?.sizeAtCheckpoint = journal.size
        var next = next(state)
        next.journal = StateDocument.JournalMark(id: journal.header.id, lines: journal.lines)
        let written = try write(next)
        try startJournal(of: written, run: journal.run)
        return written
    }

    /// Whether the journal has grown so much that a run should write a checkpoint before its end: by more than 64 MiB, and than the
    /// state, so that checkpoints never cost more than the records between them. One that failed is due again after as much more.
    public var isCheckpointDue: Bool {
        guard let journal else { return false }
        return journal.size - journal.sizeAtCheckpoint > max(checkpointDistance, journal.stateSize)
    }

    /// Releases the lock. What the journal holds is folded by the next run.
    public func end() throws(StateStoreFailure) {
        let files = [journal?.file, lockFile].compactMap { $0 }
        (journal, lockFile) = (nil, nil)
        for file in files { try reading { () throws(DiskFailure) in try disk.close(file) } }
    }

    // MARK: Steps

    private func next(_ state: StateDocument) -> StateDocument {
        var next = state
        next.serial += 1
        return next
    }

    func reading<Value>(_ call: () throws(DiskFailure) -> Value) throws(StateStoreFailure) -> Value {
        do { return try call() } catch { throw .disk(error) }
    }

    private func removeTemporaries() throws(StateStoreFailure) {
        try reading { () throws(DiskFailure) in
            try disk.remove(temporaryName)
            try disk.remove(temporaryJournalName)
        }
    }
}
