/// The failures that are about which state is which, as a person reads them.
extension StateStoreFailure {
    /// Of `stale`, `replaced` and the backups' cases.
    func restoring(_ path: String) -> Diagnostic {
        switch self {
        case .stale(let serial, let recorded):
            Diagnostic(
                .stateStale,
                "What was to be written to \(path) comes from serial \(serial), and serial \(recorded) is the one that is recorded, or the "
                    + "lineages differ. It was not written; the journal says what was done.",
                hint: "run the command again")
        case .replaced:
            Diagnostic(
                .stateStale,
                "\(path) was replaced by something else while this run held its lock. It was left as it is; what this run did is in the "
                    + "journal beside it.", hint: "bring back the state that was there, then run\n  rollcall status")
        case .noBackup(let name):
            Diagnostic(
                .backupAbsent, "There is no backup \(name) of \(path).",
                hint: "for those that there are:\n  rollcall state restore")
        case .backupUnreadable(let name, let fault):
            Diagnostic(
                .backupUnusable, "\(name) \(fault.text).", hint: "for the others:\n  rollcall state restore")
        case .strangeBackup(let name, let lineage):
            Diagnostic(
                .backupUnusable,
                "\(name) is of another state than \(path): its lineage is \(lineage). Its clients are not the ones that were registered here.",
                hint: "for the others:\n  rollcall state restore")
        case .wouldSwallow(let labels, let base, let serial):
            Diagnostic(
                .backupUnusable,
                "\(path).journal holds records that come after serial \(base), and the backup has serial \(serial): beside it they would be "
                    + "lost. \(named(labels))",
                hint: "restore serial \(base), if there is such a backup; else settle what the journal names, then move it away")
        case .absent, .exists, .unreadable, .journalUnreadable, .stateMissing, .strangeJournal, .changing, .disk, .notReleased,
            .noSpace, .notDurable, .notCheckpointed, .noJournal, .misread, .sealed, .sealedAnswers, .unusable:
            preconditionFailure("\(self) is told elsewhere")
        }
    }
}
