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
    /// How the client may prove itself here, the likeliest first. What the server has refused is left out once another one was accepted.
    private var ways: [Way]

    /// What the client proves itself with.
    public enum Proof: Sendable {
        case secret(Secret)
        /// Makes an assertion for an audience (RFC 7523, section 3), anew for each request; signed with this algorithm (RFC 7518, section 3.1).
        case assertion(_ algorithm: String, @Sendable (_ clientID: String, _ audience: String) async -> Secret?)
        case certificate
    }

    private enum Way: Hashable {
        case secretBasic, secretPost, certificate
        case assertion(audience: String)
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
        ways = Self.ways(of: proof, grant)
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

    /// A server that has not heard of the way in which a client proves itself says `invalid_client` (RFC 6749, section 5.2); so the next one is
    /// tried, each once.
    private func obtain() async -> Result<Secret, AccessTokenFailure> {
        let asked = uptime()
        var failure: AccessTokenFailure?
        for (index, way) in ways.enumerated() {
            switch await answer(way) {
            case .success(let answer):
                ways.removeFirst(index)
                current = (answer.token, answer.lifetime.map { asked + $0 - Self.margin(of: $0) })
                return .success(answer.token)
            case .failure(let latest):
                failure = latest
                if !latest.isOfTheProof { return .failure(latest) }
            }
        }
        return .failure(failure ?? AccessTokenFailure(grant.tokenEndpoint, .unsigned))
    }

    private func answer(_ way: Way) async -> Result<TokenAnswer, AccessTokenFailure> {
        guard let (proven, secrets) = await proven(way) else {
            return .failure(AccessTokenFailure(grant.tokenEndpoint, .unsigned))
        }
        let request = TokenRequest.clientCredentials(
            endpoint: grant.tokenEndpoint, clientID: grant.client.clientID, scope: grant.client.scope, proof: proven)
        switch await asking.ask(request) {
        case .notSent(let failure), .noAnswer(_, let failure):
            return .failure(AccessTokenFailure(grant.tokenEndpoint, .noAnswer(failure)))
        case .answer(let answer):
            do { return .success(try TokenAnswer(answer)) } catch {
                let sent = request.basic.map { [$0, Secret($0.expose(Base64.encode))] } ?? []
                return .failure(
                    AccessTokenFailure(grant.tokenEndpoint, error.withholding(secrets + sent), signature: signature))
            }
        }
    }

    /// How the client proves itself now, and what of it nobody may see.
    private func proven(_ way: Way) async -> (ClientProof, [Secret])? {
        switch (way, proof) {
        case (.secretBasic, .secret(let secret)): return (.secretBasic(secret), [secret, Self.encoded(secret)])
        case (.secretPost, .secret(let secret)): return (.secretPost(secret), [secret, Self.encoded(secret)])
        case (.assertion(let audience), .assertion(_, let make)):
            guard let assertion = await make(grant.client.clientID, audience) else { return nil }
            return (.assertion(assertion), [assertion])
        default: return (.certificate, [])
        }
    }

    private var signature: AccessTokenFailure.Signature? {
        guard case .assertion(let algorithm, _) = proof else { return nil }
        return AccessTokenFailure.Signature(algorithm: algorithm, taken: grant.algorithms)
    }

    private static func encoded(_ secret: Secret) -> Secret { Secret(secret.expose(TokenRequest.formEncoded)) }

    /// A secret is sent as a header field, as every server must take it (RFC 6749, section 2.3.1), and then in the form; what the server declares
    /// not to take is left out, where it declares one of the two.
    private static func ways(of proof: Proof, _ grant: AccessTokenGrant) -> [Way] {
        switch proof {
        case .certificate: return [.certificate]
        case .assertion: return grant.audiences.map { .assertion(audience: $0) }
        case .secret:
            let taken = [(basic, Way.secretBasic), (post, .secretPost)].filter { grant.methods?.contains($0.0) ?? true }
            return taken.isEmpty ? [.secretBasic] : taken.map(\.1)
        }
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
    /// Whom an assertion may be for, the likeliest first; never empty, and never another server.
    public var audiences: [String]
    /// `token_endpoint_auth_methods_supported`, where the server declares it.
    public var methods: [JSONString]?
    /// What assertions may be signed with: `token_endpoint_auth_signing_alg_values_supported`, where the server declares it.
    public var algorithms: [JSONString]?

    /// An assertion is for the server, by its issuer where that is known (RFC 7523, section 3, number 3, as RFC 7523bis narrows it), or by
    /// its token endpoint, as RFC 7523 allows and older servers want. Behind a FHIR server it is by its token endpoint first, and signed with
    /// RS384 or ES384 (SMART App Launch 2.2, "Client Authentication: Asymmetric").
    public init(
        client: ClientCredentials, tokenEndpoint: HTTPAddress, issuer: String? = nil, isSMART: Bool = false,
        support: DeclaredSupport = DeclaredSupport()
    ) {
        self.client = client
        self.tokenEndpoint = tokenEndpoint
        let both = [issuer, tokenEndpoint.text].compactMap(\.self)
        audiences = issuer == tokenEndpoint.text ? [tokenEndpoint.text] : isSMART ? both.reversed() : both
        methods = support.values(of: "token_endpoint_auth_methods_supported")
        algorithms =
            support.values(of: "token_endpoint_auth_signing_alg_values_supported") ?? (isSMART ? ["RS384", "ES384"] : nil)
    }
}
