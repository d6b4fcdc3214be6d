import OAuthRegistration
import RollcallCore
import RollcallIO
import StrictJSON
import Synchronization

/// `discover --probe`: asks, registers a throw-away client, and says what its server did. Its credentials are in a file of their own from
/// the moment they came until it is deleted.
struct Probing {
    let found: Discovered
    /// Of the server, unless only its address is known.
    let project: Project?
    let tokenName: String?
    let autoApprove: Bool
    let console: Console

    private let name = "rollcall-probe-\(RunID.random())"
    private var path: String { "\(name).json" }

    init(found: Discovered, project: Project?, tokenName: String?, autoApprove: Bool, console: Console) {
        (self.found, self.project, self.tokenName) = (found, project, tokenName)
        (self.autoApprove, self.console) = (autoApprove, console)
    }

    func run() async throws -> ExitStatus {
        guard let endpoint = found.registrationEndpoint else { return .refused }
        try await refuse(endpoint)
        let means = try await means(for: endpoint)
        let question =
            "Register a throw-away client at \(endpoint.text) \(words(means.server)), exercise it, and delete it?"
        guard try autoApprove || Approval(console: console).ask(InertText.escaped(question)) else { return .refused }
        let transport = try await means.way()
        try makeFile()
        console.say("registering a throw-away client; until it is deleted, its credentials are in \(path)")
        let metadata = Probe.metadata(named: name, support: found.metadata?.support ?? DeclaredSupport())
        let stop = Stop(console: console)
        defer { stop.end() }
        let probe = Probe(
            transport: transport, server: means.server, metadata: metadata, sleep: RunLoop.sleep, now: WallClock.now,
            isStopped: { stop.isAskedFor }
        ) { [path] bytes throws(DiskFailure) in try OutputFile.write(bytes, to: path) }
        let status = report(await probe.run(), means.server)
        return stop.isAskedFor && status == .done ? .undone : status
    }

    // MARK: Before

    /// Where no credential may go, none is sent.
    private func refuse(_ endpoint: HTTPAddress) async throws {
        if let objection = found.objection {
            throw CommandFailure(LocatingFailure(found.asked, found.server, objection).diagnostic)
        }
        if case .embedded = found.server.namedBy {
            throw failed("The server is embedded: rollcall knows what it does.", hint: "probe a server of your own")
        }
        if endpoint.origin.scheme == .http, !endpoint.origin.isLoopback, project == nil {
            throw failed(
                "The registration endpoint is plain http, and everybody on the way could read the credentials (RFC 7591, section 5).",
                hint: "name the server in rollcall.yaml with allow_http: true, and probe it by its key")
        }
    }

    /// What the client is registered and managed with, and the way there.
    private struct Means {
        let server: ServerContext
        /// Where an access token is to be obtained, it is obtained now.
        let way: () async throws -> any HTTPTransport
    }

    /// As a run at the server has them: a reference is read only for the origin that it is bound to.
    private func means(for endpoint: HTTPAddress) async throws -> Means {
        guard let project, let located = found.located else { return try await meansWithoutProject(for: endpoint) }
        let key = found.asked
        let state = try await StatePlace(project, console).loaded()?.state ?? StateDocument(lineage: "")
        var preflight = Preflight(project: project, state: state)
        preflight.add(key, located, registers: true, acceptedOrigins: [])
        var said = preflight.diagnostics
        let means = await CallMeans(preflight, project, to: [key], over: Connections(project, console), &said)
        guard let server = preflight.contexts(tokens: means.tokens, parallelism: nil)[key], !said.hasErrors else {
            throw CommandFailure(said)
        }
        console.report(preflight.doubts(about: means.tokens, now: WallClock.seconds()))
        return Means(server: server) {
            var failures = Diagnostics()
            guard let way = await means.ways(&failures)[key] else { throw CommandFailure(failures) }
            return way
        }
    }

    private func meansWithoutProject(for endpoint: HTTPAddress) async throws -> Means {
        var said = Diagnostics()
        let references = tokenName.map { [found.asked: Reference.environment($0)] } ?? [:]
        let tokens = await ReferencedSecrets(project: Project()).read(references, &said)
        if said.hasErrors { throw CommandFailure(said) }
        let server = ServerContext(
            registrationEndpoint: endpoint, initialAccessToken: tokens[found.asked],
            registrationClientURI: found.server.registrationClientURI, traits: ServerTraits(profile: .generic), parallelism: 1)
        return Means(server: server) { Transport.make(console) }
    }

    private func words(_ server: ServerContext) -> String {
        switch server.accessToken {
        case .obtained: "with an access token that is obtained for it"
        case .token: "with an access token"
        case nil: server.initialAccessToken == nil ? "without a token" : "with an initial access token"
        }
    }

    /// Before anything is sent, there is a file that an answer can be put into, with what a lost one would be looked for by.
    private func makeFile() throws {
        do throws(DiskFailure) { try OutputFile.create(Array("{}\n".utf8), at: path) } catch {
            throw CommandFailure(
                Diagnostic(
                    .fileNotWritten,
                    "\(error.sentence) Without it, the throw-away client's credentials could be lost; nothing was sent.",
                    hint: "run the command in a folder that can be written to"))
        }
    }

    private func removeFile() {
        do throws(DiskFailure) { try PosixDisk(directory: ".")?.remove(path) } catch {
            console.report(Diagnostics([Diagnostic(.fileNotWritten, severity: .warning, "\(error.sentence)", hint: "remove it")]))
        }
    }

    // MARK: After

    private func report(_ outcome: Probe.Outcome, _ server: ServerContext) -> ExitStatus {
        switch outcome {
        case .refused(let refusal):
            removeFile()
            let hint =
                if ![401, 403].contains(refusal.status) { "see to what the server said" } else if server.accessToken != nil {
                    "see whether the access token's owner may register clients there"
                } else {
                    "give it an initial access token: --token-env NAME, or initial_access_token of the server in rollcall.yaml"
                }
            console.report(
                failed("The server refused to register the throw-away client: \(refusal.inWords).", hint: hint).diagnostics)
            return .refused
        case .notSent(let failure):
            removeFile()
            console.report(
                failed("Nothing was sent: \(failure.text).", hint: "probe again when the server can be reached").diagnostics)
            return .refused
        case .inDoubt(let reason):
            remains(
                "Nobody knows whether the throw-away client was registered: \(reason). Its client_name is \(name). What came of the answer is in \(path)."
            )
            return .undone
        case .probed(let profile, let remains):
            show(profile, remains)
            guard let remains else {
                removeFile()
                console.say("the throw-away client was deleted")
                return .done
            }
            let place = remains.uri.map { ", at \(ShownAddress.text($0))," } ?? ""
            self.remains(
                "The throw-away client \(remains.clientID)\(place) was not deleted: \(remains.why). Its credentials are in \(path), as the "
                    + "server gave them: of several, the last count.")
            return .undone
        }
    }

    private func show(_ profile: ProbedProfile, _ remains: Probe.Remains?) {
        let view = ProbedProfileView(profile: profile, name: "probed")
        console.result("\n" + view.text)
        var document = found.json
        document["profile"] = .object(profile.members)
        document["profile_yaml"] = .string(view.yaml)
        document["remains"] = remains.map { .object($0.json) }
        console.document(document)
    }

    private func remains(_ detail: String) {
        console.report(
            Diagnostics([
                Diagnostic(
                    .probeRemains, detail,
                    hint:
                        "have the server's operator delete it, or delete it with the registration access token in that file; then remove the file"
                )
            ]))
    }

    private func failed(_ detail: String, hint: String) -> CommandFailure {
        CommandFailure(Diagnostic(.probeFailed, detail, hint: hint))
    }
}

extension Probe.Remains {
    fileprivate var json: JSONObject {
        var object: JSONObject = ["client_id": .string(clientID), "why": .string(why)]
        object["registration_client_uri"] = uri.map { .string(ShownAddress.text($0)) }
        return object
    }
}

/// SIGINT and SIGTERM while the client lives: it is deleted before the end.
private final class Stop: Sendable {
    private let asked = Atomic(false)
    private let watcher = Mutex<SignalWatcher?>(nil)

    init(console: Console) {
        let watcher = SignalWatcher { [weak self] count in
            if count == 1 { console.say("ending: the throw-away client is deleted first") }
            self?.asked.store(true, ordering: .relaxed)
        }
        self.watcher.withLock { $0 = watcher }
    }

    var isAskedFor: Bool { asked.load(ordering: .relaxed) }

    func end() { watcher.withLock { $0?.cancel() } }
}
