import OAuthRegistration
public import RollcallCore

/// A state store without a disk: for tests of what stands on a store, and to show that `StateStore` says nothing of files.
public final class MemoryStateStore: StateStore {
    /// What several stores share, as processes share a directory.
    public final class Place {
        fileprivate var snapshot: StateDocument?
        fileprivate var journal: Journal?
        fileprivate var holder: LockHolder?
        fileprivate var isLocked = false
        /// Whether answers of further calls have room.
        public var hasRoom = true

        public init() {}
    }

    fileprivate struct Journal {
        var id: String
        var lines: [[JournalRecord]] = []
    }

    private let place: Place
    private var holdsLock = false

    public init(_ place: Place) { self.place = place }

    public func load() -> LoadedState? {
        guard let snapshot = place.snapshot else { return nil }
        var ledger = Ledger(snapshot)
        for record in (place.journal?.lines ?? []).joined() { ledger.apply(record) }
        let mark = StateDocument.JournalMark(id: place.journal?.id ?? "", lines: place.journal?.lines.count ?? 0)
        return LoadedState(state: ledger.closed(), unfolded: mark, isExposed: false)
    }

    // MARK: Locking

    public func lock(as holder: LockHolder) -> Bool {
        if place.isLocked { return false }
        (place.isLocked, place.holder, holdsLock) = (true, holder, true)
        return true
    }

    public func lockHolder() -> LockHolder? { place.holder }

    public func end() { (place.isLocked, place.holder, holdsLock) = (false, nil, false) }

    // MARK: A run

    public func create(lineage: String) throws(StateStoreFailure) {
        precondition(holdsLock, "creating a state needs the lock")
        if place.snapshot != nil { throw .exists }
        place.snapshot = StateDocument(lineage: lineage)
    }

    public func begin(run: String) throws(StateStoreFailure) -> Ledger {
        precondition(holdsLock, "a run needs the lock")
        guard let loaded = load() else { throw .absent }
        var state = loaded.state
        if loaded.unfolded.lines > 0 {
            state.journal = loaded.unfolded
            state.serial += 1
        }
        place.snapshot = state
        place.journal = Journal(id: "\(run).\(state.serial)")
        return Ledger(state)
    }

    public func reserve(callsInFlight: Int) throws(StateStoreFailure) { if !place.hasRoom { throw shortage } }

    public func append(_ records: [JournalRecord]) throws(StateStoreFailure) {
        guard place.journal != nil, holdsLock else { throw .unusable }
        let written = place.hasRoom ? records : records.withoutAnnouncements
        if !written.isEmpty { place.journal?.lines.append(written) }
        if written.count < records.count { throw shortage }
    }

    public func checkpoint(_ state: StateDocument) throws(StateStoreFailure) -> StateDocument {
        guard let snapshot = place.snapshot, let journal = place.journal, holdsLock else { throw .unusable }
        guard state.lineage == snapshot.lineage, state.serial == snapshot.serial else {
            throw .stale(serial: state.serial, recorded: snapshot.serial)
        }
        var next = state
        next.serial += 1
        next.journal = StateDocument.JournalMark(id: journal.id, lines: journal.lines.count)
        place.snapshot = next
        place.journal = Journal(id: "\(journal.id)+")
        return next
    }

    private var shortage: StateStoreFailure {
        .noSpace(DiskFailure("reserve", "memory", reason: "the test says so", isOutOfSpace: true))
    }
}
