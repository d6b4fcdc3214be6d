public import StrictJSON

/// Reading a client information response. It is read leniently (`AnswerObject`), because credentials must not be lost over a detail: what is
/// `null` is absent, a number is taken for the `client_id` that it spells, and any other issued member of a wrong type is left out; all but
/// `null` is noted. Metadata of another type than its field's is read as what it plainly stands for (`FieldCatalog.read`).
extension ClientInformation {
    /// `nil` unless `body` is a JSON object with a `client_id` that is a number, or a string and not empty.
    ///
    /// What is missing is noted for a registration only: later answers may leave credentials out (RFC 7592, section 3
    /// notwithstanding). One that a later answer shows masked is left out too; a registration's is all that there is.
    public init?(of operation: RegistrationOperation, reading body: [UInt8], notes: inout [AnswerNote]) {
        guard let object = AnswerObject(body) else { return nil }
        var reader = IssuedMembers(object.members, mayBeMasked: operation != .register)
        guard let clientID = reader.identifier("client_id") else { return nil }
        self.init(
            clientID: clientID, clientSecret: reader.secret("client_secret"),
            clientIDIssuedAt: reader.time("client_id_issued_at"),
            clientSecretExpiresAt: reader.time("client_secret_expires_at"),
            registrationAccessToken: reader.secret("registration_access_token"),
            registrationClientURI: reader.string("registration_client_uri"), metadata: ClientMetadata())
        reader.readTypes()
        reader.withhold([clientSecret, registrationAccessToken].compactMap(\.self))
        metadata = ClientMetadata(reader.rest)
        notes += object.notes + reader.notes
        if operation == .register { notes += missing }
    }

    /// Seconds since 1970: a whole number, or a string of one, as some servers have it. What would be a second after the year 5000 is a
    /// millisecond.
    public static func time(_ value: JSONValue?) -> Int64? {
        number(value).map { milliseconds.contains($0) ? $0 / 1000 : $0 }
    }

    fileprivate static func number(_ value: JSONValue?) -> Int64? { value?.int64 ?? value?.text.flatMap { Int64($0) } }
    fileprivate static let milliseconds: Range<Int64> = 100_000_000_000..<100_000_000_000_000

    private var missing: [AnswerNote] {
        var notes: [AnswerNote] = []
        if clientSecret != nil, clientSecretExpiresAt == nil { notes.append(.secretWithoutExpiry) }
        switch (registrationAccessToken, registrationClientURI) {
        case (.some, nil): notes.append(.tokenWithoutURI)
        case (nil, .some): notes.append(.uriWithoutToken)
        case (nil, nil), (.some, .some): break
        }
        return notes
    }
}

/// Takes what the server issued out of an answer's members; the rest is the granted metadata.
private struct IssuedMembers {
    private(set) var rest: JSONObject
    private(set) var notes: [AnswerNote] = []
    private let mayBeMasked: Bool

    init(_ members: JSONObject, mayBeMasked: Bool) { (rest, self.mayBeMasked) = (members, mayBeMasked) }

    /// A number is written as it came.
    mutating func identifier(_ name: JSONString) -> JSONString? {
        guard case .number(let number) = rest[name] else { return string(name) }
        rest[name] = nil
        notes.append(.numberForText(name))
        return JSONString(number.text)
    }

    /// An empty string is none.
    mutating func string(_ name: JSONString) -> JSONString? {
        switch take(name) {
        case .string(let text): return text.utf8.isEmpty ? nil : text
        case .null: return nil
        case .bool, .number, .array, .object:
            notes.append(.wrongType(name))
            return nil
        }
    }

    mutating func secret(_ name: JSONString) -> Secret? {
        guard let text = string(name) else { return nil }
        if mayBeMasked, text.isMasked {
            notes.append(.masked(name))
            return nil
        }
        return Secret(text.utf8)
    }

    mutating func time(_ name: JSONString) -> Int64? {
        let value = take(name)
        if value == .null { return nil }
        if let seconds = ClientInformation.time(value) {
            if ClientInformation.number(value) != seconds { notes.append(.milliseconds(name)) }
            return seconds
        }
        notes.append(.wrongType(name))
        return nil
    }

    /// Before anything is withheld: a credential may stand in JSON that stands in a string.
    mutating func readTypes() { rest = ClientMetadata(rest).read.members }

    /// Takes what else is or holds a credential out of the rest.
    mutating func withhold(_ issued: [Secret]) {
        notes += WithheldMembers(issued: issued).take(from: &rest).map { .withheld($0) }
    }

    /// `null` if there is none.
    private mutating func take(_ name: JSONString) -> JSONValue {
        defer { rest[name] = nil }
        return rest[name] ?? .null
    }
}
