import RollcallCore
import RollcallNetworkKit

/// Where in an exchange a server can give up, and how. Every test of what a cut means goes over all of them.
struct Cut: Sendable {
    enum Ending: String, Sendable, CaseIterable {
        case fin = "FIN"
        case reset = "RST"
        case silence
    }

    var phase: Phase
    var ending: Ending

    struct Phase: Sendable {
        var name: String
        var script: [HostileServer.Step]
        /// Of the answer's body.
        var received = ""
        var hasAnswerBegun = false
        var isInRequestBody = false
    }

    static func all(hasBody: Bool = true) -> [Cut] {
        phases.filter { hasBody || !$0.isInRequestBody }.flatMap { phase in Ending.allCases.map { Cut(phase: phase, ending: $0) }
        }
    }

    private static let phases =
        [
            Phase(name: "on accept", script: []),
            Phase(name: "after a byte of the request", script: [.read(1)]),
            Phase(name: "after the request's head", script: [.readHead]),
            Phase(name: "in the request's body", script: [.readHead, .readBody(5)], isInRequestBody: true),
            Phase(name: "after the request", script: [.readRequest]),
            Phase(name: "after an interim answer", script: [.readRequest, .write("HTTP/1.1 100 Continue\r\n\r\n")]),
        ]
        + [
            ("in the status line", "HTTP/1.1 2", ""),
            ("after the status line", "HTTP/1.1 201 Created\r\n", ""),
            ("in the head", "HTTP/1.1 201 Created\r\nContent-Le", ""),
            ("after the head", "HTTP/1.1 201 Created\r\nContent-Length: 17\r\n\r\n", ""),
            ("in the body", "HTTP/1.1 201 Created\r\nContent-Length: 17\r\n\r\n{\"clie", "{\"clie"),
            ("in the length of a chunk", "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n1", ""),
            ("in a chunk", "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n11\r\n{\"clie", "{\"clie"),
            (
                "before the last chunk",
                "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n11\r\n{\"client_id\":\"a\"}\r\n",
                "{\"client_id\":\"a\"}"
            ),
            ("in a body without a length", "HTTP/1.1 201 Created\r\n\r\n{\"clie", "{\"clie"),
        ].map { Phase(name: $0.0, script: [.readRequest, .write($0.1)], received: $0.2, hasAnswerBegun: true) }

    var name: String { "\(ending.rawValue) \(phase.name)" }

    var script: [HostileServer.Step] {
        switch ending {
        case .fin: phase.script
        case .reset: phase.script + [.reset]
        case .silence: phase.script + [.wait]
        }
    }

    /// Nobody can foretell whether a byte of the request left before.
    var mayPrecedeTheRequest: Bool { phase.script.isEmpty && ending != .silence }

    /// What the failure may be called. How much of an answer is still read after RST is the system's affair.
    var kinds: [TransportFailure.Kind] {
        switch ending {
        case .fin: [phase.hasAnswerBegun ? .truncated : .closed]
        case .reset: phase.hasAnswerBegun ? [.closed, .truncated] : [.closed]
        case .silence: [.deadline]
        }
    }
}
