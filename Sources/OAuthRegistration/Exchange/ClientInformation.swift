public import StrictJSON

/// A client information response (RFC 7591, section 3.2.1; RFC 7592, section 3): the credentials and the granted metadata, apart.
public struct ClientInformation: Hashable, Sendable {
    public var clientID: JSONString
    public var clientSecret: Secret?
    /// Seconds since 1970.
    public var clientIDIssuedAt: Int64?
    /// Seconds since 1970; 0 is never. Required by the RFC when a secret is issued, and often left out.
    public var clientSecretExpiresAt: Int64?
    public var registrationAccessToken: Secret?
    /// As it was given. `RegistrationClientAddress` says where it may be used.
    public var registrationClientURI: JSONString?
    /// All other members, as granted.
    public var metadata: ClientMetadata

    public init(
        clientID: JSONString, clientSecret: Secret? = nil, clientIDIssuedAt: Int64? = nil, clientSecretExpiresAt: Int64? = nil,
        registrationAccessToken: Secret? = nil, registrationClientURI: JSONString? = nil, metadata: ClientMetadata
    ) {
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.clientIDIssuedAt = clientIDIssuedAt
        self.clientSecretExpiresAt = clientSecretExpiresAt
        self.registrationAccessToken = registrationAccessToken
        self.registrationClientURI = registrationClientURI
        self.metadata = metadata
    }
}
