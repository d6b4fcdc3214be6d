public import OAuthRegistration
import StrictJSON

/// A call that was sent and whose answer nobody has seen, with everything that there is to find out with what became of it: in the run
/// that lost it, or, from state, in a later one.
public struct LostCall: Hashable, Sendable {
    public let intent: Intent
    /// How the answer was lost.
    public let reason: String
    /// What came of it; may hold credentials.
    private(set) var received: [UInt8]
    /// Whom it was about: from state, or, for a register, from the part of an answer that came. `nil` if nobody has told.
    private(set) var registration: KnownRegistration?
    /// For an update: what to compare with.
    let update: LostUpdate?
    /// For a delete: the token was accepted by a read of the same command, before the delete was sent.
    private(set) var tokenWasAccepted: Bool

    var id: OperationID { intent.id }
    var operation: RegistrationOperation { intent.operation }
    /// Whether anything came of the answer.
    public var hasPart: Bool { !received.isEmpty }
    /// What can be read of what came.
    public var part: PartialAnswer { PartialAnswer(received) }

    /// A call that state has in doubt.
    public init(_ doubt: Doubt, in state: StateDocument, opening seal: Seal) throws(OpeningFault) {
        let intent = doubt.intent
        var update: LostUpdate?
        if intent.operation == .update, let client = state[intent.label], client.registration == intent.registration {
            update = LostUpdate(
                requested: client.requested(beforeClearing: intent.clearing), granted: client.granted, before: client.granted,
                desired: intent.requested)
        }
        let received: [UInt8]
        do throws(SealFault) { received = try seal.received(of: doubt, lineage: state.lineage) } catch {
            throw .answer(intent.id, error)
        }
        var registration: KnownRegistration?
        do throws(CredentialFault) {
            if let recorded = state.registration(intent.registration, label: intent.label) {
                registration = KnownRegistration(
                    recorded, try seal.open(recorded.credentials, of: recorded.registration, lineage: state.lineage))
            }
        } catch {
            throw .credential(intent.label, error)
        }
        self.init(
            intent, received: received, reason: doubt.reason, about: registration, update: update, tokenWasAccepted: false)
    }

    /// A call of this run.
    init(
        _ intent: Intent, received: [UInt8], reason: String, about registration: KnownRegistration?, update: LostUpdate?,
        tokenWasAccepted: Bool
    ) {
        self.intent = intent
        self.received = received
        self.reason = reason
        self.registration = registration
        self.update = update
        self.tokenWasAccepted = tokenWasAccepted
        nameRegistration()
    }

    /// Whether there is a token to ask with.
    public var canBeAsked: Bool { registration != nil && !tokens.isEmpty }

    /// Tokens that may open the registration, the likeliest first: one that came with a part of the answer is newer than the one that
    /// the call was sent with; what a read has recorded of a registration that was still to be named is newer than both.
    var tokens: [Secret] {
        let (received, recorded) = (part.registrationAccessToken, registration?.credentials.registrationAccessToken)
        let all = (operation == .register ? [recorded, received] : [received, recorded]).compactMap(\.self)
        return all.count == 2 && all[0] == all[1] ? [all[0]] : all
    }

    /// A read since may have put another token in its place: that it is refused then tells nothing any more.
    mutating func doubtToken() { tokenWasAccepted = false }

    /// Takes over what another attempt has brought of the answer, if it is more.
    mutating func keep(_ received: [UInt8]) -> Bool {
        guard received.count > self.received.count else { return false }
        self.received = received
        nameRegistration()
        return true
    }

    /// What the part of an answer names; what is recorded already, as an orphan, is newer.
    private mutating func nameRegistration() {
        guard operation == .register, registration == nil, let clientID = part.clientID else { return }
        registration = KnownRegistration(
            clientID: clientID, registrationClientURI: part.registrationClientURI, credentials: OpenCredentials())
    }

    /// The answer that the call would have had: the part that came, completed by what a read answered since.
    ///
    /// - Parameters:
    ///   - token: the client's, if the read was accepted with it; it counts where the read's answer has none.
    ///   - traits: what the server never shows stays as it was granted.
    func answer(completedBy read: HTTPAnswer, token: Secret?, at traits: ServerTraits) -> HTTPAnswer {
        var shown = (try? JSONReader.readLenient(read.body))?.value.object ?? [:]
        // A read from where nobody has heard of the call yet, or with a part hidden, completes nothing.
        for member in CredentialMember.issued {
            let name = JSONString(member.rawValue)
            if let text = shown[name]?.string, registration?.credentials.note(on: Secret(text.utf8), as: member) != nil {
                shown[name] = nil
            }
        }
        var members = part.completed(by: shown)
        for member in update?.granted.members.members ?? []
        where members[member.name] == nil && traits.fate(of: member.name) == .hidden { members[member.name] = member.value }
        if PartialAnswer(read.body).registrationAccessToken == nil, let text = token?.expose(JSONString.init(validating:)) {
            members["registration_access_token"] = .string(text)
        }
        return HTTPAnswer(status: operation == .register ? 201 : 200, body: members.canonicalBytes)
    }
}
