public import OAuthRegistration
public import StrictJSON

/// How a step ended.
public enum Settlement: Hashable, Sendable {
    /// The server accepted it.
    case done(Report)
    case observed(ObservedClient, Report = Report())
    /// The server holds what it held before.
    case failed(Failure)
    /// A call was sent and nobody knows what became of it, also after the server was asked where it could be. It is not sent again.
    case inDoubt(OperationID, reason: String)
    /// It was answered, and the answer could not be recorded: the state has it in doubt.
    case unrecorded(OperationID, Unrecorded)
    /// The change was not made: the run was stopped before its call was sent, or what it waited for did not succeed. It may have
    /// been read, or recorded and taken back.
    case notStarted

    /// What became of an answer that may hold a credential, and could not be recorded.
    public enum Unrecorded: Hashable, Sendable {
        case kept(Recording.Place)
        /// The registration that it was about was deleted again.
        case withdrawn(JSONString)
        /// The client is at the server under this id, and its credentials are nowhere: why it could not be deleted again.
        case orphaned(JSONString, reason: String)
        /// What the server issued with it is nowhere.
        case lost(status: Int)
    }

    public enum Failure: Hashable, Sendable {
        case refused(RegistrationOperation, Refusal)
        /// A delete was refused as if the registration were gone, and a read has shown it.
        case notDeleted(Refusal)
        case notSent(RegistrationOperation, TransportFailure)
        /// Before an update the server would not say what the client is now.
        case unreadable(ObservedClient.Reason)
        /// Declared fields differ at the server, and the plan does not mention it.
        case drifted([JSONString])
        /// No address or token to manage it with.
        case unmanaged
        /// The journal could not be written, so nothing was sent.
        case notRecorded
        /// The update was accepted, and these fields, which it left out, stayed. The call that was to clear them was refused so, or not made.
        case notCleared([JSONString], Refusal?)
        /// Its answer was lost, and a read has shown that it was not carried out.
        case notCarriedOut(RegistrationOperation, reason: String)
    }

    /// What is worth saying of a success.
    public struct Report: Hashable, Sendable {
        public var notes: [AnswerNote] = []
        /// Fields that the server granted otherwise than requested.
        public var substituted: [FieldChange] = []
        /// What else than was declared the server has made of the client.
        public var natureChanges: [NatureChange] = []
        /// Fields that are no longer declared and that the server kept.
        public var kept: [JSONString] = []
        /// Of a registration: whom the server named.
        public var clientID: JSONString?
        /// Of a registration: where the client can be managed.
        public var address: RegistrationClientAddress?
        /// Of a delete: why the server would not delete a registration that was replaced. It is left behind, and not tried again.
        public var leftBehind: Refusal?
        /// Of a delete: what an administrator was told of a client that is not there.
        public var wasGone: Refusal?
        /// Why the address that an answer names for the client is not used; the recorded one is.
        public var strayAddress: RegistrationClientAddress.Reason?
        /// Why its answer was lost; the server has shown since that it was carried out.
        public var lostAnswer: String?
        /// Why the client was not shown after the write, with the token that the write left it.
        public var refusedReadBack: Refusal?
        /// Fields that the answer to an update back had as wanted, and the read straight after it as before.
        public var contradicted: [JSONString] = []
        /// Why the read before the update was refused: it went out without one, for no read works here.
        public var readless: Refusal?
        /// Of a registration that the server answered again: it refuses the token that it issued then, for there is a newer one.
        public var refusedToken: Refusal?
        /// What was answered with another client secret than the one that was recorded: a read, or an update.
        public var newSecret: RegistrationOperation?

        public init() {}
    }
}

extension [AnswerNote] {
    /// Each once, however many answers it is said of.
    var onceEach: [AnswerNote] {
        var notes: [AnswerNote] = []
        for note in self where !notes.contains(note) { notes.append(note) }
        return notes
    }
}
