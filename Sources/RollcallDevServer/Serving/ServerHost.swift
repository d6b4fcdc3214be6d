import Glibc
import OAuthRegistration

/// The one place where a running server changes: requests are processed one after another, and kept before they are answered.
actor ServerHost {
    private var server: AuthorizationServer
    private var mint = Mint()
    private var faults: FaultPlan
    private var file: RegistryFile?

    /// What is to be done on the connection.
    enum Outcome: Sendable {
        case answer(ServerResponse, after: Duration)
        /// Close without a byte.
        case cut
        /// Close in the middle of the body.
        case cutInside(ServerResponse)
    }

    /// Why it could not begin.
    private(set) var failure: DevServerFailure?

    /// - Throws: `DevServerFailure.data` if there is a file and it cannot be read.
    init(options: DevServer.Options) throws(DevServerFailure) {
        file = options.dataPath.map(RegistryFile.init)
        let registry = try file?.load() ?? Registry()
        server = AuthorizationServer(options: options, site: Site(options: options, port: 0), registry: registry)
        faults = FaultPlan(options.faults)
    }

    /// Before the first request: from here on the port is known.
    ///
    /// - Throws: `DevServerFailure.data` if the file cannot be written; it is in `failure` too.
    func begin(port: Int) throws(DevServerFailure) -> DevServer.Address {
        server.site = Site(options: server.options, port: port)
        server.registry.initialAccessToken = initialAccessToken()
        do throws(DevServerFailure) { try keep() } catch {
            failure = error
            throw error
        }
        return DevServer.Address(
            port: port, issuer: server.site.issuer, registrationEndpoint: server.site.registrationEndpoint,
            fhirBaseURL: server.site.origin + Site.fhirPath, initialAccessToken: server.registry.initialAccessToken)
    }

    func process(_ request: ServerRequest) -> Outcome {
        let outcome = outcome(of: request, faults.next(server.operation(of: request)))
        server.options.onExchange?(DevServer.Exchange(method: request.method, path: request.path, status: outcome.status))
        return outcome
    }

    private func outcome(of request: ServerRequest, _ effect: DevServer.Fault.Effect?) -> Outcome {
        let latency = server.options.latency
        switch effect {
        case nil: return .answer(respond(to: request), after: latency)
        case .answer(let status, let contentType, let body, let retryAfter):
            let fields = [("Content-Type", contentType), ("Retry-After", retryAfter)].compactMap { name, value in
                value.map { ServerResponse.Field(name, $0) }
            }
            return .answer(ServerResponse(status: status, fields: fields, body: Array(body.utf8)), after: latency)
        case .answerAfterCommit(let status):
            _ = respond(to: request)
            return .answer(ServerResponse(status: status, fields: [], body: []), after: latency)
        case .cutBeforeCommit: return .cut
        case .cutAfterCommit:
            _ = respond(to: request)
            return .cut
        case .cutInAnswer: return .cutInside(respond(to: request))
        case .show(let members): return .answer(respond(to: request).showing(members), after: latency)
        case .wrap(let name): return .answer(respond(to: request).wrapped(in: name), after: latency)
        case .delay(let duration): return .answer(respond(to: request), after: latency + duration)
        }
    }

    /// A registry that could not be kept is answered 500, which says nothing of whether the request was processed; it is
    /// kept with the next change.
    private func respond(to request: ServerRequest) -> ServerResponse {
        let response = server.respond(to: request, now: Int64(time(nil)), mint: &mint)
        if server.registry.changes.isEmpty { return response }
        do throws(DevServerFailure) { try keep() } catch {
            return RequestRefusal(500, "server_error", error.description).response
        }
        return response
    }

    private func keep() throws(DevServerFailure) {
        try file?.save(server.registry)
        server.registry.kept()
    }

    private func initialAccessToken() -> Secret? {
        switch server.options.initialAccess {
        case .open: nil
        case .minted:
            server.registry.initialAccessToken
                ?? server.options.personality.token(
                    .initialAccess, issuer: server.site.issuer, now: Int64(time(nil)), mint: &mint)
        case .token(let token, _): token
        }
    }
}

extension ServerHost.Outcome {
    /// `nil` if no complete answer is sent.
    var status: Int? {
        switch self {
        case .answer(let response, _): response.status
        case .cut, .cutInside: nil
        }
    }
}
