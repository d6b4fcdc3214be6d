import AsyncHTTPClient
import OAuthRegistration
import Synchronization

/// An HTTP client for one origin and one request at a time, each on a connection of its own. (async-http-client has no smaller
/// unit whose connections can be told apart; making one costs 8 ms, for the system's certificates.)
///
/// Only an exchange that ended with an answer leaves its lane to the next: after any other end, a connection that is still being
/// made must find its exchange sealed.
final class Lane: Sendable {
    let origin: Origin
    let client: HTTPClient
    private let wire: Wire

    init(_ origin: Origin, limits: TransportLimits, settings: ConnectionSettings) {
        let wire = Wire()
        self.origin = origin
        self.wire = wire
        let configuration = HTTPClient.Configuration(lane: wire, to: origin, limits: limits, settings: settings)
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// In the background: it waits for a connection that is being made, and nobody waits for that.
    deinit { client.shutdown { _ in } }

    func begin(_ exchange: Exchange) { wire.current.withLock { $0 = exchange } }
}

/// The exchange that a lane's next connection belongs to.
final class Wire: Sendable {
    let current = Mutex(Exchange(limits: TransportLimits(), bodyLimit: 0))

    var exchange: Exchange { current.withLock { $0 } }
}

/// Lanes at rest, by origin. As many are made as there are calls at once.
final class LanePool: Sendable {
    private let limits: TransportLimits
    private let settings: ConnectionSettings
    private let resting = Mutex<[Origin: [Lane]]>([:])

    init(limits: TransportLimits, settings: ConnectionSettings) {
        self.limits = limits
        self.settings = settings
    }

    func take(_ origin: Origin) -> Lane {
        resting.withLock { $0[origin]?.popLast() } ?? Lane(origin, limits: limits, settings: settings)
    }

    /// A lane that is not put back is shut down.
    func putBack(_ lane: Lane) { resting.withLock { $0[lane.origin, default: []].append(lane) } }
}
