import RollcallNetworkKit
import Testing

/// A row of the network's part of the fault matrix: what happens to which call, and what must come of it.
struct NetworkFault: Sendable, CustomTestStringConvertible {
    enum Call: String, Sendable, CaseIterable {
        case register = "POST"
        case update = "PUT"
        case delete = "DELETE"
        /// With `plan --refresh`.
        case read = "GET"
    }

    enum Ending: Sendable {
        case done, failed, inDoubt
        /// Its answer was lost, and a read has shown at once what became of it.
        case carriedOut, notCarriedOut
        /// Of a read: said so, and the plan goes on without it.
        case unreadable

        /// Whether the next command says more than that the usual goes on.
        var saysMore: Bool { [.inDoubt, .carriedOut, .notCarriedOut].contains(self) }
    }

    /// Its id in the matrix.
    var cell: String
    var name: String
    var call: Call
    var script: FaultProxy.Script
    /// Exchanges that are spoiled.
    var times = 1
    /// Whether the server's tokens change with each read and update.
    var rotates = true
    /// Whether the command reads the client first: its token is known to be good then.
    var refreshes = false
    var ends: Ending
    /// Requests of this kind that arrive.
    var requests = 1
    /// What is said about it.
    var words = ""
    /// The doubt keeps what came of an answer.
    var keepsPart = false

    var testDescription: String { "\(cell) \(call): \(name)" }

    /// The same for several calls.
    static func each(
        _ calls: [Call], _ cell: String, _ name: String, _ ends: Ending, words: String, _ script: @escaping FaultProxy.Script
    )
        -> [NetworkFault]
    {
        calls.map { call in
            let ending = call == .read ? (ends == .done ? .done : .unreadable) : ends
            return NetworkFault(cell: cell, name: name, call: call, script: script, ends: ending, words: words)
        }
    }

    /// The answer is lost, and the request is not processed. A read can tell of a client, and there is none to be read of a register.
    static func unprocessed(
        _ calls: [Call], _ cell: String, _ name: String, words: String, _ script: @escaping FaultProxy.Script
    ) -> [NetworkFault] {
        calls.flatMap { each([$0], cell, name, $0 == .register ? .inDoubt : .notCarriedOut, words: words, script) }
    }

    /// Answered so, and not processed.
    static func answer(_ head: String, _ body: String = "") -> FaultProxy.Script {
        { _ in [.readRequest, .write("HTTP/1.1 \(head)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")] }
    }
}
