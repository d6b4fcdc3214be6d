import OAuthRegistration
import StrictJSON

/// A client as a member of the state's `clients`: one member a line, their values compact.
extension RecordedClient {
    /// How far a client's members are indented.
    private static let indent = 6

    var written: [UInt8] {
        var members = MemberWriter(indent: Self.indent)
        members.member("registration", .string(registration.text))
        members.member("server", .string(server))
        members.member("protect", .bool(protect))
        members.member("tags", .object(tags))
        members.member("client_id", .string(clientID))
        members.member("client_id_issued_at", clientIDIssuedAt.map { .number(JSONNumber($0)) })
        members.member("client_secret_expires_at", clientSecretExpiresAt.map { .number(JSONNumber($0)) })
        members.member("registration_client_uri", registrationClientURI.map { .string($0) })
        members.member("credentials", .object(credentials.json))
        members.member("requested", .object(requested.members))
        members.member("granted", .object(granted.members))
        members.member("former", written: FormerRegistration.written(former))
        members.member("registered_at", .string(registeredAt.text))
        members.member("updated_at", .string(updatedAt.text))
        return members.finish()
    }

    init(_ json: JSONValue) throws(MemberFault) {
        var members = try MemberReader(json)
        self.init(
            registration: try members.registration("registration"), server: try members.text("server"),
            protect: try members.bool("protect"), tags: try members.object("tags"), clientID: try members.string("client_id"),
            clientIDIssuedAt: try members.optionalInt64("client_id_issued_at"),
            clientSecretExpiresAt: try members.optionalInt64("client_secret_expires_at"),
            registrationClientURI: try members.optionalString("registration_client_uri"),
            credentials: try Credentials(try members.object("credentials")),
            requested: ClientMetadata(try members.object("requested")),
            granted: ClientMetadata(try members.object("granted")),
            former: try FormerRegistration.all(try members.array("former")),
            registeredAt: Timestamp(try members.text("registered_at")), updatedAt: Timestamp(try members.text("updated_at")))
        try members.finish()
    }
}

extension FormerRegistration {
    var written: [UInt8] {
        var members = MemberWriter()
        members.member("registration", .string(registration.text))
        members.member("server", .string(server))
        members.member("client_id", .string(clientID))
        members.member("client_secret_expires_at", clientSecretExpiresAt.map { .number(JSONNumber($0)) })
        members.member("registration_client_uri", registrationClientURI.map { .string($0) })
        members.member("credentials", .object(credentials.json))
        return members.finish()
    }

    static func written(_ all: [FormerRegistration]) -> [UInt8] {
        [UInt8(ascii: "[")] + all.map(\.written).joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "]")]
    }

    static func all(_ json: [JSONValue]) throws(MemberFault) -> [FormerRegistration] {
        var all: [FormerRegistration] = []
        for element in json { all.append(try FormerRegistration(element)) }
        return all
    }

    init(_ json: JSONValue) throws(MemberFault) {
        var members = try MemberReader(json)
        self.init(
            registration: try members.registration("registration"), server: try members.text("server"),
            clientID: try members.string("client_id"),
            clientSecretExpiresAt: try members.optionalInt64("client_secret_expires_at"),
            registrationClientURI: try members.optionalString("registration_client_uri"),
            credentials: try Credentials(try members.object("credentials")))
        try members.finish()
    }
}

extension Credentials {
    var json: JSONObject {
        var object: JSONObject = [:]
        for member in CredentialMember.allCases { object[JSONString(member.rawValue)] = self[member]?.json(plain: Self.string) }
        return object
    }

    init(_ json: JSONObject) throws(MemberFault) {
        var members = MemberReader(json)
        self.init()
        for member in CredentialMember.allCases {
            self[member] = try members.optionalSecret(JSONString(member.rawValue)) { $0.string?.utf8 }
        }
        try members.finish()
    }

    private static func string(_ bytes: [UInt8]) -> JSONValue {
        guard let text = JSONString(validating: bytes) else { preconditionFailure("an issued credential is a JSON string") }
        return .string(text)
    }
}
