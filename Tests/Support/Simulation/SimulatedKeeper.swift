import RollcallCore

/// The state while a simulated command runs, as `StateKeeper` is to a real one: the product's recorder, over the simulated disks.
final class SimulatedKeeper {
    private let world: World
    private let recorder: Recorder<SimulatedDisk>
    /// Calls that were about to be sent and have not ended: for the protocol that forgets them.
    private var open: Set<OperationID> = []

    /// Takes the lock and begins a run.
    init(_ world: World) throws(StateStoreFailure) {
        self.world = world
        let folder = RecoveryFolder<SimulatedDisk>(path: "recovery") { () throws(DiskFailure) in
            if world.disk.isOff { throw DiskFailure("open", "recovery", reason: "the power is off") }
            return world.recovery
        }
        recorder = Recorder(world.store(), recovery: folder, journalPath: FileNames.journal)
        guard try store.lock(as: World.holder) else { preconditionFailure("whoever had the lock is dead") }
        do { try recorder.begin(run: "\(world.round)") } catch {
            guard world.weakening == .emptyMeansNew, error.isUnreadable else { throw error }
            for name in [FileNames.state, FileNames.journal] { world.disk[name] = nil }
            try store.create(lineage: FirstDisks.lineage)
            try recorder.begin(run: "\(world.round)")
        }
        // Once a run, and then after every few records, instead of after 64 MiB.
        if world.choices.chance(15) { store.checkpointDistance = 0 }
    }

    private var store: FileStateStore<SimulatedDisk> { recorder.store }

    /// With what is open in doubt.
    var state: StateDocument { recorder.state }
    var seal: Seal { store.seal }
    /// Why something could not be recorded.
    var failures: [StateStoreFailure] { recorder.failures }
    /// Whether there is something that only the journal says.
    var hasRecords: Bool { recorder.hasRecords }

    func reserve(callsInFlight: Int) throws(StateStoreFailure) { try store.reserve(callsInFlight: callsInFlight) }

    func append(_ records: [JournalRecord]) -> Recording {
        var records = records
        if world.weakening == .noIntent { records.removeAll(where: \.isIntent) }
        note(records)
        world.memory.appends = records.allSatisfy(\.isIntent) ? .intents : records.contains(where: \.isIntent) ? .none : .others
        defer { world.memory.appends = .none }
        let recording = recorder.append(records)
        if world.weakening == .checkpointDropsOpenCalls, world.choices.chance(10) { checkpointWithoutOpenCalls() }
        guard world.weakening == .failuresIgnored, case .failed = recording, !world.disk.isOff else { return recording }
        return .durable
    }

    func checkpoint(_ state: StateDocument) throws(StateStoreFailure) { try recorder.checkpoint(state) }
    func end() throws(StateStoreFailure) { try store.end() }

    // MARK: Weakened

    private func note(_ records: [JournalRecord]) {
        guard world.weakening == .checkpointDropsOpenCalls else { return }
        for record in records { if record.isIntent { open.insert(record.id) } else { open.remove(record.id) } }
    }

    private func checkpointWithoutOpenCalls() {
        var state = recorder.state
        for id in open { state.doubts[id] = nil }
        try? recorder.checkpoint(state)
    }
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
