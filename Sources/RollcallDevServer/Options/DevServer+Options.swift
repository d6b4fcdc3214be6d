public import OAuthRegistration
public import StrictJSON

extension DevServer {
    /// What a server does, beside listening. Only personality, data and port are for users; the rest is for tests.
    public struct Options: Sendable {
        public var personality: Personality
        /// Where clients are kept: one JSON file, 0600, written anew after each change. Without it they are gone at the end.
        public var dataPath: String?
        /// Who may register.
        public var initialAccess: InitialAccess
        /// The path of the issuer identifier; empty, or with a slash first and none last.
        public var issuerPath: String
        /// `host[:port]` of a proxy that terminates TLS in front of the server. Discovery then names `https` addresses, and
        /// `registration_client_uri` the same host with `http`: the server sees the scheme of the request that reaches it.
        /// (The page that Kodjin publishes shows such an answer.)
        public var behindTLSProxy: String?

        /// The operations of RFC 7592 that exist; the others are answered 405. Without any, no token and no URI are issued.
        public var manages: Set<RegistrationOperation>
        /// The operations that answer with another registration access token; the one used is dead from then on.
        public var rotatesOn: Set<RegistrationOperation>
        /// The operations that answer with another client secret; the former is dead from then on.
        public var issuesSecretOn: Set<RegistrationOperation>
        /// Whether answers after the first show the client secret.
        public var showsSecretAgain = true
        /// How long a client's secret is good for, in seconds; `nil`: for ever. What it says of it is all that it does about it.
        public var secretLifetime: Int64?
        /// Whether `client_secret` belongs into an update; `nil`: it may be there, and must match (RFC 7592, section 2.2).
        public var secretInUpdate: ServerProfile.SecretInUpdate?
        /// Members that are kept and never shown.
        public var hidden: Set<JSONString> = []
        /// Members that are shown with this value, whatever is kept.
        public var rewritten: [JSONString: JSONValue] = [:]
        /// Members beyond the catalogue that the `rfc` personality keeps and shows.
        public var extensions: Set<JSONString> = []
        /// Whether `Idempotency-Key` on a registration is heeded.
        public var heedsIdempotencyKeys: Bool
        /// A client that obtains access tokens for itself (RFC 6749, section 4.4), and registers and manages all clients with them. Its
        /// secret is the initial access token.
        public var serviceAccount: String?
        /// Of its access tokens, in seconds.
        public var accessTokenLifetime = 60

        /// Waited before every answer.
        public var latency: Duration = .zero
        /// Each is used up by the exchange that it spoils.
        public var faults: [Fault] = []
        /// Told of every exchange, in the order in which they were processed.
        public var onExchange: (@Sendable (Exchange) -> Void)?

        public init(personality: Personality = .rfc, dataPath: String? = nil, initialAccess: InitialAccess? = nil) {
            self.personality = personality
            self.dataPath = dataPath
            self.initialAccess = initialAccess ?? personality.usualInitialAccess
            self.issuerPath = personality.usualIssuerPath
            self.manages = personality.usuallyManages
            self.rotatesOn = personality.usuallyRotatesOn
            self.issuesSecretOn = personality.usuallyIssuesSecretOn
            self.secretInUpdate = personality.usualSecretInUpdate
            self.heedsIdempotencyKeys = personality.usuallyHeedsIdempotencyKeys
            self.serviceAccount = personality.usualServiceAccount
        }
    }

    /// Who may register (RFC 7591, section 3: how an initial access token is obtained is out of its scope).
    public enum InitialAccess: Sendable, Hashable {
        /// Anyone.
        case open
        /// Holders of a token that is made at the first start, is good for any number of registrations, and is kept with the clients.
        case minted
        /// Holders of this token, for so many registrations (`nil`: any number).
        case token(Secret, registrations: Int? = nil)
    }

    /// One exchange, as an observer sees it.
    public struct Exchange: Sendable, Hashable {
        public var method: String
        public var path: String
        /// `nil` if the connection was closed without an answer.
        public var status: Int?
    }
}
