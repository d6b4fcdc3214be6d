import AsyncHTTPClient
import NIOCore
import NIOHTTP1
public import OAuthRegistration
public import RollcallCore

/// `HTTPTransport` over async-http-client. One attempt, on a fresh connection; what the wire did decides the outcome:
///
///     no byte of the request left           notSent     (then none can leave any more: the exchange is sealed)
///     bytes left, the answer's end seen     answer
///     anything else                         noAnswer, with what came of the body
///
/// It sends `Authorization`, `Accept`, `Accept-Encoding`, `Content-Type`, `User-Agent` and what HTTP needs; no cookies, no `Expect`, and nothing that
/// the environment asks for. It may be used by any number of tasks at once.
public struct AsyncHTTPTransport: HTTPTransport {
    private let userAgent: String
    private let limits: TransportLimits
    private let settings: ConnectionSettings
    private let lanes: LanePool

    /// - Parameter version: Of rollcall: ASCII without white space.
    public init(
        version: String, limits: TransportLimits = TransportLimits(), settings: ConnectionSettings = ConnectionSettings()
    ) {
        userAgent = "rollcall/\(version)"
        self.limits = limits
        self.settings = settings
        lanes = LanePool(limits: limits, settings: settings)
    }

    public func send(_ request: HTTPRequest) async -> HTTPOutcome {
        let message: HTTPClientRequest
        do { message = try HTTPClientRequest(request, userAgent: userAgent) } catch { return .notSent(error) }
        let origin = request.address.origin
        let (lane, exchange) = (lanes.take(origin), Exchange(limits: limits, bodyLimit: request.answerLimit))
        lane.begin(exchange)
        let failure = await attempt(message, on: lane, exchange, within: limits.total(of: request.method))
        let verdict = Verdict(request: request, proxy: settings.proxy, exchange: exchange, facts: exchange.seal())
        let outcome = await verdict.outcome(after: failure)
        if case .answer = outcome { lanes.putBack(lane) }
        return outcome
    }

    /// To the end of the answer, the first failure, or the end of patience.
    private func attempt(
        _ message: HTTPClientRequest, on lane: Lane, _ exchange: Exchange, within total: Duration
    ) async -> (any Error)? {
        await withTaskGroup(of: (any Error)?.self) { group in
            group.addTask {
                do {
                    let answer = try await lane.client.execute(message, deadline: .now() + TimeAmount(total))
                    // The tap keeps the bytes; this only takes them off the connection.
                    for try await _ in answer.body {}
                    return nil
                } catch { return error }
            }
            group.addTask { await Watchdog(exchange: exchange, total: total).end() }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}

extension TransportLimits {
    fileprivate func total(of method: HTTPRequest.Method) -> Duration {
        switch method {
        case .get: totalOfRead
        case .post, .put, .delete: totalOfWrite
        }
    }
}

extension TimeAmount {
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
