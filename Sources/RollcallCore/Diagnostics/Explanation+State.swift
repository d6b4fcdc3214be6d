/// `RC4xxx`.
extension Explanation {
    static let state: [Explanation] = [
        Explanation(
            .stateDamaged,
            "The state's bytes do not agree with its digest, or are no state. It is never taken for empty: that would register every client again.",
            "Bring it back from version control, or see the backups: rollcall state restore."),
        Explanation(
            .stateConflict, "The state holds the marks of a merge conflict. A state cannot be merged line by line.",
            "Take the version whose registrations are at the servers, whole."),
        Explanation(
            .stateNewer, "The state has a format that this version does not read.",
            "Use the rollcall that wrote it, or a newer one."),
        Explanation(
            .stateSealed, "The state's credentials are sealed, and rollcall.yaml names no key.",
            "Name the key: state: { path: PATH, seal: { key: { env: NAME } } }."),
        Explanation(
            .stateMissing, "A journal is there and its state is not. The journal alone does not say what is registered.",
            "Bring the state back: rollcall state restore shows the backups."),
        Explanation(
            .stateAbsent,
            "There is no state at the path of state:. A wrong path looks the same as a new project, and would register every client again.",
            "Bring it back to this path. Only if nothing was ever registered: rollcall init."),
        Explanation(
            .stateExists, "A state or a journal is there already; nothing is overwritten.",
            "Use the state that is there, or name another path."),
        Explanation(
            .stateExposed, "The state holds credentials in plain text, and others than its owner may read it.",
            "chmod 600 the file; better, seal it (rollcall state reseal)."),
        Explanation(
            .stateNotWritten,
            "The state could not be written at the end of a run. Nothing is lost: the journal beside it says what was done, and the next command folds it in.",
            "See to the disk, then run rollcall status."),
        Explanation(
            .stateUnavailable, "The state's folder or file cannot be read, locked or let go.",
            "See to the cause that the message names: permissions, the disk, the file system's locks."),
        Explanation(.stateChanging, "The state was replaced again and again while it was read.", "Run the command again."),
        Explanation(
            .stateLocked, "Another process holds the state's lock. Two that write would undo each other's work.",
            "Wait for it: --lock-timeout SECONDS. The lock ends with its process."),
        Explanation(
            .journalDamaged,
            "A line of the journal is damaged and a good one follows it, which no cut leaves. It may hold credentials that are nowhere else, so it is left as it is.",
            "Keep a copy, settle by hand what its readable lines name, then move it away."),
        Explanation(
            .journalNewer, "The journal has a format that this version does not read.",
            "Use the rollcall that wrote it, or a newer one."),
        Explanation(
            .journalStrange,
            "The journal holds records that belong to another state or serial than the one beside it, as after a git pull or a restored backup.",
            "Bring back the state that was there when the journal was written."),
        Explanation(
            .journalNotDurable,
            "The disk failed while a record was written, and nothing more can be recorded. No further call was begun.",
            "Check the disk, then run rollcall status."),
        Explanation(
            .journalNoSpace,
            "There is no room on the disk for the answers of further calls. Without it a call could lose a credential, so none was sent.",
            "Make room, then run the command again."),
        Explanation(
            .journalMoved, "Writing to the journal failed once and it was written anew. Everything is recorded.",
            "Check the disk before the next run."),
        Explanation(
            .journalTorn,
            "The journal's last line had been cut by a crash or a power cut. It was never durable; a call that it was about is in doubt.",
            "See whether one is: rollcall status."),
        Explanation(
            .answerKept,
            "An answer could not be recorded beside the state and is in a file of its own, with the credentials that it brought.",
            "Keep that file; once the disk is well: rollcall recover ID --answer FILE."),
        Explanation(
            .registrationWithdrawn,
            "The answer to a registration could be recorded nowhere, so the client was deleted again at once. Nothing is left at the server.",
            "Once the disk is well: rollcall recover ID --abandon, and apply again."),
        Explanation(
            .registrationOrphaned,
            "The answer to a registration could be recorded nowhere, and the client could not be deleted again. It is at the server, and its credentials are lost.",
            "Have the server's operator delete it; then rollcall recover ID --abandon."),
        Explanation(
            .answerLost,
            "The answer to an update or a read could be recorded nowhere. If it brought new credentials, the recorded ones may no longer be good.",
            "Once the disk is well: rollcall recover ID."),
        Explanation(
            .stateStale, "The state on the disk is not the one that the command began with. It was left as it is.",
            "Run the command again; what was done is in the journal."),
        Explanation(
            .backupAbsent, "The backup that was asked for is not beside the state.",
            "For those that there are: rollcall state restore."),
        Explanation(
            .backupUnusable, "The backup is damaged, of another lineage, or beside a journal whose records would be lost.",
            "For the others: rollcall state restore."),
        Explanation(
            .stateRestored, "An older state was put into place. What was registered, changed or rotated since is not in it.",
            "See what the servers say: rollcall plan --refresh."),
        Explanation(
            .lockHeld, "The lock's name was not cleared: a process holds the lock, or the id is another one.",
            "Wait for that process, or end it; the lock ends with it."),
        Explanation(
            .labelTaken,
            "Another client is recorded under that label already, or a call is in doubt, and one label is one registration at one server.",
            "Choose another label, or forget the one that is there. New credentials of the client that the label has are taken in."
        ),
        Explanation(
            .clientRecorded,
            "The client is recorded at that server already, under another label. Recorded twice, what is done to one would be done to both.",
            "Use the label that the message names, or rename it: rollcall state mv FROM TO."),
    ]
}
