/// Why the store could not do what it was asked to. After `notDurable` and `unusable` nothing more may be sent to a server.
public enum StateStoreFailure: Error, Hashable, Sendable {
    /// There is neither a state nor a journal.
    case absent
    /// `create` found a state or a journal.
    case exists
    /// `backup` is the newest backup's name.
    case unreadable(StateFault, backup: String?)
    case journalUnreadable(JournalFault)
    /// There is a journal and no state.
    case stateMissing(labels: [ClientLabel], backup: String?)
    /// The journal's records belong to another state, or to another serial of this one.
    case strangeJournal(labels: [ClientLabel], base: Int, serial: Int)
    /// Another process keeps replacing the state while it is read.
    case changing
    /// Reading or locking failed; nothing was changed.
    case disk(DiskFailure)
    /// Closing journal or lock failed: all is recorded, and the lock ends with the process at the latest.
    case notReleased(DiskFailure)
    /// There is no room for the answers of the calls about to be sent; they must not be sent. What else was to be recorded is durable.
    case noSpace(DiskFailure)
    /// Records may be lost: the journal must not be written to again.
    case notDurable(DiskFailure)
    /// The new state was not written; the former one and the journal still say everything.
    case notCheckpointed(DiskFailure)
    /// A new journal could not be started: everything so far is recorded, and nothing more can be.
    case noJournal(DiskFailure)
    /// What was written reads back as something else; the former state and the journal still say everything.
    case misread
    /// A checkpoint of a state with another serial, or another lineage, than the one that the run began from or wrote last.
    case stale(serial: Int, recorded: Int)
    /// Somebody put another file in the state's place while it was locked. It is left alone.
    case replaced
    /// There is no such backup.
    case noBackup(String)
    /// A backup that cannot be read.
    case backupUnreadable(String, StateFault)
    /// A backup of another state than the one in place, or than the journal's.
    case strangeBackup(String, lineage: String)
    /// The journal's records come after serial `base`, and would be lost beside a backup with another serial.
    case wouldSwallow(labels: [ClientLabel], base: Int, serial: Int)
    /// The state is sealed, and not under the keys that there are; nothing was changed.
    case sealed(SealFault)
    /// The journal holds answers that are not in the state yet: to take them up, a key is needed that there is not.
    case sealedAnswers(SealFault)
    /// A failure before this one left the journal in an unknown condition.
    case unusable

    /// Whether a run that met it can record nothing more.
    public var endsRecording: Bool {
        if case .noSpace = self { false } else { true }
    }
}
