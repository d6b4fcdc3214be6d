import OAuthRegistration
import StrictJSON

/// A registration as a step knows it: who it is, where it is managed, and its credentials, open.
struct KnownRegistration: Hashable, Sendable {
    var clientID: JSONString
    var registrationClientURI: JSONString?
    var credentials: OpenCredentials
    /// Of the client itself.
    var clientSecretExpiresAt: Int64?
}

extension Assignment {
    /// `nil` before a registration.
    var known: KnownRegistration? {
        switch work {
        case .register: nil
        case .update(let client, _, _), .observe(let client): KnownRegistration(client, credentials)
        case .delete(let registration): KnownRegistration(registration, credentials)
        case .settle(let lost): lost.registration
        }
    }
}

extension KnownRegistration {
    fileprivate init(_ client: RecordedClient, _ credentials: OpenCredentials) {
        self.init(FormerRegistration(client), credentials)
        clientSecretExpiresAt = client.clientSecretExpiresAt
    }

    init(_ registration: FormerRegistration, _ credentials: OpenCredentials) {
        self.init(
            clientID: registration.clientID, registrationClientURI: registration.registrationClientURI,
            credentials: credentials)
    }
}
