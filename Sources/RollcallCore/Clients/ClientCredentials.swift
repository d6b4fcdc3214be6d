public import OAuthRegistration

/// A client of rollcall's own at a server, which obtains access tokens for itself (RFC 6749, section 4.4).
public struct ClientCredentials: Hashable, Sendable {
    public var clientID: String
    public var proof: Proof
    /// As RFC 6749, section 3.3 has it.
    public var scope: String?
    /// Needed where no document of the server's names it.
    public var tokenEndpoint: HTTPAddress?

    public enum Proof: Hashable, Sendable {
        case secret(Reference)
        /// To sign assertions with (RFC 7523).
        case privateKey(Reference)
        /// The one of `tls:` (RFC 8705, section 2).
        case certificate

        /// What is to be read for it.
        public var reference: Reference? {
            switch self {
            case .secret(let reference), .privateKey(let reference): reference
            case .certificate: nil
            }
        }
    }

    public init(clientID: String, proof: Proof, scope: String? = nil, tokenEndpoint: HTTPAddress? = nil) {
        self.clientID = clientID
        self.proof = proof
        self.scope = scope
        self.tokenEndpoint = tokenEndpoint
    }
}
