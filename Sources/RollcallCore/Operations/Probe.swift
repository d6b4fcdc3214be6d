public import OAuthRegistration
public import StrictJSON

/// A throw-away client: registered, exercised and deleted, to see what a server does. One registration is sent, once, whatever comes of it;
/// each answer is kept before it is read; and whatever happens, the end is a delete.
public struct Probe: Sendable {
    let transport: any HTTPTransport
    /// With what the client is registered and managed with.
    let server: ServerContext
    let metadata: ClientMetadata
    /// Makes all answers so far durable, in the order in which they came; a line each.
    let keep: @Sendable ([UInt8]) throws(DiskFailure) -> Void
    /// Somebody wants it to end: no more is tried, and the client is deleted.
    let isStopped: @Sendable () -> Bool
    let sleep: RunLoop.Sleep
    let now: RunLoop.Now

    public init(
        transport: any HTTPTransport, server: ServerContext, metadata: ClientMetadata, sleep: @escaping RunLoop.Sleep,
        now: @escaping RunLoop.Now, isStopped: @escaping @Sendable () -> Bool = { false },
        keep: @escaping @Sendable ([UInt8]) throws(DiskFailure) -> Void
    ) {
        (self.transport, self.server, self.metadata) = (transport, server, metadata)
        (self.sleep, self.now, self.isStopped, self.keep) = (sleep, now, isStopped, keep)
    }

    /// What came of it.
    public enum Outcome: Sendable {
        /// No client was registered.
        case refused(Refusal)
        case notSent(TransportFailure)
        /// Nobody knows whether a client was registered.
        case inDoubt(String)
        /// Registered, and gone again unless something remains.
        case probed(ProbedProfile, Remains?)
    }

    /// The throw-away client that is still there, or may be.
    public struct Remains: Sendable {
        public let clientID: JSONString
        /// Its `registration_client_uri`, as the server gave it last.
        public let uri: JSONString?
        /// A clause.
        public let why: String
    }

    public func run() async -> Outcome {
        let request = RegistrationRequest.register(
            endpoint: server.registrationEndpoint, metadata: metadata, bearer: nil
        ).authorized(by: server.registeringBearer)
        let answer: HTTPAnswer
        var calls = ProbeCalls(self)
        // Of the attempts before the last one nothing came (`ProbeCalls`).
        var mayHaveHappened = false
        switch await calls.send(request, as: .register, &mayHaveHappened) {
        case .notSent(let failure): return .notSent(failure)
        case .noAnswer(let received, let failure):
            try? keep(received)
            return .inDoubt(failure.text)
        case .answer(let given): answer = given
        }
        var keeping: DiskFailure?
        do throws(DiskFailure) { try keep(answer.body) } catch { keeping = error }
        let secrets = request.secrets + [answer.sentWith].compactMap(\.self)
        switch RegistrationAnswer(to: .register, of: answer, profile: .generic) {
        case .refused(let refusal): return .refused(refusal.withholding(secrets))
        case .uncertain(let refusal): return .inDoubt(refusal.withholding(secrets).inWords)
        case .deleted: preconditionFailure("a registration deletes nothing")
        case .client(let information, _):
            var client = ProbedClient(self, calls, information, answer: answer.body)
            // Without a copy of its credentials the client must not live on.
            if keeping == nil { await client.exercise() }
            let remains = await client.delete()
            return .probed(client.profile, remains)
        }
    }

    /// What is registered: nothing that a server must fetch, and nothing that it has to know beforehand.
    public static func metadata(named name: String, support: DeclaredSupport) -> ClientMetadata {
        let methods =
            support.members["token_endpoint_auth_methods_supported"]?.array?.compactMap(\.string) ?? ["client_secret_basic"]
        let usable: [JSONString] = ["client_secret_basic", "client_secret_post", "none"]
        var members: JSONObject = [
            "client_name": .string(name), "client_uri": "https://client.example.org/",
            "contacts": ["nobody@client.example.org"], "grant_types": ["authorization_code"],
            "logo_uri": "https://client.example.org/logo.png", "policy_uri": "https://client.example.org/policy",
            "redirect_uris": ["https://client.example.org/callback"], "response_types": ["code"],
            "software_id": .string(name), "software_version": "1", "tos_uri": "https://client.example.org/terms",
        ]
        members["token_endpoint_auth_method"] = usable.first { methods.contains($0) }.map { .string($0) }
        return ClientMetadata(members)
    }
}
