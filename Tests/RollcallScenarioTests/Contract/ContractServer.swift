import Testing

/// One row of the contract suite: a server, and what it cannot do. A row's reason is what a person is told; the suite then asks for
/// what happens instead, so it fails once the reason is no longer true.
struct ContractServer: Sendable, CustomTestStringConvertible {
    var name: String
    let start: @Sendable () async throws -> ServerProcess
    var cannot: [Capability: String] = [:]
    /// By the label of a `FieldKind`: why the server refuses a client that has it.
    var refused: [String: String] = [:]
    /// By the label of a `FieldKind`: how the server shows another value in a read than in the answer to a write. Until that is learned, it
    /// looks like a change at the server.
    var showsOtherwise: [String: String] = [:]
    /// An initial access token is good for one client, so each is registered in a run of its own.
    var takesOneAtATime = false
    /// Registration is open, and a token that nobody issued is refused all the same.
    var sendsNoToken = false
    /// Refused by the server, and no error in a manifest.
    var refusedRedirectURI = "https://@client.example.com/callback"
    /// What `rollcall.yaml` says of it.
    var profile = "generic"
    /// An update that holds the client secret is refused.
    var refusesSecret = false

    var testDescription: String { name }

    /// What the narrative asks of a server, beyond RFC 7591.
    enum Capability: Sendable {
        /// Reads, updates and deletes (RFC 7592).
        case manage
        /// Updates and deletes; it can be read.
        case update
        /// Registrations need an initial access token.
        case refuseAWrongToken
        /// A read leaves the registration access token as it is.
        case keepTheTokenOnRead
        /// An update leaves the registration access token as it is: so a third hand's update does not take it.
        case keepTheTokenOnUpdate
        /// 401 for a client that is gone (RFC 7592, section 2); 404 will do.
        case sayUnauthorized
    }

    static let real = unnamed + named

    private static let unnamed = [
        authlib, authlibRotating,
        ContractServer(
            name: "django-oauth-toolkit", start: { try await .real("django-oauth-toolkit") },
            cannot: [.keepTheTokenOnUpdate: "DCR_ROTATE_REGISTRATION_TOKEN_ON_UPDATE is on unless a site turns it off"],
            refused: ["word-sets": "a client has one grant there"]),
        ContractServer(
            name: "canaille", start: { try await .real("canaille") },
            cannot: [.sayUnauthorized: "Authlib answers 400 access_denied to a token that it does not know"],
            showsOtherwise: splitByCanaille, sendsNoToken: true),
        ContractServer(
            name: "canaille, a token for each client",
            start: { try await .real("canaille", settings: ["CANAILLE_MODE": "token"]) },
            cannot: [.sayUnauthorized: "Authlib answers 400 access_denied to a token that it does not know"],
            showsOtherwise: splitByCanaille, takesOneAtATime: true),
        ContractServer(
            name: "mcp-sdk", start: { try await .real("mcp-sdk") },
            cannot: [
                .manage: "the SDK has RFC 7591 alone, and answers a registration without address and token",
                .refuseAWrongToken: "registration is open; the Authorization field is not looked at",
            ],
            refused: ["words": "the SDK refuses scopes that it was not set up with"],
            refusedRedirectURI: "https://client.example.com:99999/callback"),
    ]

    /// The same servers, with all that is known of them said beforehand.
    private static let named: [ContractServer] = [
        ("authlib-flask", "authlib"), ("authlib-flask, rotating", "authlib"), ("django-oauth-toolkit", "django-oauth-toolkit"),
        ("canaille", "canaille"), ("mcp-sdk", "register-only"),
    ].compactMap { name, profile in unnamed.first { $0.name == name }?.with(profile: profile) }

    static let embedded = byHand + profiled

    static let byHand = [
        ContractServer(
            name: "dev-server rfc", start: { try await .embedded("rfc") },
            cannot: [.refuseAWrongToken: "this personality is open to anyone"]),
        ContractServer(
            name: "dev-server keycloak", start: { try await .embedded("keycloak") },
            cannot: [.keepTheTokenOnUpdate: "Keycloak rotates on every update (AbstractClientRegistrationProvider.update)"],
            refused: [
                "extension": "no property of OIDCClientRepresentation", "tagged": "no property of OIDCClientRepresentation",
                "words": "no client scopes of the realm",
            ],
            refusedRedirectURI: "https://client.example.com/{path}"),
    ]

    private static let authlib = ContractServer(
        name: "authlib-flask", start: { try await .real("authlib-flask") },
        cannot: [.sayUnauthorized: "Authlib answers 400 access_denied to a token that it does not know"],
        refused: refusedByAuthlib)

    private static let splitByCanaille = ["word-sets": "reads show each word of a response type by itself"]

    private static let refusedByAuthlib = [
        "words": "scopes_supported is not set", "word-sets": "response_types_supported is not set",
    ]

    private static let authlibRotating = ContractServer(
        name: "authlib-flask, rotating", start: { try await .real("authlib-flask", settings: ["AL_ROTATE": "both"]) },
        cannot: [
            .sayUnauthorized: "Authlib answers 400 access_denied to a token that it does not know",
            .keepTheTokenOnRead: "started so, as Curity and MITREid are",
            .keepTheTokenOnUpdate: "started so, as Keycloak is",
        ], refused: refusedByAuthlib)
}
