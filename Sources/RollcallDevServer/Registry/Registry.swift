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
    private(set) var replays: [JSONString: Replay] = [:]
    /// What has changed since `kept` was last said.
    private(set) var changes = Changes()

    /// Keys of clients (also of those that are gone) and of replays.
    struct Changes: Hashable, Sendable {
        var clients: Set<JSONString> = []
        var replays: Set<JSONString> = []

        var isEmpty: Bool { clients.isEmpty && replays.isEmpty }
    }

    /// An answered registration.
    struct Replay: Hashable, Sendable {
        let request: JSONObject
        let answer: JSONObject
    }

    init() {}

    /// One that was kept.
    init(clients: [JSONString: RegisteredClient], replays: [JSONString: Replay], registrations: Int) {
        self.clients = clients
        self.replays = replays
        self.registrations = registrations
    }

    /// Everything so far is on the disk.
    mutating func kept() { changes = Changes() }

    mutating func remember(_ replay: Replay, under key: JSONString) {
        replays[key] = replay
        changes.replays.insert(key)
    }

    mutating func register(_ client: RegisteredClient) {
        registrations += 1
        replace(client)
    }

    mutating func replace(_ client: RegisteredClient) {
        clients[client.clientID] = client
        changes.clients.insert(client.clientID)
    }

    mutating func remove(_ clientID: JSONString) {
        clients[clientID] = nil
        changes.clients.insert(clientID)
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
