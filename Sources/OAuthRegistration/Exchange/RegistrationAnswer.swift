public import StrictJSON

/// The four calls of RFC 7591 and 7592.
public enum RegistrationOperation: String, Hashable, Sendable, CaseIterable {
    /// POST to the registration endpoint (RFC 7591, section 3.1).
    case register
    /// GET, PUT and DELETE at the client configuration endpoint (RFC 7592, sections 2.1 to 2.3).
    case read, update, delete

    public var method: HTTPRequest.Method {
        switch self {
        case .register: .post
        case .read: .get
        case .update: .put
        case .delete: .delete
        }
    }
}

/// What a complete answer to a registration call means.
///
/// | status | register | read | update | delete |
/// |---|---|---|---|---|
/// | 2xx with a client information response | client | client | client | deleted |
/// | 2xx without one, or with another client's | uncertain | uncertain (another client's: refused) | uncertain | deleted |
/// | 302, 303 | uncertain | refused | uncertain | uncertain |
/// | 408, 425 | uncertain | refused | uncertain | uncertain |
/// | 501, other 3xx, 4xx (429 included) | refused | refused | refused | refused |
/// | 503 | uncertain, unless the profile says that it was not processed: refused | refused | uncertain | uncertain |
/// | anything else | uncertain | refused | uncertain | uncertain |
public enum RegistrationAnswer: Hashable, Sendable {
    /// The client as it is now (register, read, update).
    case client(ClientInformation, [AnswerNote])
    /// Gone (delete).
    case deleted([AnswerNote])
    /// The server says no; it changed nothing.
    case refused(Refusal)
    /// The call may or may not have been processed.
    case uncertain(Refusal)

    /// Says what `answer` means as the answer to `operation`. It reads the body whatever its `Content-Type`.
    ///
    /// With `clientID`, the id that is recorded, a success must be about that client: RFC 7592, sections 2.1 and 2.2 let no id
    /// change. An update answered with another id may have been carried out on another client, so it is uncertain; a read is
    /// refused.
    public init(
        to operation: RegistrationOperation, of answer: HTTPAnswer, profile: ServerProfile, expecting clientID: JSONString? = nil
    ) {
        switch Verdict(on: operation, status: answer.status, profile: profile) {
        case .processed: self = Self.success(of: operation, answer, expecting: clientID)
        case .refused: self = .refused(Refusal(answer))
        case .uncertain: self = .uncertain(Refusal(answer))
        }
    }

    private static func success(of operation: RegistrationOperation, _ answer: HTTPAnswer, expecting clientID: JSONString?)
        -> Self
    {
        if operation == .delete { return .deleted(operation.notes(on: answer.status)) }
        var notes = operation.notes(on: answer.status)
        guard let information = ClientInformation(of: operation, reading: answer.body, notes: &notes) else {
            return .uncertain(Refusal(answer))
        }
        if let clientID, clientID != information.clientID {
            let refusal = Refusal(status: answer.status, shape: .anotherClient)
            return operation == .read ? .refused(refusal) : .uncertain(refusal)
        }
        return .client(information, notes)
    }
}

/// What a status says of the call, before the body is read.
private enum Verdict {
    case processed, refused, uncertain

    init(on operation: RegistrationOperation, status: Int, profile: ServerProfile) {
        switch (status, operation) {
        case (200..<300, _): self = .processed
        case (_, .read): self = .refused
        // The server gave up waiting, or did not want to be the first to see the request: of a write that is no proof.
        case (408, _), (425, _): self = .uncertain
        case (503, .register) where profile.unavailableMeansUnprocessed?.value == true: self = .refused
        // They may lead to what came of the call (RFC 9110, section 15.4.4), as a form that was sent does.
        case (302, _), (303, _): self = .uncertain
        // 501 is definite: the server has no such method (RFC 9110, section 15.6.2).
        case (300..<500, _), (501, _): self = .refused
        case (_, .register), (_, .update), (_, .delete): self = .uncertain
        }
    }
}

extension RegistrationOperation {
    /// RFC 7591, section 3.2.1 and RFC 7592, sections 2.1 to 2.3. A delete answered 200 is common and harmless.
    fileprivate func notes(on status: Int) -> [AnswerNote] {
        let usual: [Int]
        switch self {
        case .register: usual = [201]
        case .read, .update: usual = [200]
        case .delete: usual = [200, 204]
        }
        return usual.contains(status) ? [] : [.status(status)]
    }
}

/// Something odd in an answer that was accepted all the same.
public enum AnswerNote: Hashable, Sendable {
    /// RFC 7591, section 3.2.1 has 201 for a registration; RFC 7592 has 200 for a read or an update and 204 for a delete.
    case status(Int)
    /// The last of these won.
    case repeatedMember(JSONString)
    /// Of another type than the specification's; left out of what was read.
    case wrongType(JSONString)
    /// Of a text's place: it was taken for the text.
    case numberForText(JSONString)
    /// Before the JSON; RFC 8259, section 8.1 forbids to send one.
    case byteOrderMark
    /// Somewhere in it, and not in what was issued.
    case notUTF8
    /// Of a time: it was taken for the seconds that it stands for.
    case milliseconds(JSONString)
    /// A credential that a later answer has replaced: what is recorded stays.
    case stale(JSONString)
    /// A credential that is shown as stars, as it were, or with a part of it hidden: what is recorded stays.
    case masked(JSONString)
    /// Not one of the RFC's credentials, and is or holds one: neither kept nor shown.
    case withheld(JSONString)
    /// RFC 7591, section 3.2.1: required when a secret is issued.
    case secretWithoutExpiry
    /// OIDC Registration 1.0, section 3.2: both or neither.
    case tokenWithoutURI, uriWithoutToken
    /// A new registration was answered with the `client_id` of the one that it is to replace: RFC 7591, section 3.2.1 lets no two
    /// registrations have one, so they are one.
    case sameClient

    public var isStale: Bool { if case .stale = self { true } else { false } }
}
