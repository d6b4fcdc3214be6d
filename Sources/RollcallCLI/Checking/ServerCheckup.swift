import OAuthRegistration
import RollcallCore
import RollcallIO
import StrictJSON

/// Looks at one server of the project: found, reached, trusted, in time, and with credentials that can be read. Sends no credential.
struct ServerCheckup {
    let key: String
    let server: Project.Server
    let project: Project
    let state: StateDocument?
    let console: Console
    /// Seconds since 1970.
    let now: Int
    private var subject: String { "server \(key)" }

    func run(_ checkup: inout Checkup) async {
        if case .embedded(let personality) = server.namedBy {
            checkup.note(.ok, subject, "It is embedded (\(personality.rawValue)): rollcall starts it when it is needed.")
            return
        }
        guard let endpoint = await locate(&checkup) else { return }
        checkPlace(endpoint, &checkup)
        let secrets = await checkReferences(endpoint, &checkup)
        await checkConnection(endpoint, secrets, &checkup)
    }

    // MARK: Where it is

    private func locate(_ checkup: inout Checkup) async -> HTTPAddress? {
        if case .registrationEndpoint(let address) = server.namedBy {
            checkup.note(.ok, subject, "Its registration endpoint is \(address.text), as rollcall.yaml has it.")
            return address
        }
        let found: Discovered
        do { found = try await ServerSurveyor(console: console).survey(key, of: project) } catch let failure as CommandFailure {
            checkup.note(failure.diagnostics, subject)
            return nil
        } catch {
            checkup.note(.error, subject, "It could not be looked for: \(error).")
            return nil
        }
        if let diagnostic = found.diagnostic {
            var diagnostic = diagnostic
            // What discover only shows, apply refuses.
            if found.objection != nil { diagnostic.severity = .error }
            checkup.note(diagnostic, subject)
            return nil
        }
        guard let endpoint = found.registrationEndpoint, let (source, metadata) = found.survey.deciding else { return nil }
        checkup.note(.ok, subject, "Its registration endpoint is \(endpoint.text), by \(source.request.address.text).")
        if let recorded = state?.servers[key], recorded.namedBy == server.namedBy.json, recorded.support != metadata.support {
            checkup.note(
                .warning, subject,
                "What it declares to support is no longer what the state has recorded, and plans are checked against that.",
                hint: "to ask and record it anew:\n  rollcall plan --refresh")
        }
        return endpoint
    }

    private func checkPlace(_ endpoint: HTTPAddress, _ checkup: inout Checkup) {
        if endpoint.origin.scheme == .http, !endpoint.origin.isLoopback {
            checkup.note(
                .warning, subject, "Credentials go to \(endpoint.origin.text) in clear: everybody on the way reads them.",
                hint: "use https as soon as the server can", code: .plainHTTPAllowed)
        }
        guard let recorded = state?.servers[key], recorded.origin != endpoint.origin.text else { return }
        checkup.note(
            .error, subject,
            "The state has it at \(recorded.origin), and it is at \(endpoint.origin.text) now. Its clients' credentials would go there.",
            hint: "if it is the same server at a new place:\n  rollcall plan --accept-origin \(endpoint.origin.text)",
            code: .serverMoved)
    }

    // MARK: The way there

    /// A GET without a credential, which does nothing, to the address that credentials go to.
    private func checkConnection(_ endpoint: HTTPAddress, _ privateKey: Secret?, _ checkup: inout Checkup) async {
        var said = Diagnostics()
        let keys = privateKey.map { [key: $0] } ?? [:]
        guard let transport = Connections(project, console).open([key], privateKeys: keys, &said)[key] else {
            checkup.note(said, subject)
            return
        }
        let place = HTTPRequest(.get, HTTPAddress(rootOf: endpoint.origin), answerLimit: HTTPRequest.discoveryAnswerLimit)
        let way = endpoint.origin.scheme == .https ? "TLS, with a certificate that is trusted" : "plain http"
        switch await transport.send(place) {
        case .answer(let answer):
            checkup.note(.ok, subject, "\(endpoint.origin.text) answers, over \(way).")
            checkClock(answer, &checkup)
        case .noAnswer(_, let failure) where failure.kind == .answerTooLarge:
            checkup.note(.ok, subject, "\(endpoint.origin.text) answers, over \(way).")
        case .notSent(let failure), .noAnswer(_, let failure):
            checkup.note(
                .error, subject, "\(endpoint.origin.text) could not be asked: \(failure.text).",
                hint: "see whether the address is right, and whether it can be reached from here", code: .serverUnreachable)
        }
        if server.proxy == nil, let end = await ServerCertificate.end(of: endpoint.origin) { checkCertificate(end, &checkup) }
    }

    private func checkClock(_ answer: HTTPAnswer, _ checkup: inout Checkup) {
        guard let date = answer.date.flatMap({ HTTPDate($0) }) else { return }
        let difference = date.seconds(readAt: now) - now
        if abs(difference) <= Self.toleratedSeconds {
            checkup.note(.ok, subject, "Its clock and this machine's agree.")
        } else {
            checkup.note(
                .warning, subject,
                "Its clock is \(abs(difference)) s \(difference > 0 ? "ahead of" : "behind") this machine's: tokens and secrets may seem expired, or not "
                    + "yet valid.", hint: "see whether this machine's clock is set by NTP")
        }
    }

    private func checkCertificate(_ end: Int, _ checkup: inout Checkup) {
        let days = (end - now) / 86_400
        let moment = WallClock.timestamp(end)
        if days < 30 {
            checkup.note(
                .warning, subject, "Its certificate, or one in its chain, ends at \(moment): in \(days.inWords("day")).",
                hint: "have the server's operator renew it")
        } else {
            checkup.note(.ok, subject, "Its certificate is good until \(moment).")
        }
    }

    private static let toleratedSeconds = 60

    // MARK: References

    /// Reads what the server's references hold, as a run would. Returns the key of its client certificate.
    private func checkReferences(_ endpoint: HTTPAddress, _ checkup: inout Checkup) async -> Secret? {
        let secrets = ReferencedSecrets(project: project)
        if let reference = server.initialAccessToken, isBound(reference, to: endpoint.origin, &checkup),
            let token = await read(reference, as: .line, "initial_access_token", with: secrets, &checkup)
        {
            check(token, usedAs: .initialAccessToken, endpoint, &checkup)
        }
        guard let reference = server.tls?.privateKey, isBound(reference, to: endpoint.origin, &checkup) else { return nil }
        return await read(reference, as: .pem, "tls.private_key", with: secrets, &checkup)
    }

    private func read(
        _ reference: Reference, as form: ReferenceReader.Form, _ name: String, with secrets: ReferencedSecrets,
        _ checkup: inout Checkup
    ) async -> Secret? {
        var said = Diagnostics()
        let secret = await secrets.read([key: reference], as: form, &said)[key]
        checkup.note(said, subject)
        if secret != nil { checkup.note(.ok, subject, "\(name) can be read (\(reference.kind)).") }
        return secret
    }

    /// By what the token says of itself, which nobody has checked.
    private func check(_ token: Secret, usedAs purpose: TokenPurpose, _ endpoint: HTTPAddress, _ checkup: inout Checkup) {
        let issuer = state?.servers[key]?.issuer.flatMap { try? HTTPAddress($0) }
        let addresses = [endpoint, issuer].compactMap(\.self)
        let findings = TokenFinding.findings(in: token, usedAs: purpose, at: addresses, now: Int64(now))
        if let doubtful = Diagnostic.doubtfulToken(findings, of: purpose, at: key, now: Int64(now), location: server.location) {
            checkup.note(doubtful, subject)
        } else if let claims = TokenClaims(token) {
            let expiry = claims.expiresAt.map { "expires at \(WallClock.timestamp(Int($0)))" } ?? "never expires"
            checkup.note(.ok, subject, "The \(purpose.rawValue) \(expiry), by its own word.")
        }
    }

    /// Without having been bound elsewhere: such a reference is not read.
    private func isBound(_ reference: Reference, to origin: Origin, _ checkup: inout Checkup) -> Bool {
        let bound = state?.references[reference.identity] ?? []
        if bound.isEmpty || bound.contains(origin.text) { return true }
        checkup.note(
            .error, subject,
            "The secret of \(reference.identity) has been used for \(bound.joined(separator: ", ")), and the server is at \(origin.text). It was not read.",
            hint: "if it is meant for both:\n  rollcall apply --accept-origin \(origin.text)", code: .referenceElsewhere)
        return false
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
