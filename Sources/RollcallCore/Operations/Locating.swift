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
    /// What the document that names the endpoint says beside; `nil` if none was asked for.
    public var support: DeclaredSupport?
    /// Where access tokens come from, if that document says so.
    public var tokenEndpoint: HTTPAddress?

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
    public init(at endpoint: HTTPAddress, issuer: String? = nil, support: DeclaredSupport? = nil) {
        self.init(
            registrationEndpoint: endpoint, issuer: issuer, origin: endpoint.origin.text, recordedEndpoint: endpoint.text)
        self.support = support
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
        let sources: [DiscoverySource]
        switch server.namedBy {
        case .embedded: return .success(nil)
        case .registrationEndpoint(let address): return .success(LocatedServer(at: address))
        case .issuer(let issuer, let spelled): sources = DiscoverySource.ofIssuer(issuer, spelled: JSONString(spelled))
        case .fhirBaseURL(let base): sources = DiscoverySource.ofFHIRBaseURL(base)
        }
        do { return .success(try await discover(sources, server)) } catch {
            return .failure(LocatingFailure(key, server, error))
        }
    }

    /// The first document that names a registration endpoint decides; where none does, the one that says the most of why.
    private func discover(
        _ sources: [DiscoverySource], _ server: Project.Server
    ) async throws(LocatingFailure.Reason) -> LocatedServer {
        var fault: (source: DiscoverySource, fault: DiscoveryFault)?
        for source in sources {
            switch await reading(source) {
            case .metadata(let metadata):
                guard let endpoint = metadata.registrationEndpoint else { continue }
                try judge(endpoint, named: source, by: server)
                var located = LocatedServer(at: endpoint, issuer: metadata.issuer?.text, support: metadata.support)
                let isMutual = server.clientCredentials?.proof == .certificate
                located.tokenEndpoint = (isMutual ? metadata.mutualTLSTokenEndpoint : nil) ?? metadata.tokenEndpoint
                return located
            case .fault(let found) where found.weight > fault?.fault.weight ?? -1: fault = (source, found)
            case .fault: break
            case .silence(let failure): throw .noAnswer(source.request.address, failure)
            }
        }
        guard let fault else { preconditionFailure("there is a document to ask for") }
        throw .document(fault.source.request.address, fault.fault, asked: sources.map(\.request.address))
    }

    /// What came of asking for one document.
    public enum Reading: Hashable, Sendable {
        case metadata(ServerMetadata)
        case fault(DiscoveryFault)
        case silence(TransportFailure)
    }

    /// One that names no registration endpoint is `fault(.noRegistrationEndpoint)`.
    public func reading(_ source: DiscoverySource) async -> Reading {
        switch await Asking(transport: transport, sleep: sleep, now: now).ask(source.request) {
        case .notSent(let failure), .noAnswer(_, let failure): return .silence(failure)
        case .answer(let answer):
            do {
                let metadata = try source.metadata(in: answer)
                return metadata.registrationEndpoint == nil ? .fault(.noRegistrationEndpoint) : .metadata(metadata)
            } catch {
                return .fault(error)
            }
        }
    }

    func judge(
        _ endpoint: HTTPAddress, named source: DiscoverySource, by server: Project.Server
    ) throws(LocatingFailure.Reason) {
        let (origin, document) = (endpoint.origin, source.request.address)
        if origin.scheme == .http, !origin.isLoopback, !server.allowHTTP { throw .insecure(endpoint, in: document) }
        if origin == source.base.origin || server.allowOrigins.contains(origin) { return }
        if origin.isSelfReferential, !source.base.origin.isSelfReferential { throw .inward(endpoint, in: document) }
        throw .elsewhere(endpoint, in: document)
    }
}

/// Why a server was not found.
public struct LocatingFailure: Error, Hashable, Sendable {
    public var key: String
    public var location: SourceLocation
    public var reason: Reason

    public enum Reason: Error, Hashable, Sendable {
        case noAnswer(HTTPAddress, TransportFailure)
        /// Of those that were asked for, the one whose fault says the most.
        case document(HTTPAddress, DiscoveryFault, asked: [HTTPAddress])
        /// Plain http beyond loopback.
        case insecure(HTTPAddress, in: HTTPAddress)
        /// A document from elsewhere that leads to this machine.
        case inward(HTTPAddress, in: HTTPAddress)
        /// At an origin that nobody has allowed.
        case elsewhere(HTTPAddress, in: HTTPAddress)
    }

    public init(_ key: String, _ server: Project.Server, _ reason: Reason) {
        self.key = key
        self.location = server.location
        self.reason = reason
    }

    public var diagnostic: Diagnostic {
        switch reason {
        case .noAnswer(let address, let failure) where failure.kind.isAboutTheAnswer:
            Diagnostic(
                .serverNotFound,
                "The server \"\(key)\" answered at \(address.text), and the document, which should name its registration endpoint, cannot be read: "
                    + "\(failure.text).",
                hint:
                    "see what answers there; or ask who runs the server for its registration endpoint, and write registration_endpoint instead",
                at: location)
        case .noAnswer(let address, let failure):
            Diagnostic(
                .serverUnreachable,
                "The server \"\(key)\" was asked for its registration endpoint at \(address.text): \(failure.text).",
                hint: failure.kind == .certificate
                    ? "if the certificate is of an authority of your own, name it: tls: { ca_file: PATH }; if not, see whether the address is right"
                    : "see whether the address is right, and whether it can be reached from here", at: location)
        case .document(let address, let fault, let asked):
            Diagnostic(
                .serverNotFound,
                "The document at \(address.text), which should name the registration endpoint of the server \"\(key)\", \(fault.inWords)."
                    + (asked.count == 1 ? "" : " Asked for were \(asked.map(\.text).joined(separator: ", "))."),
                hint: fault.hint, at: location)
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
        case .elsewhere(let address, let document):
            Diagnostic(
                .endpointElsewhere,
                "The document at \(document.text) names the registration endpoint \(address.text.prefix(200)) of \"\(key)\", which is at "
                    + "another origin. Tokens and credentials would go there; nothing was sent.",
                hint: "if that is the server's, allow it in rollcall.yaml:\n  allow_origins: [\(address.origin.text)]",
                at: location)
        }
    }
}

extension DiscoveryFault {
    fileprivate var hint: String {
        switch self {
        case .otherIssuer(let issuer?, _):
            "if that is the server, write its issuer as it does:\n  issuer: \(issuer.text.prefix(200))"
        case .status, .redirect, .notMetadata, .noRegistrationEndpoint, .otherIssuer(nil, _), .wrongType, .repeated, .badAddress,
            .insecure:
            "ask who runs the server for its registration endpoint, and write registration_endpoint instead"
        }
    }
}
