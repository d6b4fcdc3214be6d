import OAuthRegistration
import RollcallCore
import RollcallIO
import StrictJSON

/// Looks at what a server's clients are registered and managed with, as a run would: whether the references can be read, what the tokens say
/// of themselves, and where an access token would come from. None of it is sent.
struct CredentialsCheckup {
    let key: String
    let server: Project.Server
    let project: Project
    /// With the server taken up; what is missing or must not be read is not in it, and is said already.
    let preflight: Preflight
    /// Seconds since 1970.
    let now: Int
    private var subject: String { "server \(key)" }
    private var secrets: ReferencedSecrets { ReferencedSecrets(project: project) }

    /// Returns the key of the server's client certificate.
    func run(_ checkup: inout Checkup) async -> Secret? {
        if let reference = preflight.references[key] {
            let name = server.accessToken == nil ? "initial_access_token" : "access_token"
            if let token = await read(reference, as: .line, name, &checkup) { check(token, &checkup) }
        }
        if let grant = preflight.grants[key] { await check(grant, &checkup) }
        guard let reference = preflight.privateKeys[key] else { return nil }
        return await read(reference, as: .pem, "tls.private_key", &checkup)
    }

    /// Of a server that was not found, so that nobody is asked anything: whether what will be wanted can be read.
    func readAll(_ checkup: inout Checkup) async {
        if let reference = server.accessToken ?? server.initialAccessToken {
            let name = server.accessToken == nil ? "initial_access_token" : "access_token"
            _ = await read(reference, as: .line, name, &checkup)
        }
        if let client = server.clientCredentials { await check(client.proof, &checkup) }
        if let reference = server.tls?.privateKey { _ = await read(reference, as: .pem, "tls.private_key", &checkup) }
    }

    private func read(
        _ reference: Reference, as form: ReferenceReader.Form, _ name: String, _ checkup: inout Checkup
    ) async -> Secret? {
        var said = Diagnostics()
        let secret = await secrets.read([key: reference], as: form, &said)[key]
        checkup.note(said, subject)
        if secret != nil { checkup.note(.ok, subject, "\(name) can be read (\(reference.kind)).") }
        if secret != nil, case .file(let path) = reference, OpenFile.isReadByEverybody(path) {
            checkup.note(
                .warning, subject, "\(path) holds \(name), and everybody on this machine may read it.", hint: "chmod 600 \(path)")
        }
        return secret
    }

    /// By what the token says of itself, which nobody has checked.
    private func check(_ token: Secret, _ checkup: inout Checkup) {
        let doubts = preflight.doubts(about: [key: token], now: now)
        checkup.note(doubts, subject)
        guard doubts.isEmpty, let claims = TokenClaims(token) else { return }
        let purpose: TokenPurpose = server.accessToken == nil ? .initialAccessToken : .accessToken
        let expiry =
            claims.expiresAt.map { "expires at \(WallClock.timestamp(Int($0)))" }
            ?? (claims.neverExpires ? "never expires" : "does not say when it expires")
        checkup.note(
            .ok, subject,
            "The \(purpose.rawValue) \(expiry)\(claims.expiresAt != nil || claims.neverExpires ? ", by its own word" : "").")
    }

    private func check(_ grant: AccessTokenGrant, _ checkup: inout Checkup) async {
        checkup.note(
            .ok, subject,
            "Access tokens for its client \"\(grant.client.clientID)\" come from \(grant.tokenEndpoint.text). None was asked for."
        )
        await check(grant.client.proof, taken: grant.algorithms, &checkup)
    }

    /// - Parameter taken: what the server declares that assertions may be signed with.
    private func check(_ proof: ClientCredentials.Proof, taken: [JSONString]? = nil, _ checkup: inout Checkup) async {
        switch proof {
        case .secret(let reference): _ = await read(reference, as: .clientSecret, "client_credentials.client_secret", &checkup)
        case .privateKey(let reference):
            guard let secret = await read(reference, as: .pem, "client_credentials.private_key", &checkup) else { return }
            do throws(SigningKeyFailure) {
                let algorithm = try await SigningKey(secret, takenBy: taken).algorithm
                guard let taken, !taken.contains(JSONString(algorithm)) else { return }
                checkup.note(
                    .warning, subject,
                    "client_credentials.private_key signs with \(algorithm), which the server does not declare to take.",
                    hint: "give it a key for one of \(taken.map { $0.excerpt(20) }.joined(separator: ", "))")
            } catch {
                checkup.note(error.diagnostic(at: key, server.location), subject)
            }
        case .certificate: checkup.note(.ok, subject, "It proves itself there with the certificate of tls:.")
        }
    }
}

extension Reference {
    /// Where it is; never what.
    fileprivate var kind: String {
        switch self {
        case .environment(let name): "the environment variable \(name)"
        case .file(let path): "the file \(path)"
        case .command: "a command"
        }
    }
}
