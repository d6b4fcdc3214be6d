public import OAuthRegistration
public import StrictJSON

/// The access token of rollcall's own client at one server: obtained when it is first wanted, again shortly before it expires, and again
/// when a call with it was refused. It is in memory only. Whoever wants it while it is being obtained waits for the same one.
public actor AccessTokens {
    private let grant: AccessTokenGrant
    private let proof: Proof
    private let asking: Asking
    private let uptime: Uptime
    private var current: (token: Secret, until: Int?)?
    private var isObtaining = false
    private var waiting: [CheckedContinuation<Result<Secret, AccessTokenFailure>, Never>] = []
    /// The secret goes into the form, because this server refused it as a header field.
    private var sendsSecretInForm: Bool

    /// What the client proves itself with.
    public enum Proof: Sendable {
        case secret(Secret)
        /// Makes an assertion for this audience (RFC 7523, section 3), anew for each request.
        case assertion(@Sendable (_ clientID: String, _ audience: String) async -> Secret?)
        case certificate
    }

    /// Seconds since any moment, on a clock that does not jump.
    public typealias Uptime = @Sendable () -> Int

    public init(
        _ grant: AccessTokenGrant, proof: Proof, transport: any HTTPTransport, sleep: @escaping RunLoop.Sleep,
        now: @escaping RunLoop.Now, uptime: @escaping Uptime
    ) {
        self.grant = grant
        self.proof = proof
        asking = Asking(transport: transport, sleep: sleep, now: now)
        self.uptime = uptime
        sendsSecretInForm = grant.methods.map { !$0.contains(Self.basic) && $0.contains(Self.post) } ?? false
    }

    public func token() async -> Result<Secret, AccessTokenFailure> {
        if let current, current.until.map({ uptime() < $0 }) ?? true { return .success(current.token) }
        if isObtaining { return await withCheckedContinuation { waiting.append($0) } }
        isObtaining = true
        let result = await obtain()
        isObtaining = false
        let others = waiting
        waiting = []
        for other in others { other.resume(returning: result) }
        return result
    }

    /// A call with this token was answered 401. Another one may be in its place already.
    public func refuse(_ token: Secret) { if current?.token == token { current = nil } }

    private func obtain() async -> Result<Secret, AccessTokenFailure> {
        let asked = uptime()
        var answer = await answer()
        if case .failure(let failure) = answer, failure.isOfTheMethod, mayTryForm {
            sendsSecretInForm = true
            answer = await self.answer()
        }
        switch answer {
        case .failure(let failure): return .failure(failure)
        case .success(let answer):
            current = (answer.token, answer.lifetime.map { asked + $0 - Self.margin(of: $0) })
            return .success(answer.token)
        }
    }

    private func answer() async -> Result<TokenAnswer, AccessTokenFailure> {
        guard let (proof, secrets) = await proven() else {
            return .failure(AccessTokenFailure(grant.tokenEndpoint, .unsigned))
        }
        let request = TokenRequest.clientCredentials(
            endpoint: grant.tokenEndpoint, clientID: grant.client.clientID, scope: grant.client.scope, proof: proof)
        switch await asking.ask(request) {
        case .notSent(let failure), .noAnswer(_, let failure):
            return .failure(AccessTokenFailure(grant.tokenEndpoint, .noAnswer(failure)))
        case .answer(let answer):
            do { return .success(try TokenAnswer(answer)) } catch {
                let sent = request.basic.map { [$0, Secret($0.expose(Base64.encode))] } ?? []
                return .failure(AccessTokenFailure(grant.tokenEndpoint, error.withholding(secrets + sent)))
            }
        }
    }

    /// How the client proves itself now, and what of it nobody may see.
    private func proven() async -> (ClientProof, [Secret])? {
        switch proof {
        case .secret(let secret):
            let encoded = Secret(secret.expose(TokenRequest.formEncoded))
            return (sendsSecretInForm ? .secretPost(secret) : .secretBasic(secret), [secret, encoded])
        case .certificate: return (.certificate, [])
        case .assertion(let make):
            guard let assertion = await make(grant.client.clientID, grant.audience) else { return nil }
            return (.assertion(assertion), [assertion])
        }
    }

    /// A server that takes the secret in the form only says `invalid_client` to the header field (RFC 6749, section 2.3.1 wants it to take
    /// the header field).
    private var mayTryForm: Bool {
        guard case .secret = proof, !sendsSecretInForm else { return false }
        return grant.methods?.contains(Self.post) ?? true
    }

    private static let basic: JSONString = "client_secret_basic"
    private static let post: JSONString = "client_secret_post"

    /// How long before its end a token is not used any more, in seconds: a call takes its time.
    private static func margin(of lifetime: Int) -> Int { min(30, lifetime / 2) }
}

/// What is needed to obtain an access token, its proof apart.
public struct AccessTokenGrant: Hashable, Sendable {
    public var client: ClientCredentials
    public var tokenEndpoint: HTTPAddress
    public var issuer: String?
    /// `token_endpoint_auth_methods_supported`, where the server declares it.
    public var methods: [JSONString]?

    public init(client: ClientCredentials, tokenEndpoint: HTTPAddress, issuer: String? = nil, methods: [JSONString]? = nil) {
        self.client = client
        self.tokenEndpoint = tokenEndpoint
        self.issuer = issuer
        self.methods = methods
    }

    /// Whom an assertion is for: the server, by its issuer where that is known (RFC 7523, section 3, number 3, as RFC 7523bis narrows it).
    var audience: String { issuer ?? tokenEndpoint.text }
}
