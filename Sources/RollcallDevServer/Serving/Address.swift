public import OAuthRegistration

extension DevServer {
    /// Where a running server is. All but the port may change from start to start; the paths do not.
    public struct Address: Sendable, Hashable {
        public let port: Int
        /// RFC 8414, section 2.
        public let issuer: String
        public let registrationEndpoint: String
        /// `smart-configuration` and `metadata` are below it.
        public let fhirBaseURL: String
        /// What a registration needs, unless anyone may register.
        public let initialAccessToken: Secret?
    }
}

/// The addresses of one run, all made from where the server is now: none of them is kept with the clients, so a client
/// outlives a change of port.
struct Site: Sendable {
    /// `scheme://host:port` as discovery names it.
    let origin: String
    /// The same as `registration_client_uri` names it.
    let clientOrigin: String
    let issuerPath: String
    let registrationPath: String

    static let fhirPath = "/fhir"
    /// Below the issuer.
    static let tokenPath = "/token"

    init(options: DevServer.Options, port: Int) {
        let own = "http://127.0.0.1:\(port)"
        origin = options.behindTLSProxy.map { "https://\($0)" } ?? own
        clientOrigin = options.behindTLSProxy.map { "http://\($0)" } ?? own
        issuerPath = options.issuerPath
        registrationPath = options.issuerPath + options.personality.registrationPath
    }

    var issuer: String { origin + issuerPath }
    var registrationEndpoint: String { origin + registrationPath }

    /// RFC 7592, section 3: fully qualified, and the client's to use as it is.
    func registrationClientURI(of clientID: String) -> String { "\(clientOrigin)\(registrationPath)/\(clientID)" }
}
