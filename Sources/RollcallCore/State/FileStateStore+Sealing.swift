/// What the store must be able to open, and what it clears away once everything is sealed.
extension FileStateStore {
    /// The journal's records, opened.
    func open(_ journal: JournalFile) throws(StateStoreFailure) -> [JournalRecord] {
        do { return try journal.opened(with: seal) } catch { throw .sealedAnswers(error) }
    }

    /// Before anything is written: every key that the state needs is there, and answers that wait are taken up only by who knows
    /// whether they are to be sealed.
    func requireKeys(to loaded: LoadedState) throws(StateStoreFailure) {
        if case .unread = seal, loaded.hasAnswers { throw .sealedAnswers(.unread(wanted: "")) }
        do { try seal.check(loaded.state.survey.keyIDs) } catch { throw .sealed(error) }
    }

    /// Takes away the backups that hold a secret in plain, or that cannot be read to see. A state that was sealed since is worth
    /// little beside them. Returns how many there were; the lock must be held.
    public func removePlainBackups() throws(StateStoreFailure) -> Int {
        precondition(lockFile != nil, "backups are removed under the lock")
        var count = 0
        for backup in try reading({ () throws(DiskFailure) in try backupNames() }) where try isPlain(backup.name) {
            try reading { () throws(DiskFailure) in try disk.remove(backup.name) }
            count += 1
        }
        if count > 0 { try reading { () throws(DiskFailure) in try disk.syncDirectory() } }
        return count
    }

    private func isPlain(_ backup: String) throws(StateStoreFailure) -> Bool {
        guard let bytes = try reading({ () throws(DiskFailure) in try disk.read(backup) }) else { return false }
        return (try? StateCodec.read(bytes, digest: digest))?.survey.holdsPlain ?? true
    }
}
