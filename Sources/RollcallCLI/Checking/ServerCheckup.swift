import OAuthRegistration
import RollcallCore
import RollcallIO
import StrictJSON

/// Looks at one server of the project: found, reached, trusted, in time, and with credentials that can be read. Sends no credential.
struct ServerCheckup {
    let key: String
    let server: Project.Server
    let manifest: Manifest
    let state: StateDocument?
    let console: Console
    /// Seconds since 1970.
    let now: Int
    private var subject: String { "server \(key)" }
    private var project: Project { manifest.project }

    func run(_ checkup: inout Checkup) async {
        if case .embedded(let personality) = server.namedBy {
            checkup.note(.ok, subject, "It is embedded (\(personality.rawValue)): rollcall starts it when it is needed.")
            return
        }
        guard let located = await locate(&checkup) else {
            let preflight = Preflight(project: project, state: StateDocument(lineage: ""))
            return await CredentialsCheckup(key: key, server: server, project: project, preflight: preflight, now: now)
                .readAll(&checkup)
        }
        let endpoint = located.registrationEndpoint
        if endpoint.origin.scheme == .http, !endpoint.origin.isLoopback {
            checkup.note(
                .warning, subject, "Credentials go to \(endpoint.origin.text) in clear: everybody on the way reads them.",
                hint: "use https as soon as the server can", code: .plainHTTPAllowed)
        }
        var preflight = Preflight(project: project, state: state ?? StateDocument(lineage: ""))
        preflight.add(key, located, registers: true, acceptedOrigins: [])
        checkup.note(preflight.diagnostics, subject)
        let credentials = CredentialsCheckup(key: key, server: server, project: project, preflight: preflight, now: now)
        await checkConnection(endpoint, await credentials.run(&checkup), &checkup)
    }

    // MARK: Where it is

    private func locate(_ checkup: inout Checkup) async -> LocatedServer? {
        if case .registrationEndpoint(let address) = server.namedBy {
            checkup.note(.ok, subject, "Its registration endpoint is \(address.text), as rollcall.yaml has it.")
            return LocatedServer(at: address)
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
        guard let located = found.located, let (source, metadata) = found.survey.deciding else { return nil }
        checkup.note(
            .ok, subject,
            "Its registration endpoint is \(located.registrationEndpoint.text), by \(source.request.address.text).")
        if let recorded = state?.servers[key], recorded.namedBy == server.namedBy.json, recorded.support != metadata.support {
            checkup.note(
                .warning, subject,
                "What it declares to support is no longer what the state has recorded, and plans are checked against that.",
                hint: "to ask and record it anew:\n  rollcall plan --refresh")
        }
        checkDeclared(metadata.support, &checkup)
        return located
    }

    /// What the clients want of the server, beside what it has just declared to take: a plan may know an older document only.
    private func checkDeclared(_ support: DeclaredSupport, _ checkup: inout Checkup) {
        guard !support.members.members.isEmpty else { return }
        let clients = manifest.clients(at: key)
        let refusals = clients.flatMap { client in
            support.refusals(of: client.metadata).map {
                $0.diagnostic(severity: .error, of: client.label, at: key, location: client.location)
            }
        }
        checkup.note(Diagnostics(Array(refusals.prefix(StateCheckup.few))), subject)
        if refusals.count > StateCheckup.few {
            checkup.note(
                .error, subject, "\(refusals.count - StateCheckup.few) more values are not among those that it declares.")
        }
        if refusals.isEmpty, !clients.isEmpty {
            checkup.note(
                .ok, subject,
                "All that the manifests of its \(clients.count.inWords("client")) want is among what it declares to take.")
        }
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
        case .noAnswer(_, let failure) where [.answerTooLarge, .encodedAnswer].contains(failure.kind):
            checkup.note(.ok, subject, "\(endpoint.origin.text) answers, over \(way).")
        case .notSent(let failure), .noAnswer(_, let failure):
            checkup.note(
                .error, subject, "\(endpoint.origin.text) could not be asked: \(failure.text).", hint: Self.hint(failure),
                code: .serverUnreachable)
        }
        if let path = server.tls?.certificate, let end = ConnectionSettings.end(ofCertificateIn: path) {
            checkOwnCertificate(path, end, &checkup)
        }
        if server.proxy == nil, let end = await ServerCertificate.end(of: endpoint.origin) { checkCertificate(end, &checkup) }
    }

    private static func hint(_ failure: TransportFailure) -> String {
        failure.kind == .certificate
            ? "have the server's operator see to its certificate; if its authority is your own, name that in rollcall.yaml:\n"
                + "  tls: { ca_file: PATH }" : "see whether the address is right, and whether it can be reached from here"
    }

    private func checkClock(_ answer: HTTPAnswer, _ checkup: inout Checkup) {
        guard let date = answer.date.flatMap({ HTTPDate($0) }) else {
            return checkup.note(.ok, subject, "It does not say what time it is there, so the clocks were not compared.")
        }
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
        let hint = "have the server's operator renew it"
        if end < now {
            checkup.note(
                .error, subject, "Its certificate, or one in its chain, ended at \(moment).", hint: hint, code: .serverUnreachable
            )
        } else if days < 30 {
            let rest = days == 0 ? "less than a day" : days.inWords("day")
            checkup.note(
                .warning, subject, "Its certificate, or one in its chain, ends at \(moment): in \(rest).", hint: hint)
        } else {
            checkup.note(.ok, subject, "Its certificate is good until \(moment).")
        }
    }

    /// Once it has ended, no connection is made with it (`ConnectionSettings`).
    private func checkOwnCertificate(_ path: String, _ end: Int, _ checkup: inout Checkup) {
        let days = (end - now) / 86_400
        guard end > now, days < 30 else { return }
        checkup.note(
            .warning, subject, "The client's certificate in \(path) ends at \(WallClock.timestamp(end)).",
            hint: "have it renewed, and put the new one in its place")
    }

    private static let toleratedSeconds = 60
}

extension Manifest {
    /// As the files have them.
    fileprivate func clients(at server: String) -> [DesiredClient] {
        sheets.flatMap { sheet in
            sheet.rows.filter { sheet.servers[Int($0.server)].utf8.elementsEqual(server.utf8) }.map(sheet.client)
        }
    }
}
