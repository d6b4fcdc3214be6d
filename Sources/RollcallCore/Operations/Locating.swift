public import OAuthRegistration
import StrictJSON

/// Where a server is, now.
public struct LocatedServer: Hashable, Sendable {
    public var registrationEndpoint: HTTPAddress
    public var issuer: String?
    /// What credentials are bound to: an origin's text, or `embedded`.
    public var origin: String
    /// How state writes the endpoint: an embedded server's without its address, which differs from start to start.
    public var recordedEndpoint: String
    /// What an embedded server wants for a registration.
    public var ownAccessToken: Secret?
    /// The document that names the endpoint, if it is at another origin.
    public var namedBy: HTTPAddress?

    public init(
        registrationEndpoint: HTTPAddress, issuer: String?, origin: String, recordedEndpoint: String,
        ownAccessToken: Secret? = nil
    ) {
        self.registrationEndpoint = registrationEndpoint
        self.issuer = issuer
        self.origin = origin
        self.recordedEndpoint = recordedEndpoint
        self.ownAccessToken = ownAccessToken
    }

    /// A server at an address of its own.
    public init(at endpoint: HTTPAddress, issuer: String? = nil, namedBy document: HTTPAddress? = nil) {
        self.init(
            registrationEndpoint: endpoint, issuer: issuer, origin: endpoint.origin.text, recordedEndpoint: endpoint.text)
        namedBy = document
    }

    /// The origin that an embedded server is recorded with.
    public static let embedded = "embedded"
}

/// Finds the registration endpoint of a server that the manifest names. Nothing secret is sent, and nothing is followed: where a
/// document leads is judged here.
public struct ServerLocator: Sendable {
    let transport: any HTTPTransport
    let sleep: RunLoop.Sleep
    let now: RunLoop.Now

    public init(transport: any HTTPTransport, sleep: @escaping RunLoop.Sleep, now: @escaping RunLoop.Now) {
        self.transport = transport
        self.sleep = sleep
        self.now = now
    }

    /// - Returns: `nil` for an embedded server, which is found by starting it.
    public func locate(_ key: String, _ server: Project.Server) async -> Result<LocatedServer?, LocatingFailure> {
        switch server.namedBy {
        case .embedded: return .success(nil)
        case .registrationEndpoint(let address): return .success(LocatedServer(at: address))
        case .issuer: return .failure(LocatingFailure(key, server, .unsupported))
        case .fhirBaseURL(let base):
            do {
                return .success(try await discover(Discovery.smartConfiguration(of: base), base: base, server))
            } catch {
                return .failure(LocatingFailure(key, server, error))
            }
        }
    }

    private func discover(
        _ request: HTTPRequest, base: HTTPAddress, _ server: Project.Server
    ) async throws(LocatingFailure.Reason) -> LocatedServer {
        let found: DiscoveredServer
        switch await ask(request) {
        case .notSent(let failure), .noAnswer(_, let failure): throw .noAnswer(request.address, failure)
        case .answer(let answer):
            do { found = try Discovery.registrationEndpoint(in: answer, base: base) } catch {
                throw .document(request.address, error)
            }
        }
        let endpoint = found.registrationEndpoint
        if endpoint.origin.scheme == .http, !endpoint.origin.isLoopback, !server.allowHTTP {
            throw .insecure(endpoint, in: request.address)
        }
        if endpoint.origin.isSelfReferential, !base.origin.isSelfReferential { throw .inward(endpoint, in: request.address) }
        return LocatedServer(
            at: endpoint, issuer: found.issuer?.text, namedBy: endpoint.origin == base.origin ? nil : request.address)
    }

    /// As often as any read that can do no harm.
    private func ask(_ request: HTTPRequest) async -> HTTPOutcome {
        var attempt = 1
        while true {
            let outcome = await transport.send(request)
            guard let pause = pause(after: outcome, attempt), !Task.isCancelled else { return outcome }
            await sleep(pause)
            attempt += 1
        }
    }

    private func pause(after outcome: HTTPOutcome, _ attempt: Int) -> Pause? {
        let attempts: Int
        var asked: Int?
        switch outcome {
        case .notSent(let failure): attempts = Patience.attempts(at: .read, notSentFor: failure.kind)
        case .noAnswer(_, let failure): attempts = Patience.attempts(atReadUnansweredFor: failure.kind)
        case .answer(let answer):
            attempts = Patience.isForLater(answer.status, .read) ? Patience.attempts(at: .read) : 1
            asked = answer.retryAfter.flatMap { RetryAfter($0)?.seconds(from: now().seconds ?? 0) }
        }
        guard attempt < attempts, asked ?? 0 <= Patience.longestWait else { return nil }
        return asked.map(Pause.asked) ?? .backOff(after: attempt)
    }
}

/// Why a server was not found.
public struct LocatingFailure: Error, Hashable, Sendable {
    public var key: String
    public var location: SourceLocation
    public var reason: Reason

    public enum Reason: Error, Hashable, Sendable {
        case noAnswer(HTTPAddress, TransportFailure)
        case document(HTTPAddress, DiscoveryFault)
        /// Plain http beyond loopback.
        case insecure(HTTPAddress, in: HTTPAddress)
        /// A document from elsewhere that leads to this machine.
        case inward(HTTPAddress, in: HTTPAddress)
        /// Found in a way that this version does not have.
        case unsupported
    }

    init(_ key: String, _ server: Project.Server, _ reason: Reason) {
        self.key = key
        self.location = server.location
        self.reason = reason
    }

    public var diagnostic: Diagnostic {
        switch reason {
        case .noAnswer(let address, let failure):
            Diagnostic(
                .serverUnreachable,
                "The server \"\(key)\" was asked for its registration endpoint at \(address.text): \(failure.text).",
                hint: "see whether the address is right, and whether it can be reached from here", at: location)
        case .document(let address, let fault):
            Diagnostic(
                .serverNotFound,
                "The document at \(address.text), which should name the registration endpoint of the server \"\(key)\", \(fault.inWords).",
                hint: "ask who runs the server for its registration endpoint, and write registration_endpoint instead",
                at: location)
        case .insecure(let address, let document):
            Diagnostic(
                .endpointInsecure,
                "The document at \(document.text) names the registration endpoint \(address.text.prefix(200)) of \"\(key)\". Over plain http, everybody on the way could read "
                    + "the credentials (RFC 7591, section 5).",
                hint: "have the server name an https endpoint, or set allow_http: true for this server", at: location)
        case .inward(let address, let document):
            Diagnostic(
                .endpointInward,
                "The document at \(document.text) names the registration endpoint \(address.text.prefix(200)) of \"\(key)\": an address "
                    + "that means this machine or its nearest neighbours, and not where the server is.",
                hint: "write registration_endpoint, if that is meant", at: location)
        case .unsupported:
            Diagnostic(
                .serverNotFound, "The server \"\(key)\" is named by its issuer, which this version cannot discover.",
                hint: "write registration_endpoint instead", at: location)
        }
    }
}
