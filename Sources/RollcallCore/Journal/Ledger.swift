import OAuthRegistration
import StrictJSON

/// What journal records mean: a state and the records after it make the next state. Pure, and the only place that says so:
/// the run that writes the records and the start that replays them come to the same state.
///
///     intended ─▶ answered ─▶ settled       the answer decides what becomes of the client
///              ├▶ refused                   nothing was sent, or the server said no: the call is over
///              └▶ inDoubt ─▶ answered       what came of it after all: a late answer, one completed by a read, one given by a person
///                         └▶ refused        it was found not to have been carried out
///
/// A record about a call that is over changes nothing, except that `settled` still teaches. A registration has no read in doubt any
/// more once the server has answered another call about it, accepting the token or refusing it for good (unless a part of its answer brought
/// another token, which is still to be tried); and no register in doubt once
/// one has been answered with its client (a register is sent again only with the key that makes the server answer for both).
/// Servers, references, labels, tags and protection that no call changes have no records: who edits them in `state`
/// writes a checkpoint before the first call that relies on them.
public struct Ledger: Sendable {
    public var state: StateDocument
    /// Calls that were about to be sent and have not ended.
    public private(set) var open: [OperationID: Intent] = [:]

    /// How what an answer holds is recorded.
    private let seal: Seal
    /// Calls that are or were in doubt, by what they are about.
    private var doubted: [RegistrationID: [OperationID]] = [:]
    /// Registrations whose delete was refused. A read that shows one says that it is to be deleted still; what else a read brings under an id
    /// that no client has is somebody's import.
    private var leftBehind: Set<RegistrationID> = []

    public init(_ state: StateDocument, seal: Seal = .off) {
        self.state = state
        self.seal = seal
        for doubt in state.doubts.values { doubted[doubt.intent.registration, default: []].append(doubt.intent.id) }
    }

    public mutating func apply(_ record: JournalRecord) {
        switch record {
        case .intended(let intent): open[intent.id] = intent
        case .answered(let id, let answer, let at):
            guard let intent = end(id) else { return }
            apply(answer, to: intent, at: at)
        case .refused(let id, _): if let intent = end(id) { state.reopen(intent) }
        case .inDoubt(let id, let received, let reason):
            let known = state.doubts[id]?.received ?? .plain(Secret([]))
            guard let intent = end(id) else { return }
            // A checkpoint, or an answer that may mean either, has made a doubt of it before: what came of an answer is kept.
            doubt(Doubt(intent: intent, received: received.isEmpty ? known : kept(received, of: id), reason: reason))
        case .settled(let id, let server, let learned):
            _ = end(id)
            state.servers[server]?.learned.merge(learned)
        }
    }

    /// The state when no more records follow: what is still open is in doubt, because nobody can know whether its request left.
    public func closed() -> StateDocument {
        let doubts = open.mapValues {
            Doubt(intent: $0, reason: "rollcall ended before an answer was recorded")
        }
        var state = state
        state.doubts.merge(doubts) { $1 }
        return state
    }

    /// Takes the call out of what is open or in doubt.
    private mutating func end(_ id: OperationID) -> Intent? {
        open.removeValue(forKey: id) ?? state.doubts.removeValue(forKey: id)?.intent
    }

    /// A read in doubt says no more than the one before it: which token the client has now is not known. A token that came with one is kept.
    private mutating func doubt(_ doubt: Doubt) {
        let id = doubt.intent.id
        if doubt.intent.operation == .read { settleReadsWithoutToken(about: doubt.intent.registration) }
        state.doubts[id] = doubt
        if !doubted[doubt.intent.registration, default: []].contains(id) {
            doubted[doubt.intent.registration, default: []].append(id)
        }
    }

    /// A later call has shown all that there was to know about those of this kind.
    private mutating func settleDoubts(of operation: RegistrationOperation, about registration: RegistrationID) {
        for id in doubted[registration] ?? [] where state.doubts[id]?.intent.operation == operation { state.doubts[id] = nil }
    }

    /// A refused token tells nothing of the one that came with a part of an answer: that one is still to be tried.
    private mutating func settleReadsWithoutToken(about registration: RegistrationID) {
        for id in doubted[registration] ?? [] {
            guard let doubt = state.doubts[id], doubt.intent.operation == .read else { continue }
            let part = try? seal.received(of: doubt, lineage: state.lineage)
            if part.map({ PartialAnswer($0).registrationAccessToken == nil }) ?? false { state.doubts[id] = nil }
        }
    }

    private mutating func apply(_ answer: HTTPAnswer, to intent: Intent, at: Timestamp) {
        let profile = state.servers[intent.server]?.knownProfile ?? .generic
        let clientID = state.clientID(of: intent, opening: seal)
        switch RegistrationAnswer(to: intent.operation, of: answer, profile: profile, expecting: clientID) {
        case .client(let information, _):
            record(information, of: intent, at: at)
            settleDoubts(of: intent.operation == .register ? .register : .read, about: intent.registration)
            if intent.operation == .read, leftBehind.remove(intent.registration) != nil {
                state.findAgain(intent.registration, label: intent.label)
            }
        case .deleted:
            state.remove(intent.registration, label: intent.label)
            settleDoubts(of: .read, about: intent.registration)
        case .refused(let refusal):
            if intent.operation == .delete, intent.isByAdministrator, refusal.isSaidOfAbsence {
                state.remove(intent.registration, label: intent.label)
                return settleDoubts(of: .read, about: intent.registration)
            }
            if refusal.isDefinite { settleReadsWithoutToken(about: intent.registration) }
            if !refusal.forbidsEmptyValues { state.reopen(intent) }
            if intent.operation == .delete, refusal.leavesBehind(profile, toAdministrator: intent.isByAdministrator) {
                state.leaveBehind(intent.registration, label: intent.label)
                leftBehind.insert(intent.registration)
            }
        case .uncertain(let refusal):
            let what =
                (200..<300).contains(answer.status) ? AnswerFault(answer.body).map { ": what came \($0.inWords)" } ?? "" : ""
            let reason = "the server answered \(refusal.status), which does not say whether it was done\(what)"
            doubt(Doubt(intent: intent, received: kept(answer.body, of: intent.id), reason: reason))
        }
    }

    private mutating func record(_ answered: ClientInformation, of intent: Intent, at: Timestamp) {
        var information = answered
        if intent.operation != .register, let recorded = state.registration(intent.registration, label: intent.label),
            let known = try? seal.open(recorded.credentials, of: recorded.registration, lineage: state.lineage)
        {
            information = known.current(in: information, to: intent.operation).information
        }
        switch intent.operation {
        case .register: state.register(information, of: intent, at: at, seal)
        case .update: state.update(information, of: intent, at: at, seal)
        case .read, .delete: state.merge(information, into: intent.registration, of: intent, seal)
        }
    }

    private func kept(_ bytes: [UInt8], of id: OperationID) -> StoredSecret {
        seal.close(Secret(bytes), .answer(to: id, lineage: state.lineage))
    }
}
