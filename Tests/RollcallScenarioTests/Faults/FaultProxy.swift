import RollcallNetworkKit
import Synchronization

/// Stands before a real server, relays every exchange, and spoils those that it is armed for. Each exchange has a connection of its
/// own, which is closed after the answer.
final class FaultProxy: Sendable {
    /// What a spoiled exchange may need to know.
    struct Surroundings: Sendable {
        /// The server behind.
        var port: Int
        /// Another origin, where nothing should ever be asked.
        var elsewhere: String
    }

    typealias Script = @Sendable (Surroundings) -> [HostileServer.Step]

    private final class Counts: Sendable {
        let requests = Mutex<[String: Int]>([:])
        let armed = Mutex<(method: String, script: Script, left: Int)?>(nil)
    }

    private let counts: Counts
    private let server: HostileServer
    private let elsewhere: HostileServer

    init(to port: Int) {
        let counts = Counts()
        let elsewhere = HostileServer([.readRequest])
        let surroundings = Surroundings(port: port, elsewhere: elsewhere.origin)
        server = HostileServer { _, head in
            let method = String(head().prefix { $0 != " " })
            counts.requests.withLock { $0[method, default: 0] += 1 }
            let script = counts.armed.withLock { armed -> Script? in
                guard let current = armed, current.method == method, current.left > 0 else { return nil }
                armed?.left -= 1
                return current.script
            }
            return script?(surroundings) ?? [.readRequest, .forward(port), .answer(less: 0)]
        }
        (self.counts, self.elsewhere) = (counts, elsewhere)
    }

    var origin: String { server.origin }

    /// From now on, the next exchanges of this method meet the script, so many of them; and requests are counted anew.
    func arm(_ method: String, times: Int, _ script: @escaping Script) {
        counts.armed.withLock { $0 = (method, script, times) }
        counts.requests.withLock { $0 = [:] }
    }

    /// Since it was armed.
    func requests(_ method: String) -> Int { counts.requests.withLock { $0[method] ?? 0 } }

    /// What the server behind has answered.
    var answers: [String] { server.answersSeen }
    /// Of floods, in bytes.
    var taken: Int { server.bytesTaken }

    /// Stops listening. Returns how many requests came to the other origin.
    func end() async -> Int {
        _ = await server.requestsSeen()
        return await elsewhere.requestsSeen().count
    }
}
