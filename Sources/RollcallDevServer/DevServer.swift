import OAuthRegistration

/// The embedded authorization server, for development only: RFC 7591 and 7592, discovery, and no other endpoint of OAuth but the
/// token endpoint of a service account.
///
/// It listens on 127.0.0.1 and nowhere else, keeps credentials in clear, and issues no access tokens but that account's. It is what
/// `embedded:` starts inside `apply`, what `rollcall dev-server` runs, and what the tests register with.
public enum DevServer {
    /// For a person who starts it by hand: one line, without a line break.
    public static let notice =
        "rollcall's embedded authorization server: for development only, on loopback only, credentials kept in clear"

    /// Serves until SIGINT or SIGTERM, or until its task is cancelled; what is in flight is answered first.
    ///
    /// - Parameters:
    ///   - port: 0 takes a free one.
    ///   - onReady: Called once, when requests are accepted.
    /// - Throws: `DevServerFailure`.
    public static func run(
        _ options: Options = Options(), port: Int = 0, onReady: @escaping @Sendable (Address) -> Void
    ) async throws {
        try await Listener(options: options, port: port, endsOnSignals: true, onReady: onReady).run()
    }

    /// Runs a server for as long as `body` does. No signal ends it.
    ///
    /// - Throws: `DevServerFailure` if it cannot start, else what `body` throws.
    public static func withServer<Result>(
        _ options: Options = Options(), port: Int = 0, _ body: (Address) async throws -> Result
    ) async throws -> Result {
        let (addresses, announce) = AsyncThrowingStream<Address, any Error>.makeStream()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await Listener(options: options, port: port, endsOnSignals: false) { announce.yield($0) }.run()
                    announce.finish(throwing: CancellationError())
                } catch { announce.finish(throwing: error) }
            }
            defer { group.cancelAll() }
            var ready = addresses.makeAsyncIterator()
            guard let address = try await ready.next() else { throw CancellationError() }
            return try await body(address)
        }
    }
}

/// Why the server could not start.
public enum DevServerFailure: Error, CustomStringConvertible {
    case cannotListen(port: Int, reason: String)
    /// The file of its clients: a system call failed, or it does not hold what this server writes.
    case data(path: String, reason: String)

    public var description: String {
        switch self {
        case .cannotListen(let port, let reason): "cannot listen on 127.0.0.1:\(port): \(reason)"
        case .data(let path, let reason): "\(path): \(reason)"
        }
    }
}
