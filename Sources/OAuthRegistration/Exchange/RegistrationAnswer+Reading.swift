public import StrictJSON

extension RegistrationAnswer {
    /// What `answer` means as an answer to `operation`. Reading is lenient where a credential would be lost otherwise: the last
    /// of repeated members wins, and a member of a wrong type is left out with a note.
    ///
    /// - Parameter clientID: the client that was asked for. An answer about another is taken for none: a read is refused, an
    ///   update is uncertain.
    public init(
        to operation: RegistrationOperation, of answer: HTTPAnswer, profile: ServerProfile, expecting clientID: JSONString? = nil
    ) {
        switch answer.status {
        case 200..<300 where operation == .delete:
            self = .deleted(answer.status == 204 || answer.status == 200 ? [] : [.status(answer.status)])
        case 200..<300:
            guard let (information, notes) = ClientInformation.read(answer), clientID == nil || information.clientID == clientID
            else {
                self = Self.unusable(operation, Refusal(answer))
                return
            }
            let usual = operation == .register ? 201 : 200
            self = .client(information, answer.status == usual ? notes : [.status(answer.status)] + notes)
        case let status where operation != .read && Self.isUncertain(status, operation, profile):
            self = .uncertain(Refusal(answer))
        default: self = .refused(Refusal(answer))
        }
    }

    /// Statuses that leave open whether a write was processed: a timeout, and a server that broke.
    private static func isUncertain(_ status: Int, _ operation: RegistrationOperation, _ profile: ServerProfile) -> Bool {
        switch status {
        case 408, 425: true
        case 503: !profile.unavailableMeansUnprocessed
        // 501 is definite: the server has no such method (RFC 9110, section 15.6.2).
        case 501: false
        default: status >= 500 || status < 200
        }
    }

    private static func unusable(_ operation: RegistrationOperation, _ refusal: Refusal) -> RegistrationAnswer {
        operation == .read ? .refused(refusal) : .uncertain(refusal)
    }
}

extension ClientInformation {
    /// `nil` if the body is no client information response: not JSON, no object, or without a `client_id`.
    static func read(_ answer: HTTPAnswer) -> (ClientInformation, [AnswerNote])? {
        guard let (value, duplicates) = try? JSONReader.readLenient(answer.body), var members = value.object,
            let id = members["client_id"]?.string, !id.utf8.isEmpty
        else { return nil }
        var notes = duplicates.map { AnswerNote.repeatedMember($0.name) }
        func text(_ name: JSONString) -> JSONString? {
            guard let value = members[name], value != .null else { return nil }
            guard let string = value.string else {
                notes.append(.wrongType(name))
                return nil
            }
            return string.utf8.isEmpty ? nil : string
        }
        func seconds(_ name: JSONString) -> Int64? {
            guard let value = members[name], value != .null else { return nil }
            if let number = value.int64 ?? value.text.flatMap({ Int64($0) }) { return number }
            notes.append(.wrongType(name))
            return nil
        }
        var information = ClientInformation(
            clientID: id, clientSecret: text("client_secret").map { Secret($0.utf8) },
            clientIDIssuedAt: seconds("client_id_issued_at"), clientSecretExpiresAt: seconds("client_secret_expires_at"),
            registrationAccessToken: text("registration_access_token").map { Secret($0.utf8) },
            registrationClientURI: text("registration_client_uri"), metadata: ClientMetadata())
        if information.clientSecret != nil, information.clientSecretExpiresAt == nil { notes.append(.secretWithoutExpiry) }
        switch (information.registrationAccessToken, information.registrationClientURI) {
        case (.some, nil): notes.append(.tokenWithoutURI)
        case (nil, .some): notes.append(.uriWithoutToken)
        case (.some, .some), (nil, nil): break
        }
        for name in ClientMetadata.issuedMembers { members[name] = nil }
        information.metadata = ClientMetadata(members)
        return (information, notes)
    }
}

extension Refusal {
    init(_ answer: HTTPAnswer) {
        self.init(status: answer.status, shape: Self.shape(of: answer), retryAfter: answer.retryAfter.flatMap { Int($0) })
        guard let object = try? JSONReader.readLenient(answer.body).value.object else { return }
        error = object["error"]?.string
        errorDescription = object["error_description"]?.string ?? (error == nil ? object["message"]?.string : nil)
    }

    private static func shape(of answer: HTTPAnswer) -> Shape {
        let start = answer.body.first { $0 > 0x20 }
        guard let start else { return .empty }
        do {
            let value = try JSONReader.readLenient(answer.body).value
            return value.object?["error"]?.string == nil ? .json : .oauth
        } catch {
            if start == UInt8(ascii: "<") { return .html }
            let looksLikeJSON = start == UInt8(ascii: "{") || start == UInt8(ascii: "[")
            return looksLikeJSON && error.reason == .unexpectedEnd ? .truncatedJSON : .text
        }
    }
}
