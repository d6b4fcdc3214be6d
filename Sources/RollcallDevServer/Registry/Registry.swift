import OAuthRegistration
import StrictJSON

/// The client table: everything that a server keeps. No address is in it, so it outlives a change of port.
struct Registry: Hashable, Sendable {
    private(set) var clients: [JSONString: RegisteredClient] = [:]
    /// What a registration needs; `nil`: anyone may register.
    var initialAccessToken: Secret?
    /// How many there were, for tokens that are good for a number of them. A delete gives none back.
    private(set) var registrations = 0
    /// By `Idempotency-Key`; kept as long as the registry, so a client that lost its answer may come back any time.
    var replays: [JSONString: Replay] = [:]
    /// Grows with every change, so that a file can tell whether it is behind.
    private(set) var revision = 0

    /// An answered registration.
    struct Replay: Hashable, Sendable {
        let request: JSONObject
        let answer: JSONObject
    }

    init() {}

    init(clients: [RegisteredClient], registrations: Int) {
        for client in clients { self.clients[client.clientID] = client }
        self.registrations = registrations
    }

    mutating func register(_ client: RegisteredClient) {
        registrations += 1
        replace(client)
    }

    mutating func replace(_ client: RegisteredClient) {
        clients[client.clientID] = client
        revision += 1
    }

    mutating func remove(_ clientID: JSONString) {
        clients[clientID] = nil
        revision += 1
    }
}

/// A client as the server keeps it.
struct RegisteredClient: Hashable, Sendable {
    let clientID: JSONString
    /// Seconds since 1970.
    let issuedAt: Int64
    var secret: Secret?
    /// `nil` on a server that offers no management.
    var registrationAccessToken: Secret?
    /// As the personality keeps it, which need not be as it shows it.
    var metadata: JSONObject

    init(clientID: JSONString, issuedAt: Int64, metadata: JSONObject) {
        self.clientID = clientID
        self.issuedAt = issuedAt
        self.metadata = metadata
    }
}
