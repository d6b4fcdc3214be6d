import ArgumentParser
import OAuthRegistration
import RollcallCore
import StrictJSON

/// What a server issues to a client (RFC 7591, section 3.2.1; RFC 7592, section 3), by its member's name.
enum CredentialField: String, CaseIterable, ExpressibleByArgument {
    case clientID = "client_id"
    case clientSecret = "client_secret"
    case clientIDIssuedAt = "client_id_issued_at"
    case clientSecretExpiresAt = "client_secret_expires_at"
    case registrationClientURI = "registration_client_uri"
    case registrationAccessToken = "registration_access_token"

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
        case .clientID, .clientIDIssuedAt, .clientSecretExpiresAt, .registrationClientURI: nil
        }
    }

    /// `nil` if the server issued none.
    func value(of client: RecordedClient, _ opened: OpenCredentials) -> Value? {
        switch self {
        case .clientID: Value(client.clientID)
        case .clientSecret: opened.clientSecret.map { Value($0) }
        case .clientIDIssuedAt: client.clientIDIssuedAt.map { Value($0) }
        case .clientSecretExpiresAt: client.clientSecretExpiresAt.map { Value($0) }
        case .registrationClientURI: client.registrationClientURI.map { Value($0) }
        case .registrationAccessToken: opened.registrationAccessToken.map { Value($0) }
        }
    }
}
