/// A former state, kept beside the one in place.
public struct StateBackup: Sendable {
    /// The file's name.
    public var name: String
    /// As the name has it.
    public var serial: Int
    public var state: Result<StateDocument, StateFault>
}

/// A backup that can take the state's place: checked whole, and nothing written yet.
public struct StateRestoration: Sendable {
    public var backup: StateBackup
    /// The state as it will be: the backup, what the journal says after it, and a serial above every one that is known.
    public var state: StateDocument
    /// What the file in place is set aside as; `nil` if there is none.
    public var setAsideAs: String?
}

/// Going back to a former state. It is for a state that is damaged or gone: empty is never new.
///
/// What always holds: the file in place is kept under another name; a backup of another lineage is refused; so is one beside which
/// the journal's records would be lost: they are replayed onto the serial that they come after, or they are in the backup already.
extension FileStateStore {
    /// Newest first, each read whole.
    public func backups() throws(StateStoreFailure) -> [StateBackup] {
        let names = try reading { () throws(DiskFailure) in try backupNames() }
        var backups: [StateBackup] = []
        for (name, serial) in names { backups.append(try backup(name, serial)) }
        return backups
    }

    /// - Parameter serial: of the backup.
    public func restoration(of serial: Int) throws(StateStoreFailure) -> StateRestoration {
        let names = try reading { () throws(DiskFailure) in try backupNames() }
        guard let name = names.first(where: { $0.serial == serial })?.name else { throw .noBackup("\(name).bak.\(serial)") }
        let backup = try backup(name, serial)
        var state: StateDocument
        do { state = try backup.state.get() } catch { throw .backupUnreadable(name, error) }
        let inPlace = try reading { () throws(DiskFailure) in try disk.read(self.name) }
        let current = inPlace.flatMap { try? StateCodec.read($0, digest: digest) }
        let journal = try reading { () throws(DiskFailure) in try disk.read(journalName) }.map(readJournal)
        for lineage in [current?.lineage, journal?.header.lineage].compactMap(\.self) where lineage != state.lineage {
            throw .strangeBackup(name, lineage: state.lineage)
        }
        try replay(journal, onto: &state)
        let known = [state.serial, current?.serial, journal?.header.base, names.first.map { $0.serial + 1 }].compactMap(\.self)
        state.serial = (known.max() ?? 0) + 1
        var aside = inPlace == nil ? nil : try freeName("\(self.name).bak.damaged-\(state.serial)")
        if let current { aside = "\(self.name).bak.\(current.serial)" }
        return StateRestoration(backup: backup, state: state, setAsideAs: aside)
    }

    /// The lock must be held since before the restoration was made. Durable when it returns.
    public func restore(_ restoration: StateRestoration) throws(StateStoreFailure) {
        precondition(lockFile != nil && journal == nil, "restoring needs the lock, and no run")
        try removeTemporaries()
        _ = try write(restoration.state, settingAside: restoration.setAsideAs)
    }

    // MARK: Steps

    private func backup(_ name: String, _ serial: Int) throws(StateStoreFailure) -> StateBackup {
        let bytes = try reading { () throws(DiskFailure) in try disk.read(name) } ?? []
        let state = Result { () throws(StateFault) in try StateCodec.read(bytes, digest: digest) }
        return StateBackup(name: name, serial: serial, state: state)
    }

    /// What was set aside before is never overwritten.
    private func freeName(_ name: String) throws(StateStoreFailure) -> String {
        let taken = Set(try reading { () throws(DiskFailure) in try disk.names() })
        return (2...).lazy.map { $0 == 2 ? name : "\(name)-\($0 - 1)" }.first { !taken.contains($0) } ?? name
    }

    private func replay(_ journal: JournalFile?, onto state: inout StateDocument) throws(StateStoreFailure) {
        guard let journal else { return }
        let unfolded: JournalFile?
        do { unfolded = try records(of: journal, after: state) } catch {
            throw .wouldSwallow(labels: journal.labels, base: journal.header.base, serial: state.serial)
        }
        guard let unfolded else { return }
        if case .unread = seal, unfolded.records.contains(where: \.holdsAnswer) { throw .sealedAnswers(.unread(wanted: "")) }
        var ledger = Ledger(state, seal: seal)
        for record in try open(unfolded) { ledger.apply(record) }
        state = ledger.closed()
        state.journal = StateDocument.JournalMark(id: unfolded.header.id, lines: unfolded.lines)
    }
}
