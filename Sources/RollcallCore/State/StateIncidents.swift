/// What happened to a store on its way that is worth knowing, although nothing was lost.
public struct StateIncidents: Hashable, Sendable {
    /// A journal that was found cut: the file in which its end was set aside, and how many bytes it has.
    public var tornTail: TornTail?
    /// Why the journal was written anew.
    public var journalMoves: [DiskFailure]
    /// Answers that could not be recorded and are in files, ascending by call.
    public var kept: [Kept]
    /// Why an answer could not be put into a file.
    public var recoveryFailures: [DiskFailure]

    public struct TornTail: Hashable, Sendable {
        public var name: String
        public var count: Int
    }

    public struct Kept: Hashable, Sendable {
        public var call: OperationID
        public var path: String
    }

    public init<D: Disk>(_ recorder: Recorder<D>) {
        tornTail = recorder.store.tornTail.map { TornTail(name: $0.name, count: $0.count) }
        journalMoves = recorder.store.journalMoves
        kept = recorder.kept.map { Kept(call: $0.key, path: $0.value) }.sorted { $0.call < $1.call }
        recoveryFailures = recorder.recoveryFailures
    }

    /// Of what was found when the run began.
    public func found(path: String) -> Diagnostics {
        guard let tornTail else { return Diagnostics() }
        return Diagnostics([
            Diagnostic(
                .journalTorn,
                "The last line of \(path).journal had been cut while it was written, by a crash or a power cut. It was never durable: a "
                    + "call that it was about is in doubt. Its \(tornTail.count) bytes are in \(tornTail.name) beside the state: they may hold part of an answer.",
                hint: "see whether a call is in doubt:\n  rollcall status")
        ])
    }

    /// Of what happened while it went on. What was kept is said with its client, too.
    public func happened(path: String) -> Diagnostics {
        var diagnostics = Diagnostics()
        if let first = journalMoves.first {
            let times = journalMoves.count == 1 ? "once" : "\(journalMoves.count) times"
            diagnostics.report(
                Diagnostic(
                    .journalMoved,
                    "\(first.sentence) \(path).journal was written anew, \(times), and everything is recorded. A disk that fails once may fail "
                        + "again.", hint: "check the disk before the next run"))
        }
        for failure in recoveryFailures {
            diagnostics.report(
                Diagnostic(
                    .journalNotDurable, "Nor could an answer be kept in the recovery folder: \(failure.sentence)",
                    hint: "name a folder on another disk in ROLLCALL_RECOVERY_DIR"))
        }
        return diagnostics
    }
}

extension StateIncidents.Kept {
    /// For a call that no change speaks of.
    public var diagnostic: Diagnostic {
        Diagnostic(
            .answerKept,
            "The answer to call \(call) could not be recorded. It is in \(path), with the credentials that it brought.",
            hint: "once the disk is well, if rollcall status has the call in doubt:\n  rollcall recover \(call) --answer \(path)")
    }
}
