import RollcallCore

/// A limit of ours that an answer broke, or that time did.
enum WireFault: Error, Hashable, Sendable {
    case headTooLarge, tooManyFields, tooManyInformationalAnswers, upgraded
    case answerTooLarge, encodedAnswer, unframedAnswer
    case deadline, slow
    case certificateNotFor(host: String)

    /// `server` is an origin's text.
    func failure(of server: String, in exchange: Exchange) -> TransportFailure {
        let limits = exchange.limits
        switch self {
        case .headTooLarge:
            return TransportFailure(.headTooLarge, "\(server) sent more than \(limits.headBytes) bytes of header fields")
        case .tooManyFields:
            return TransportFailure(.headTooLarge, "\(server) sent more than \(limits.headFields) header fields")
        case .tooManyInformationalAnswers:
            return TransportFailure(.badHTTP, "\(server) sent one interim answer (1xx) after the other")
        case .upgraded: return TransportFailure(.badHTTP, "\(server) switched to another protocol (101), which was not asked for")
        case .answerTooLarge:
            return TransportFailure(.answerTooLarge, "\(server) sent an answer of more than \(exchange.bodyLimit) bytes")
        case .encodedAnswer:
            return TransportFailure(
                .encodedAnswer,
                "\(server) sent a compressed or otherwise encoded answer (Content-Encoding or Transfer-Encoding), and was asked for none (Accept-Encoding: identity)"
            )
        case .unframedAnswer:
            return TransportFailure(
                .truncated,
                "\(server) sent an answer without a length and closed the connection, so nobody can know if it is whole")
        case .deadline: return TransportFailure(.deadline, "\(server) did not answer completely in time")
        case .slow:
            return TransportFailure(
                .slow, "\(server) sent less than \(limits.slowBytes) bytes of its answer in \(limits.slowWindow.words)")
        case .certificateNotFor(let host):
            return TransportFailure(.certificate, "the certificate of \(server) is not for \(host)")
        }
    }
}

extension Duration {
    /// `30 s`, or `200 ms`.
    var words: String {
        let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
        return milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : "\(milliseconds) ms"
    }
}
