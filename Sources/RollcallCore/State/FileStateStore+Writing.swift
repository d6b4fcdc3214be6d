/// How a state gets to the disk: at every moment there is a whole one under its name, and beside it a journal that fits it.
///
///     temporary: create, write, sync, close, read back
///     the next journal: create under another name, write, sync, reserve
///     former state linked as a backup ─▶ rename ─▶ sync of the directory ─▶ rename of the journal ─▶ sync of the directory
///
/// A cut before the state's rename leaves the former state and its journal; a cut after it leaves the new state, which names the
/// journal as folded. Whatever can fail for want of space has been done before the rename; if anything fails after it, the store
/// records nothing more. Nothing is ever written in place.
extension FileStateStore {
    /// Durable when it returns; the state as it reads back. The state before it becomes a backup.
    ///
    /// - Parameters:
    ///   - run: whose journal begins with it; without one, no journal does.
    ///   - backup: the name that the file in place gets; without one, that of its serial.
    func write(
        _ state: StateDocument, startingJournalOf run: String? = nil, settingAside backup: String? = nil
    ) throws(StateStoreFailure) -> StateDocument {
        let bytes = StateCodec.write(state, digest: digest)
        let read = try writing { () throws(DiskFailure) in try writeTemporary(bytes) }
        guard read == bytes, let written = try? StateCodec.read(bytes, digest: digest) else { throw .misread }
        var journal: OpenJournal<D>?
        if let run { journal = try prepareJournal(of: written, run: run) }
        do throws(DiskFailure) {
            try backUp(as: backup ?? "\(name).bak.\(state.serial - 1)")
            try removeBackups(beyond: max(64 << 20, bytes.count))
            try disk.rename(temporaryName, to: name)
        } catch {
            if let journal { try? disk.close(journal.file) }
            throw .notCheckpointed(error)
        }
        do throws(DiskFailure) {
            try disk.syncDirectory()
            stateFile = try disk.identity(name)
        } catch {
            // Which of the two states a cut would leave is unknown; with the journal, both are whole. But a record more would fit neither.
            isUnusable = true
            throw .notCheckpointed(error)
        }
        if let journal { try install(journal) }
        return written
    }

    /// A journal for `state`, durable under another name, with room for what is in flight.
    func prepareJournal(of state: StateDocument, run: String) throws(StateStoreFailure) -> OpenJournal<D> {
        let header = JournalHeader(id: "\(run).\(state.serial)", lineage: state.lineage, base: state.serial)
        return try writing { () throws(DiskFailure) in
            var journal = try OpenJournal(
                header, run: run, stateSize: state.clients.bytes.count, on: disk, at: temporaryJournalName)
            try journal.reserve(callsInFlight * OpenJournal<D>.bytesPerCall, on: disk)
            return journal
        }
    }

    /// Takes the place of the journal before it, which must be folded or without records.
    func install(_ next: OpenJournal<D>) throws(StateStoreFailure) {
        do throws(DiskFailure) {
            try disk.rename(temporaryJournalName, to: journalName)
            try disk.syncDirectory()
        } catch {
            isUnusable = true
            throw .noJournal(error)
        }
        // The former file has no name any more, and nothing in it counts.
        if let journal { try? disk.close(journal.file) }
        journal = next
    }

    /// The newest backup's name.
    func newestBackup() throws(StateStoreFailure) -> String? {
        try reading { () throws(DiskFailure) in try backupNames().first?.name }
    }

    func writing<Value>(_ call: () throws(DiskFailure) -> Value) throws(StateStoreFailure) -> Value {
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

    private func backUp(as backup: String) throws(DiskFailure) {
        guard try disk.identity(name) != nil else { return }
        try disk.remove(backup)
        try disk.link(name, as: backup)
    }

    /// Keeps the newest five, or as many as fit, and always one.
    private func removeBackups(beyond capacity: Int) throws(DiskFailure) {
        var used = 0
        for (index, backup) in try backupNames().enumerated() {
            used += try disk.identity(backup.name)?.size ?? 0
            if index >= 5 || index > 0 && used > capacity { try disk.remove(backup.name) }
        }
    }

    /// Newest first.
    func backupNames() throws(DiskFailure) -> [(name: String, serial: Int)] {
        let prefix = "\(name).bak."
        let all = try disk.names().compactMap { file in
            file.hasPrefix(prefix) ? Int(file.dropFirst(prefix.count)).map { (name: file, serial: $0) } : nil
        }
        return all.sorted { $0.serial > $1.serial }
    }
}
