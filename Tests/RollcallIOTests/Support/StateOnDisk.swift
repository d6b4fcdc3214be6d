import OAuthRegistration
import RollcallCore
import RollcallIO

/// A state on a disk, with one server and, if given, one client, in the middle of a run. Its calls block, so it has a thread.
actor StateOnDisk {
    static let name = "state.json"

    private let thread = JournalThread(label: "state")
    private let store: FileStateStore<PosixDisk>
    private var ledger: Ledger

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(in folder: TemporaryFolder, server: ServerRecord, client: RecordedClient?) throws {
        store = try Self.store(in: folder)
        guard try store.lock(as: Self.holder) else { throw StateStoreFailure.unusable }
        try store.create(lineage: "0f0e0d0c-0b0a-4908-8706-050403020100")
        ledger = try store.begin(run: "first")
        ledger.state.servers["demo"] = server
        if let client { ledger.state[ClientLabel("web")!] = client }
        ledger.state = try store.checkpoint(ledger.state)
        try store.reserve(callsInFlight: 1)
    }

    func append(_ records: [JournalRecord]) -> Recording {
        do { try store.append(records) } catch { return .failed(kept: [:]) }
        for record in records { ledger.apply(record) }
        return .durable
    }

    /// The state as the run knows it.
    func closed() -> StateDocument { ledger.closed() }

    /// The state as the run knows it, and the lock released: no checkpoint is written, as if the process had been killed.
    func end() throws -> StateDocument {
        try store.end()
        return ledger.closed()
    }

    /// What a reader finds, and what the next run begins with.
    static func replayed(in folder: TemporaryFolder) throws -> (read: StateDocument?, begun: StateDocument) {
        let store = try store(in: folder)
        let read = try store.load()?.state
        guard try store.lock(as: holder) else { throw StateStoreFailure.unusable }
        let begun = try store.begin(run: "second").state
        try store.end()
        return (read, begun)
    }

    private static let holder = LockHolder(command: "apply", host: "test", process: 1, started: WallClock.now())

    private static func store(in folder: TemporaryFolder) throws -> FileStateStore<PosixDisk> {
        guard let disk = try PosixDisk(directory: folder.path) else { throw StateStoreFailure.absent }
        return FileStateStore(disk: disk, name: name, digest: sha256)
    }
}
