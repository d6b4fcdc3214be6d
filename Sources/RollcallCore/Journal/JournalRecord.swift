public import OAuthRegistration
public import StrictJSON

/// What the write-ahead journal can say. Each is durable before the thing it allows happens: `intended` before the request is
/// sent, `answered` before anybody parses the answer. What the records mean together is `Ledger`'s to say.
public enum JournalRecord: Hashable, Sendable {
    /// A call is about to be sent. Without an answer after it, the call is in doubt.
    case intended(Intent)
    /// The raw answer, whatever its status. Where it was lost, what took its place: the part that came, completed by a read, 204 for a
    /// delete that a read has shown to be done, or a client information response that a person gave.
    case answered(OperationID, HTTPAnswer, at: Timestamp)
    /// The call provably did not reach the server, was given up before it was sent, or was found not to have been carried out.
    case refused(OperationID, reason: String)
    /// The call was sent and no complete answer was seen. `received` may hold part of one, credentials included.
    case inDoubt(OperationID, received: [UInt8], reason: String)
    /// The call is over, and this was learned of the server (its key in state) by it and by the calls before it of the same step.
    case settled(OperationID, server: String, learned: ServerEvidence)
}

/// One call, as it was about to be sent.
public struct Intent: Hashable, Sendable {
    public var id: OperationID
    public var operation: RegistrationOperation
    public var label: ClientLabel
    /// Which registration: a new one for `register`, else that of the recorded client or of one of its former ones.
    public var registration: RegistrationID
    /// The server's key in state.
    public var server: String
    /// Recorded if the server accepts it: `requested`, for `register` and `update`.
    public var requested: ClientMetadata
    public var protect: Bool
    public var tags: JSONObject
    /// Of an update: fields that are sent empty, because they survived an update that left them out. Until it is accepted they are
    /// still to be taken away. Ascending.
    public var clearing: [JSONString] = []
    /// Of a delete: an administrator's access token is sent and not the client's own, so that 404 is said of a client that is gone.
    public var isByAdministrator = false
    public var sentAt: Timestamp

    public init(
        id: OperationID, operation: RegistrationOperation, label: ClientLabel, registration: RegistrationID, server: String,
        requested: ClientMetadata, protect: Bool, tags: JSONObject, sentAt: Timestamp
    ) {
        self.id = id
        self.operation = operation
        self.label = label
        self.registration = registration
        self.server = server
        self.requested = requested
        self.protect = protect
        self.tags = tags
        self.sentAt = sentAt
    }
}

/// Names one call for ever: eight random hex digits of its run, `-`, and its number in the run; before that, and a point, the call that
/// it repeats. What `rollcall recover` is given.
public struct OperationID: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let text: String

    public init(_ text: String) { self.text = text }
    public init(run: String, number: Int) { text = "\(run)-\(number)" }

    /// The call that this one repeats; itself if it repeats none. What a server that heeds `Idempotency-Key` knows both by.
    public var original: OperationID { OperationID(String(text.prefix { $0 != "." })) }

    /// Another call of the run that sends this one again: `1a2b3c4d-5.1a2b3c4d-6`.
    func repeated(as id: OperationID) -> OperationID { OperationID("\(original).\(id)") }

    public static func < (left: OperationID, right: OperationID) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
    public var description: String { text }
}
