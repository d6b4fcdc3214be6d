/// The state in one directory, over `Disk`: a snapshot, the journal of what came after it, a lock and backups.
///
///     NAME              the state as of its serial
///     NAME.journal      what was done since
///     NAME.lock         held by whoever writes
///     NAME.bak.SERIAL   former states
///     NAME.bak.torn-ID, NAME.bak.damaged-SERIAL    set aside: a journal's cut end, a state that could not be read
///     NAME.tmp, NAME.journal.tmp    being written; left over only by a crash, removed under the lock
///
/// Always true, whatever happens to the machine: state and journal together say everything that `append` returned for, and
/// every intent whose request may have left. Loading needs no lock and repairs nothing.
///
/// Not thread-safe and synchronous: one thread owns it, since fsync blocks.
public final class FileStateStore<D: Disk>: StateStore {
    let disk: D
    let name: String
    let digest: Digest
    /// How answers are journaled and credentials recorded.
    public var seal: Seal
    var lockFile: D.File?
    var journal: OpenJournal<D>?
    /// The state's file as this store read or wrote it last, under the lock.
    var stateFile: FileIdentity?
    /// A failure left the journal in an unknown condition: nothing more may be written to it, or believed of it.
    public internal(set) var isUnusable = false
    /// A line that was written and never became durable, where it can still be read.
    var lostLine: LostLine?
    /// Why the journal had to be moved to a new file, each time that it was.
    public internal(set) var journalMoves: [DiskFailure] = []
    /// The name of the file in which a former journal's cut end was set aside, and how many bytes it has.
    public internal(set) var tornTail: (name: String, count: Int)?
    /// How many calls' answers the journal must have room for.
    var callsInFlight = 0
    /// How much the journal grows, in bytes, before a checkpoint is due: at least; less only where that is to be tested.
    public var checkpointDistance = 64 << 20

    struct LostLine {
        var file: D.File
        /// Of what is durable in the file.
        var size: Int
    }

    /// `name` is the state file's name in the disk's directory.
    public init(disk: D, name: String, digest: @escaping Digest, seal: Seal = .off) {
        self.disk = disk
        self.seal = seal
        self.name = name
        self.digest = digest
    }

    var journalName: String { "\(name).journal" }
    var lockName: String { "\(name).lock" }
    var temporaryName: String { "\(name).tmp" }
    var temporaryJournalName: String { "\(name).journal.tmp" }

    // MARK: Locking

    public func lock(as holder: LockHolder) throws(StateStoreFailure) -> Bool {
        precondition(lockFile == nil, "the lock is taken once")
        lockFile = try reading { () throws(DiskFailure) in try disk.lock(lockName, holder: holder.bytes) }
        return lockFile != nil
    }

    public func lockHolder() throws(StateStoreFailure) -> LockHolder? {
        try reading { () throws(DiskFailure) in try disk.read(lockName) }.flatMap { LockHolder($0) }
    }

    public func end() throws(StateStoreFailure) {
        let journal = journal?.file
        let lock = lockFile
        (self.journal, lockFile) = (nil, nil)
        // Whoever finds a holder in the file afterwards knows that he did not end like this. It is for people, and no more.
        if let lock { try? disk.truncate(lock, to: 0) }
        do throws(DiskFailure) {
            if let journal { try disk.close(journal) }
            if let lock { try disk.close(lock) }
        } catch {
            throw .notReleased(error)
        }
    }

    // MARK: A run

    public func create(lineage: String) throws(StateStoreFailure) {
        precondition(lockFile != nil, "creating a state needs the lock")
        let present = try reading { () throws(DiskFailure) in [try disk.identity(name), try disk.identity(journalName)] }
        guard present == [nil, nil] else { throw .exists }
        try removeTemporaries()
        _ = try write(StateDocument(lineage: lineage))
    }

    public func begin(run: String) throws(StateStoreFailure) -> Ledger {
        precondition(lockFile != nil && journal == nil, "a run begins once, with the lock")
        try removeTemporaries()
        guard let loaded = try load() else { throw .absent }
        try requireKeys(to: loaded)
        if loaded.isExposed { try reading { () throws(DiskFailure) in try disk.restrict(name) } }
        stateFile = try reading { () throws(DiskFailure) in try disk.identity(name) }
        try setAside(loaded.tornTail)
        var state = loaded.state
        if loaded.unfolded.lines > 0 {
            state.journal = loaded.unfolded
            state = try write(next(state), startingJournalOf: run)
        } else {
            // Who put the state into its place may have died before that was durable; until it is, the journal says what it folded.
            try reading { () throws(DiskFailure) in try disk.syncDirectory() }
            try install(try prepareJournal(of: state, run: run))
        }
        return Ledger(state, seal: seal)
    }

    public func checkpoint(_ state: StateDocument) throws(StateStoreFailure) -> StateDocument {
        guard !isUnusable, let journal else { throw .unusable }
        self.journal?.sizeAtCheckpoint = journal.size
        guard state.lineage == journal.header.lineage, state.serial == journal.header.base else {
            throw .stale(serial: state.serial, recorded: journal.header.base)
        }
        let there = try reading { () throws(DiskFailure) in try disk.identity(name) }
        guard let there, there.isSameFile(as: stateFile) else { throw .replaced }
        var next = next(state)
        next.journal = StateDocument.JournalMark(id: journal.header.id, lines: journal.lines)
        return try write(next, startingJournalOf: journal.run)
    }

    /// Whether the journal has grown so much that a run should write a checkpoint before its end: by more than 64 MiB, and than the
    /// state, so that checkpoints never cost more than the records between them. One that failed is due again after as much more.
    public var isCheckpointDue: Bool {
        guard !isUnusable, let journal else { return false }
        return journal.size - journal.sizeAtCheckpoint > max(checkpointDistance, journal.stateSize)
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

    func removeTemporaries() throws(StateStoreFailure) {
        try reading { () throws(DiskFailure) in
            try disk.remove(temporaryName)
            try disk.remove(temporaryJournalName)
        }
    }

    /// The end of a journal that was cut while a line was being written: never durable, so nobody was told that it is; but it may
    /// hold an answer, or a part of one, that nobody has seen elsewhere.
    private func setAside(_ tail: TornTail?) throws(StateStoreFailure) {
        guard let tail, !tail.bytes.allSatisfy({ $0 == 0 }) else { return }
        let copy = "\(name).bak.torn-\(tail.journal)"
        try reading { () throws(DiskFailure) in
            try disk.remove(copy)
            let file = try disk.create(copy)
            try disk.write(tail.bytes, to: file)
            try disk.sync(file)
            try disk.close(file)
            try disk.syncDirectory()
        }
        tornTail = (copy, tail.bytes.count)
    }
}

extension FileIdentity {
    /// Not the permissions: those may change.
    fileprivate func isSameFile(as other: FileIdentity?) -> Bool { inode == other?.inode && size == other?.size }
}
