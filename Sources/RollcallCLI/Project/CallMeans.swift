import OAuthRegistration
import RollcallCore
import RollcallIO

/// What the calls of a run are made with: the secrets behind its references, and, at servers whose access tokens are obtained, those.
struct CallMeans: Sendable {
    /// Initial access tokens and access tokens that are given, by the server's key.
    private(set) var tokens: [String: Secret] = [:]
    private var transports: [String: any HTTPTransport] = [:]
    private var proofs: [String: AccessTokens.Proof] = [:]
    private let grants: [String: AccessTokenGrant]
    private let project: Project

    /// Reads the references, each once. A server to which something is missing has no way; what is missing is reported.
    init(
        _ preflight: Preflight, _ project: Project, to located: some Sequence<String>, over connections: Connections,
        _ diagnostics: inout Diagnostics
    ) async {
        self.project = project
        grants = preflight.grants
        let secrets = ReferencedSecrets(project: project)
        tokens = await secrets.read(preflight.references, &diagnostics)
        var clientSecrets: [String: Reference] = [:]
        var signingKeys: [String: Reference] = [:]
        for (key, grant) in grants {
            switch grant.client.proof {
            case .secret(let reference): clientSecrets[key] = reference
            case .privateKey(let reference): signingKeys[key] = reference
            case .certificate: proofs[key] = .certificate
            }
        }
        for (key, secret) in await secrets.read(clientSecrets, as: .clientSecret, &diagnostics) { proofs[key] = .secret(secret) }
        for (key, secret) in await secrets.read(signingKeys, as: .pem, &diagnostics) {
            await sign(with: secret, for: key, &diagnostics)
        }
        let privateKeys = await secrets.read(preflight.privateKeys, as: .pem, &diagnostics)
        transports = connections.open(located, privateKeys: privateKeys, &diagnostics)
        for key in preflight.references.keys where tokens[key] == nil { transports[key] = nil }
    }

    private mutating func sign(with secret: Secret, for key: String, _ diagnostics: inout Diagnostics) async {
        do throws(SigningKeyFailure) {
            let signingKey = try await SigningKey(secret, takenBy: grants[key]?.algorithms)
            proofs[key] = .assertion(signingKey.algorithm) {
                await signingKey.assertion(of: $0, for: $1, now: WallClock.seconds())
            }
        } catch {
            diagnostics.report(error.diagnostic(at: key, project.servers[key]?.location))
        }
    }

    /// The ways to the servers; where an access token is to be obtained, it is obtained now, so that a refusal comes before anything is
    /// begun. A server that gives none has no way.
    func ways(_ diagnostics: inout Diagnostics) async -> [String: any HTTPTransport] {
        var ways = transports
        for (key, grant) in grants.sorted(by: { $0.key < $1.key }) {
            ways[key] = nil
            guard let transport = transports[key], let proof = proofs[key] else { continue }
            let started = ContinuousClock.now
            let tokens = AccessTokens(
                grant, proof: proof, transport: transport, sleep: RunLoop.sleep, now: WallClock.now,
                uptime: { Int((ContinuousClock.now - started).components.seconds) })
            switch await tokens.token() {
            case .success: ways[key] = AuthorizedTransport(transport, tokens: tokens)
            case .failure(let failure): diagnostics.report(failure.diagnostic(at: key, project.servers[key]?.location))
            }
        }
        return ways
    }
}
