import ArgumentParser
import OAuthRegistration
import RollcallCore
import StrictJSON

/// What a server issues to a client (RFC 7591, section 3.2.1; RFC 7592, section 3), by its member's name; and what is kept of what it issued
/// besides, which nothing shows unless it is asked for by name.
enum CredentialField: String, CaseIterable, ExpressibleByArgument {
    case clientID = "client_id"
    case clientSecret = "client_secret"
    case clientIDIssuedAt = "client_id_issued_at"
    case clientSecretExpiresAt = "client_secret_expires_at"
    case registrationClientURI = "registration_client_uri"
    case registrationAccessToken = "registration_access_token"
    /// What was recorded before another one was.
    case replacedClientSecret = "replaced_client_secret"
    case replacedRegistrationAccessToken = "replaced_registration_access_token"
    /// What came of the answer to a call in doubt: bytes, as they came.
    case received

    /// Shown without being asked for by name.
    static let ordinary: [CredentialField] = [
        .clientID, .clientSecret, .clientIDIssuedAt, .clientSecretExpiresAt, .registrationClientURI,
    ]

    /// As JSON has it, and as it is.
    struct Value {
        let json: JSONValue
        let bytes: [UInt8]

        init(_ text: JSONString) {
            json = .string(text)
            bytes = text.utf8
        }

        init(_ number: Int64) {
            json = .number(JSONNumber(number))
            bytes = Array(String(number).utf8)
        }

        init(_ secret: Secret) {
            guard let text = secret.expose({ JSONString(validating: $0) }) else {
                preconditionFailure("an issued credential is a JSON string")
            }
            self.init(text)
        }
    }

    /// The credential that it is, if it is one.
    var member: CredentialMember? {
        switch self {
        case .clientSecret: .clientSecret
        case .registrationAccessToken: .registrationAccessToken
        case .replacedClientSecret: .replacedClientSecret
        case .replacedRegistrationAccessToken: .replacedRegistrationAccessToken
        case .clientID, .clientIDIssuedAt, .clientSecretExpiresAt, .registrationClientURI, .received: nil
        }
    }

    /// `nil` if the server issued none. What was received belongs to a call.
    func value(of client: RecordedClient, _ opened: OpenCredentials) -> Value? {
        switch self {
        case .clientID: Value(client.clientID)
        case .clientSecret: opened.clientSecret.map { Value($0) }
        case .clientIDIssuedAt: client.clientIDIssuedAt.map { Value($0) }
        case .clientSecretExpiresAt: client.clientSecretExpiresAt.map { Value($0) }
        case .registrationClientURI: client.registrationClientURI.map { Value($0) }
        case .registrationAccessToken: opened.registrationAccessToken.map { Value($0) }
        case .replacedClientSecret: opened.replacedClientSecret.map { Value($0) }
        case .replacedRegistrationAccessToken: opened.replacedRegistrationAccessToken.map { Value($0) }
        case .received: nil
        }
    }
}
