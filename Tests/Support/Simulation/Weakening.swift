/// The commit protocol with one thing left out. Each is what somebody could take for a harmless simplification, and each must be
/// caught: a simulation that a broken protocol passes proves nothing (reliability.md, 4a, has the list).
public enum Weakening: String, Hashable, Sendable, CaseIterable {
    /// The request leaves without an intent.
    case noIntent = "no intent"
    /// The request leaves before its intent is durable.
    case intentNotSynced = "intent not synced"
    /// "Durable" is said of an answer that is not.
    case answerNotSynced = "answer not synced"
    /// A registration without an answer is sent again in the same run.
    case repeatsInTheRun = "POST repeated in the run"
    /// A registration that is in doubt is sent again by a later run.
    case repeatsDoubts = "POST in doubt repeated later"
    /// A client whose read is answered 401 is taken for gone, and registered anew.
    case refusedMeansGone = "401 means gone"
    /// The journal is emptied before the state that holds its records is durable.
    case journalEmptiedEarly = "journal emptied early"
    /// The state is renamed into its place without an fsync.
    case stateNotSynced = "state not synced"
    /// The journal is replaced before the directory that names the new state is durable.
    case directoryNotSynced = "directory not synced"
    /// A checkpoint within a run forgets the calls that are open.
    case checkpointDropsOpenCalls = "checkpoint drops open calls"
    /// A state that was not synced, and cannot be read, is taken for an empty one.
    case emptyMeansNew = "empty means new"
    /// A failed sync of the journal is called again, and its success believed.
    case syncRepeated = "failed sync repeated"
    /// What cannot be recorded is passed over, and the run goes on.
    case failuresIgnored = "failures ignored"
    /// A refused token means that a delete was carried out, whether or not it was good before.
    case deadTokenMeansDeleted = "dead token means deleted"
    /// A register is sent again with its key to servers that know no keys.
    case keysTrusted = "keys trusted everywhere"
    /// A saved plan is applied whatever has happened since.
    case stalePlansApplied = "stale plans applied"
    /// After a refresh the calls are made with what state said before it.
    case refreshForgotten = "refresh forgotten"
    /// Each update is made twice, side by side.
    case doubledCalls = "calls doubled"
    /// An update sends back what the server issued.
    case issuedSentBack = "issued members sent back"
    /// The state does not remember what its credentials replaced.
    case replacedForgotten = "replaced credentials forgotten"

    /// What goes wrong on the disk, below the store, which does not know of it.
    func fault(_ effect: SimulatedDisk.Effect, on disk: SimulatedDisk, _ memory: inout DiskMemory) -> SimulatedDisk.Fault? {
        switch self {
        case .intentNotSynced where effect.isSync(of: FileNames.journal): memory.appends == .intents ? .skipped : nil
        case .answerNotSynced where effect.isSync(of: FileNames.journal): memory.appends == .others ? .skipped : nil
        case .stateNotSynced where effect.isSync(of: FileNames.temporaryState): .skipped
        case .emptyMeansNew where effect.isSync(of: FileNames.temporaryState): .skipped
        case .journalEmptiedEarly where effect.operation == "create" && effect.name == FileNames.temporaryState:
            empty(FileNames.journal, on: disk)
        case .directoryNotSynced where effect.operation == "rename": note(effect, &memory)
        case .directoryNotSynced where effect.operation == "sync directory" && memory.renamedState: forget(&memory)
        case .noIntent, .intentNotSynced, .answerNotSynced, .repeatsInTheRun, .repeatsDoubts, .refusedMeansGone,
            .journalEmptiedEarly, .stateNotSynced, .directoryNotSynced, .checkpointDropsOpenCalls, .emptyMeansNew, .syncRepeated,
            .failuresIgnored, .deadTokenMeansDeleted, .keysTrusted, .stalePlansApplied, .refreshForgotten, .doubledCalls,
            .issuedSentBack, .replacedForgotten:
            nil
        }
    }

    /// Whether it is one of the disk's.
    var isOnDisk: Bool {
        switch self {
        case .intentNotSynced, .answerNotSynced, .stateNotSynced, .journalEmptiedEarly, .directoryNotSynced, .emptyMeansNew: true
        case .noIntent, .repeatsInTheRun, .repeatsDoubts, .refusedMeansGone, .checkpointDropsOpenCalls, .syncRepeated,
            .failuresIgnored, .deadTokenMeansDeleted, .keysTrusted, .stalePlansApplied, .refreshForgotten, .doubledCalls,
            .issuedSentBack, .replacedForgotten:
            false
        }
    }

    /// What it makes of a failure.
    func worse(_ fault: SimulatedDisk.Fault, at effect: SimulatedDisk.Effect) -> SimulatedDisk.Fault? {
        guard self == .syncRepeated, effect.isSync(of: FileNames.journal), case .failure = fault else { return nil }
        return .repeated
    }

    private func empty(_ name: String, on disk: SimulatedDisk) -> SimulatedDisk.Fault? {
        disk[name] = nil
        return nil
    }

    private func note(_ effect: SimulatedDisk.Effect, _ memory: inout DiskMemory) -> SimulatedDisk.Fault? {
        memory.renamedState = effect.name == FileNames.temporaryState
        return nil
    }

    private func forget(_ memory: inout DiskMemory) -> SimulatedDisk.Fault? {
        memory.renamedState = false
        return .skipped
    }
}

/// What a weakened disk must know of the calls before.
struct DiskMemory {
    enum Appends { case none, intents, others }

    /// What is being appended to the journal.
    var appends = Appends.none
    /// The last rename put a new state into its place.
    var renamedState = false
}

/// The names of the store's files, short enough that none is ever allocated.
enum FileNames {
    static let state = "s"
    static let journal = "s.journal"
    static let lock = "s.lock"
    static let temporaryState = "s.tmp"
    static let temporaryJournal = "s.journal.tmp"
}

extension SimulatedDisk.Effect {
    fileprivate func isSync(of name: String) -> Bool { operation == "sync" && self.name == name }
}
