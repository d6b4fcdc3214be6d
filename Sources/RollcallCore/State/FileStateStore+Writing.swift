/// How a state gets to the disk: at every moment there is a whole one under its name, and beside it a journal that fits it.
///
///     temporary: create, write, sync, close, read back
///     former state linked as a backup ─▶ rename ─▶ sync of the directory ─▶ new journal
///
/// A cut before the rename leaves the former state and its journal; a cut after it leaves the new state, which names the journal
/// as folded. Nothing is ever truncated, or written in place.
extension FileStateStore {
    /// Durable when it returns; the state as it reads back. The state before it becomes a backup.
    func write(_ state: StateDocument) throws(StateStoreFailure) -> StateDocument {
        let bytes = StateCodec.write(state, digest: digest)
        let read = try writing { () throws(DiskFailure) in try writeTemporary(bytes) }
        guard read == bytes, let written = try? StateCodec.read(bytes, digest: digest) else { throw .misread }
        try writing { () throws(DiskFailure) in
            try backUp(serial: state.serial - 1)
            try removeBackups(beyond: max(64 << 20, bytes.count))
            try disk.rename(temporaryName, to: name)
        }
        do {
            try disk.syncDirectory()
        } catch {
            // Which of the two states a cut would leave is unknown; with the journal, both are whole. But a record more would fit neither.
            isUnusable = true
            throw .notCheckpointed(error)
        }
        return written
    }

    /// A new journal in the place of the one before, which must be folded or without records.
    func startJournal(of state: StateDocument, run: String) throws(StateStoreFailure) {
        let header = JournalHeader(id: "\(run).\(state.serial)", lineage: state.lineage, base: state.serial)
        let former = journal
        journal = nil
        do {
            try disk.remove(temporaryJournalName)
            journal = try OpenJournal(
                header, run: run, stateSize: state.clients.bytes.count, on: disk, temporary: temporaryJournalName,
                name: journalName)
        } catch {
            throw .noJournal(error)
        }
        // The new state and its journal are there: were this a failure of the checkpoint, the run would go on with the state before it.
        // Without the room, an intent is refused.
        if let former { try? disk.close(former.file) }
        if callsInFlight > 0 { try? reserve(callsInFlight: callsInFlight) }
    }

    /// Makes room for `line` and for the answers of all calls in flight.
    func reserve(for line: JournalLine?, in journal: inout OpenJournal<D>) throws(StateStoreFailure) {
        let count = callsInFlight * OpenJournal<D>.bytesPerCall + (line?.bytes.count ?? 0)
        do { try journal.reserve(count, on: disk) } catch { throw .noSpace(error) }
    }

    /// The newest backup's name.
    func newestBackup() throws(StateStoreFailure) -> String? {
        try reading { () throws(DiskFailure) in try backups().first?.name }
    }

    private func writing<Value>(_ call: () throws(DiskFailure) -> Value) throws(StateStoreFailure) -> Value {
        do { return try call() } catch { throw .notCheckpointed(error) }
    }

    /// What the file holds after it was closed.
    private func writeTemporary(_ bytes: [UInt8]) throws(DiskFailure) -> [UInt8]? {
        try disk.remove(temporaryName)
        let file = try disk.create(temporaryName)
        try disk.write(bytes, to: file)
        try disk.sync(file)
        try disk.close(file)
        return try disk.read(temporaryName)
    }

    // MARK: Backups

    private func backUp(serial: Int) throws(DiskFailure) {
        guard try disk.identity(name) != nil else { return }
        let backup = "\(name).bak.\(serial)"
        try disk.remove(backup)
        try disk.link(name, as: backup)
    }

    /// Keeps the newest five, or as many as fit, and always one.
    private func removeBackups(beyond capacity: Int) throws(DiskFailure) {
        var used = 0
        for (index, backup) in try backups().enumerated() {
            used += try disk.identity(backup.name)?.size ?? 0
            if index >= 5 || index > 0 && used > capacity { try disk.remove(backup.name) }
        }
    }

    /// Newest first.
    private func backups() throws(DiskFailure) -> [(name: String, serial: Int)] {
        let prefix = "\(name).bak."
        let all = try disk.names().compactMap { file in
            file.hasPrefix(prefix) ? Int(file.dropFirst(prefix.count)).map { (name: file, serial: $0) } : nil
        }
        return all.sorted { $0.serial > $1.serial }
    }
}
