/// A state with the journal's records applied.
public struct LoadedState: Sendable {
    /// With every record of the journal applied, and what is open in doubt.
    public var state: StateDocument
    /// The journal whose records are applied and not yet in the file; no lines if there is none.
    public var unfolded: StateDocument.JournalMark
    /// Others than its owner may read the file, and it holds credentials in plain.
    public var isExposed: Bool
    /// Whether answers wait in the journal, to be taken up into the state.
    var hasAnswers = false
    /// What stands at the journal's end and never became a line.
    var tornTail: TornTail?

    /// The journal's last line was cut while it was written.
    public var isTorn: Bool { tornTail != nil }

    public init(state: StateDocument, unfolded: StateDocument.JournalMark, isExposed: Bool) {
        self.state = state
        self.unfolded = unfolded
        self.isExposed = isExposed
    }
}

/// The end of a journal that was cut while a line was being written.
struct TornTail: Sendable {
    /// The journal's id.
    var journal: String
    var bytes: [UInt8]
}

extension FileStateStore {
    /// The state as it is now, without the lock and without changing anything; `nil` if there is neither state nor journal.
    public func load() throws(StateStoreFailure) -> LoadedState? {
        // A writer replaces the state before the journal: if the state is the same file after the journal was read, they belong together.
        for _ in 0..<10 {
            let before = try reading { () throws(DiskFailure) in try disk.identity(name) }
            let state = try reading { () throws(DiskFailure) in try disk.read(name) }
            let journal = try reading { () throws(DiskFailure) in try disk.read(journalName) }
            let after = try reading { () throws(DiskFailure) in try disk.identity(name) }
            if before == after { return try loaded(state, identity: after, journal: journal) }
        }
        throw .changing
    }

    private func loaded(
        _ bytes: [UInt8]?, identity: FileIdentity?, journal: [UInt8]?
    ) throws(StateStoreFailure) -> LoadedState? {
        guard let bytes else {
            guard let journal else { return nil }
            throw .stateMissing(labels: try readJournal(journal).labels, backup: try newestBackup())
        }
        let state = try readState(bytes)
        let none = StateDocument.JournalMark(id: "", lines: 0)
        let isWide = (identity?.mode ?? 0) & 0o077 != 0
        var loaded = LoadedState(state: state, unfolded: none, isExposed: isWide && state.survey.isUnsealed)
        guard let journal else { return loaded }
        let file = try readJournal(journal)
        if let unfolded = try records(of: file, after: state) {
            loaded.unfolded = StateDocument.JournalMark(id: unfolded.header.id, lines: unfolded.lines)
            var ledger = Ledger(state, seal: seal)
            loaded.hasAnswers = unfolded.records.contains(where: \.holdsAnswer)
            for record in try open(unfolded) { ledger.apply(record) }
            loaded.state = ledger.closed()
        }
        switch file.ending {
        case .whole: break
        case .cut(let start): loaded.tornTail = TornTail(journal: file.header.id, bytes: Array(journal[start...]))
        }
        return loaded
    }

    /// The journal, if its records come after the state; `nil` if they are in it, or there are none.
    func records(of journal: JournalFile, after state: StateDocument) throws(StateStoreFailure) -> JournalFile? {
        if let folded = state.journal, folded.id == journal.header.id, journal.lines <= folded.lines { return nil }
        if journal.records.isEmpty { return nil }
        if journal.header.lineage == state.lineage, journal.header.base == state.serial { return journal }
        throw .strangeJournal(labels: journal.labels, base: journal.header.base, serial: state.serial)
    }

    private func readState(_ state: [UInt8]) throws(StateStoreFailure) -> StateDocument {
        do {
            return try StateCodec.read(state, digest: digest)
        } catch {
            throw .unreadable(error, backup: try newestBackup())
        }
    }

    func readJournal(_ journal: [UInt8]) throws(StateStoreFailure) -> JournalFile {
        do { return try JournalCodec.read(journal) } catch { throw .journalUnreadable(error) }
    }
}
