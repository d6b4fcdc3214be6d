public import OAuthRegistration

/// One attempt at one request. No retries, no redirects, no decompression, no reuse of a connection for a write.
public protocol HTTPTransport: Sendable {
    func send(_ request: HTTPRequest) async -> HTTPOutcome
}

/// How an attempt ended; what a caller may assume is all that matters about it.
public enum HTTPOutcome: Hashable, Sendable {
    /// A complete answer was read.
    case answer(HTTPAnswer)
    /// Not one byte of the request left: proven, not guessed. It may be sent again, whatever its method.
    case notSent(TransportFailure)
    /// Bytes left and no complete answer came. `received` is what came of a body.
    case noAnswer(received: [UInt8], TransportFailure)
}

/// Why there is no answer, in words for a person: no credential, no build path, no type name.
public struct TransportFailure: Error, Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        case unresolvable, refused, unreachable, connectTimeout, proxy, tls, certificate, deadline, slow, closed, truncated
        case answerTooLarge, headTooLarge, encodedAnswer, badHTTP, cancelled, badRequest
        /// Nothing to authorise the request with was to be had.
        case credential
    }

    public var kind: Kind
    public var text: String

    public init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }
}
