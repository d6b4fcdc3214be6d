public import OAuthRegistration
public import StrictJSON

/// How a person ends a doubt that no server can: what is to be known of the state before, and what becomes of it.
extension StateDocument {
    /// The call is taken as not carried out. A client that the part of an answer names is at its server, and stays known as one that
    /// nothing declares.
    ///
    /// - Parameter seal: closes the credentials that came with the part.
    public func abandoning(_ lost: LostCall, sealing seal: Seal) -> StateDocument {
        let (intent, part) = (lost.intent, lost.part)
        var state = withdrawing(intent)
        guard intent.operation == .register, let clientID = part.clientID,
            registration(intent.registration, label: intent.label) == nil
        else { return state }
        func closed(_ secret: Secret?, _ member: CredentialMember) -> StoredSecret? {
            secret.map { seal.close($0, .credential(member, of: intent.registration, lineage: lineage)) }
        }
        let credentials = Credentials(
            storing: closed(part.clientSecret, .clientSecret),
            closed(part.registrationAccessToken, .registrationAccessToken))
        state.orphans.append(
            FormerRegistration(
                registration: intent.registration, server: intent.server, clientID: clientID,
                registrationClientURI: part.registrationClientURI, credentials: credentials))
        return state
    }

    /// Without the doubt about the call, and for a register without those of its repetitions.
    public func withdrawing(_ intent: Intent) -> StateDocument {
        var state = self
        state.doubts[intent.id] = nil
        state.reopen(intent)
        guard intent.operation == .register else { return state }
        for (id, other) in doubts
        where other.intent.operation == .register && other.intent.registration == intent.registration {
            state.doubts[id] = nil
        }
        return state
    }
}

/// A client information response (RFC 7591, section 3.2.1) that somebody gives for an answer that was lost.
public struct GivenAnswer: Hashable, Sendable {
    public let information: ClientInformation
    private let body: [UInt8]

    public enum Fault: Error, Hashable, Sendable {
        case tooLarge
        /// No JSON object with a `client_id`, and what it is instead.
        case noClient(AnswerFault)
        /// It is about another client than the call.
        case anotherClient(JSONString, expected: JSONString)
        /// This label has that client at the same server.
        case recorded(ClientLabel)
        /// State no longer has the registration that the call was about.
        case registrationGone
    }

    /// Read and checked against what is known of the call.
    public init(_ body: [UInt8], to lost: LostCall, in state: StateDocument) throws(Fault) {
        guard body.count <= HTTPRequest.registrationAnswerLimit else { throw .tooLarge }
        var notes: [AnswerNote] = []
        guard let information = ClientInformation(of: lost.intent.operation, reading: body, notes: &notes) else {
            throw .noClient(AnswerFault(body) ?? .notObject)
        }
        (self.information, self.body) = (information, body)
        try check(lost.intent, lost.part, state)
    }

    private func check(_ intent: Intent, _ part: PartialAnswer, _ state: StateDocument) throws(Fault) {
        let known = state.registration(intent.registration, label: intent.label)?.clientID
        let expected = intent.operation == .register ? known ?? part.clientID : known
        if let expected, expected != information.clientID { throw .anotherClient(information.clientID, expected: expected) }
        if intent.operation != .register, expected == nil { throw .registrationGone }
        guard intent.operation == .register else { return }
        for label in state.labels {
            if let client = state[label], client.server.isSameText(as: intent.server), client.clientID == information.clientID {
                throw .recorded(label)
            }
        }
    }

    /// As if it had come then. Of a delete it says that the client is still there: that is a read, and the delete was not carried out.
    ///
    /// - Parameter run: eight random hex digits.
    public func records(to intent: Intent, run: String, at now: Timestamp) -> [JournalRecord] {
        switch intent.operation {
        case .register: return [.answered(intent.id, HTTPAnswer(status: 201, body: body), at: now)]
        case .read, .update: return [.answered(intent.id, HTTPAnswer(status: 200, body: body), at: now)]
        case .delete:
            var read = intent
            (read.id, read.operation, read.sentAt) = (OperationID(run: run, number: 1), .read, now)
            return [
                .intended(read), .answered(read.id, HTTPAnswer(status: 200, body: body), at: now),
                .refused(intent.id, reason: "somebody has shown that the client is still there"),
            ]
        }
    }
}
