/// A store's failure as a person reads it: what is wrong, why nothing was begun, and the way back.
extension StateStoreFailure {
    /// `path` is the state's path as the manifest names it.
    public func diagnostic(path: String) -> Diagnostic {
        switch self {
        case .absent:
            Diagnostic(
                .stateAbsent, "There is no state at \(path).",
                hint:
                    "if there was one, bring it back to this path: without it, every client would be registered again. Only if nothing "
                    + "was ever registered:\n  rollcall init")
        case .exists: Diagnostic(.stateExists, "There is a state, or a journal, at \(path); it was left as it is.")
        case .unreadable(let fault, let backup): fault.diagnostic(path: path, backup: backup)
        case .journalUnreadable(let fault): fault.diagnostic(path: path)
        case .stateMissing(let labels, let backup):
            Diagnostic(
                .stateMissing,
                "\(path).journal is there and \(path) is not. The journal alone does not say what is registered. \(named(labels))",
                hint: restore(backup))
        case .strangeJournal(let labels, let base, let serial):
            Diagnostic(
                .journalStrange,
                "\(path).journal holds records that belong to serial \(base) of a state, and \(path) is another state or has "
                    + "serial \(serial). To apply them here could register a client twice. \(named(labels))",
                hint: "bring back the state with serial \(base) that was here when the journal was written, or a backup of it")
        case .changing:
            Diagnostic(
                .stateChanging, "Another process kept replacing \(path) while it was read.", hint: "run the command again")
        case .disk(let failure):
            Diagnostic(.stateUnavailable, "\(failure.sentence) The state at \(path) was not changed.", hint: failure.hint)
        case .notReleased(let failure):
            Diagnostic(
                .stateUnavailable, severity: .warning,
                "\(failure.sentence) Everything is recorded all the same, and the lock of \(path) ends with this process.",
                hint: "check the disk")
        case .noSpace(let failure):
            Diagnostic(
                .journalNoSpace,
                "\(failure.sentence) Without room for its answer, a call could lose a credential: no further one was sent. What had been "
                    + "sent is recorded.", hint: failure.hint)
        case .notDurable(let failure):
            Diagnostic(
                .journalNotDurable,
                "\(failure.sentence) Nor could the journal beside \(path) be written anew: nothing more can be recorded by this run, and nothing "
                    + "new was begun. What became of each call in flight is said with its client.",
                hint: "check the disk, then run\n  rollcall status")
        case .notCheckpointed(let failure):
            Diagnostic(
                .stateNotWritten, "\(failure.sentence) Nothing is lost: the journal beside \(path) says what was done.",
                hint: failure.hint)
        case .noJournal(let failure):
            Diagnostic(
                .stateUnavailable, "\(failure.sentence) Everything so far is recorded in \(path), and nothing more can be.",
                hint: failure.hint)
        case .misread:
            Diagnostic(
                .stateNotWritten,
                "What was written for \(path) reads back as something else. Nothing is lost: the state and its journal are as they were.",
                hint: "check the disk and the memory of this machine")
        case .stale, .replaced, .noBackup, .backupUnreadable, .strangeBackup, .wouldSwallow: restoring(path)
        case .sealed(let fault):
            fault.diagnostic(path: path, what: "credentials")
        case .sealedAnswers(let fault):
            fault.diagnostic(path: path, in: "\(path).journal", what: "answers that are not in the state yet")
        case .unusable:
            Diagnostic(
                .journalNotDurable, "After the failure before this one, nothing more can be recorded beside \(path).",
                hint: "check the disk, then run\n  rollcall status")
        }
    }

    /// The first twenty: a message is read by a person.
    func named(_ labels: [ClientLabel]) -> String {
        if labels.isEmpty { return "It names no client." }
        let names = labels.prefix(20).map { "\"\($0)\"" }.joined(separator: ", ")
        return "It names \(names)" + (labels.count > 20 ? " and \(labels.count - 20) more." : ".")
    }
}

extension LockHolder {
    /// Such as `rollcall apply, process 12 on ci-3, since 2026-01-31T12:00:00Z`.
    public var inWords: String { "rollcall \(command), process \(process) on \(host), since \(started)" }

    /// Why a command that writes cannot begin; `holder` is `nil` if the lock's file does not say.
    public static func diagnostic(_ holder: LockHolder?, path: String) -> Diagnostic {
        Diagnostic(
            .stateLocked,
            "The state at \(path) is being written by \(holder?.inWords ?? "another process")\(holder.map { " (lock \($0.id))" } ?? "").",
            hint: "wait until it is done (--lock-timeout SECONDS does), then run the command again")
    }
}

extension LoadedState {
    /// What is to be said about the file itself.
    public func diagnostics(path: String) -> Diagnostics {
        guard isExposed else { return Diagnostics() }
        return Diagnostics([
            Diagnostic(
                .stateExposed,
                "\(path) holds credentials, and others than its owner may read it. The next run that writes narrows it.",
                hint: "chmod 600 \(path)")
        ])
    }
}

extension StateFault {
    fileprivate func diagnostic(path: String, backup: String?) -> Diagnostic {
        let detail = "\(path) \(text). It is not taken for an empty state: that would register every client again."
        return switch self {
        case .empty, .zeros, .short, .digest, .tooLarge, .malformed:
            Diagnostic(.stateDamaged, detail, hint: restore(backup))
        case .conflict:
            Diagnostic(
                .stateConflict, detail,
                hint: "a state cannot be merged: take the version whose registrations are at the servers, whole")
        case .newerFormat: Diagnostic(.stateNewer, detail, hint: "use the rollcall that wrote it, or a newer one")
        }
    }
}

extension JournalFault {
    fileprivate func diagnostic(path: String) -> Diagnostic {
        let detail = "\(path).journal \(text). It may hold credentials that are nowhere else, so it is left as it is."
        return switch self {
        case .newerFormat: Diagnostic(.journalNewer, detail, hint: "use the rollcall that wrote it, or a newer one")
        case .header, .damaged, .outOfOrder, .malformed:
            Diagnostic(
                .journalDamaged, detail,
                hint: "keep a copy of it, and settle by hand what its readable lines name; then move it away")
        }
    }
}

extension DiskFailure {
    /// Such as `Could not sync "demo.json.journal": Input/output error.`
    public var sentence: String { "Could not \(operation) \"\(name)\": \(reason)." }

    fileprivate var hint: String {
        isOutOfSpace ? "make room on the disk, then run the command again" : "see to the cause, then run the command again"
    }
}

/// The way back from a state that is no good.
private func restore(_ backup: String?) -> String {
    guard let backup else { return "bring the state back from version control or from a backup of your own" }
    return
        "the newest backup, \(backup), is one run behind. To see what there is, and to go back to one:\n  rollcall state restore"
}
