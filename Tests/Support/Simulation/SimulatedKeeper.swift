import RollcallCore

/// The state while a simulated command runs, as `StateKeeper` is to a real one: the file store, and the ledger of what was recorded.
final class SimulatedKeeper {
    private let store: FileStateStore<SimulatedDisk>
    private let world: World
    private var ledger: Ledger
    /// Why a record could not be made durable; nothing more can be, then.
    private(set) var failure: StateStoreFailure?
    /// Whether there is something that only the journal says.
    private(set) var hasRecords = false

    /// Takes the lock and begins a run.
    init(_ world: World) throws(StateStoreFailure) {
        self.world = world
        store = world.store()
        guard try store.lock(as: World.holder) else { preconditionFailure("whoever had the lock is dead") }
        do { ledger = try store.begin(run: "\(world.round)") } catch {
            guard world.weakening == .emptyMeansNew, error.isUnreadable else { throw error }
            for name in [FileNames.state, FileNames.journal] { world.disk[name] = nil }
            try store.create(lineage: "0f0e0d0c-0b0a-4908-8706-050403020100")
            ledger = try store.begin(run: "\(world.round)")
        }
    }

    /// With what is open in doubt.
    var state: StateDocument { ledger.closed() }

    func reserve(callsInFlight: Int) throws(StateStoreFailure) { try store.reserve(callsInFlight: callsInFlight) }

    func append(_ records: [JournalRecord]) throws(StateStoreFailure) {
        var records = records
        if world.weakening == .noIntent { records.removeAll(where: \.isIntent) }
        world.memory.appends = records.allSatisfy(\.isIntent) ? .intents : records.contains(where: \.isIntent) ? .none : .others
        defer { world.memory.appends = .none }
        do { try store.append(records) } catch {
            failure = error
            throw error
        }
        for record in records { ledger.apply(record) }
        hasRecords = true
    }

    func checkpoint(_ state: StateDocument) throws(StateStoreFailure) {
        ledger = Ledger(try store.checkpoint(state))
        hasRecords = false
    }

    /// As a run writes one when its journal has grown; if it fails, the journal still says everything.
    func checkpointWithinRun() {
        try? checkpoint(world.weakening == .checkpointDropsOpenCalls ? ledger.state : state)
    }

    func end() throws(StateStoreFailure) { try store.end() }
}

extension JournalRecord {
    var isIntent: Bool {
        switch self {
        case .intended: true
        case .answered, .refused, .inDoubt, .settled: false
        }
    }
}

extension StateStoreFailure {
    /// The state is there and cannot be read, or its journal is there without it.
    var isUnreadable: Bool {
        switch self {
        case .unreadable, .stateMissing: true
        default: false
        }
    }
}
