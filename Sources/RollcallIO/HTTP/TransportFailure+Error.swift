import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import RollcallCore

/// The libraries' errors in words. Their own texts are never shown: they name types, build paths and, of a header field, its value.
extension TransportFailure {
    /// - Parameter peer: who took the connection, or did not: the server, or the proxy before it.
    init(_ error: any Error, of server: String, at peer: String, limits: TransportLimits) {
        switch error {
        case let error as HTTPClientError: self.init(client: error, server, peer, limits)
        case let error as HTTPParserError: self.init(parser: error, server)
        case let error as NIOConnectionError: self.init(connection: error, peer, limits)
        case let error as IOError: self.init(code: error.errnoCode, peer)
        case let error as ChannelError: self.init(channel: error, peer, limits)
        case is NIOSSLExtraError: self.init(.certificate, "the certificate of \(server) is not accepted")
        case is NIOSSLError, is BoringSSLError: self.init(tls: "\(error)", server)
        case is CancellationError: self.init(.cancelled, "the call to \(server) was stopped")
        default: self.init(.closed, "the connection to \(server) failed")
        }
    }

    private init(client error: HTTPClientError, _ server: String, _ peer: String, _ limits: TransportLimits) {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout:
            self.init(.connectTimeout, "no connection to \(peer) within \(limits.connect.words)")
        case .proxyAuthenticationRequired:
            self.init(.proxy, "\(peer) wants to know who asks (407), which rollcall has no answer to")
        case .invalidProxyResponse: self.init(.proxy, "\(peer) does not open a tunnel to \(server)")
        case .httpProxyHandshakeTimeout: self.init(.proxy, "\(peer) did not open a tunnel to \(server) in time")
        case .deadlineExceeded: self = WireFault.deadline.failure(of: server, in: Exchange(limits: limits, bodyLimit: 0))
        case .readTimeout, .writeTimeout: self.init(.deadline, "\(server) was silent for \(limits.firstByte.words)")
        case .cancelled: self.init(.cancelled, "the call to \(server) was stopped")
        case .remoteConnectionClosed, .uncleanShutdown: self.init(code: ECONNRESET, peer)
        default: self.init(.closed, "the call to \(server) failed: \(error.shortDescription)")
        }
    }

    private init(parser error: HTTPParserError, _ server: String) {
        switch error {
        case .invalidEOFState: self.init(.truncated, "\(server) closed the connection in the middle of its answer")
        case .headerOverflow: self.init(.headTooLarge, "\(server) sent too many bytes of header fields")
        default: self.init(.badHTTP, "\(server) sent an answer that is not HTTP/1.1")
        }
    }

    private init(connection error: NIOConnectionError, _ server: String, _ limits: TransportLimits) {
        if let first = error.connectionErrors.first {
            self.init(first.error, of: server, at: server, limits: limits)
        } else {
            self.init(.unresolvable, "there is no address for \(server)")
        }
    }

    private init(channel error: ChannelError, _ server: String, _ limits: TransportLimits) {
        if case .connectTimeout = error {
            self.init(client: .connectTimeout, server, server, limits)
        } else {
            self.init(code: ECONNRESET, server)
        }
    }

    private init(code: Int32, _ server: String) {
        switch code {
        case ECONNREFUSED: self.init(.refused, "nothing listens at \(server) (connection refused)")
        case ECONNRESET, EPIPE: self.init(.closed, "\(server) closed the connection before it had answered")
        default: self.init(.unreachable, "no way to \(server): \(String(cString: strerror(code)))")
        }
    }

    /// - Parameter text: BoringSSL's, which holds the name of its reason somewhere.
    private init(tls text: String, _ server: String) {
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            self.init(.certificate, "the certificate of \(server) is not accepted")
            return
        }
        let reason = Self.handshakeReasons.first { text.contains($0.name) }?.words ?? "the handshake failed"
        self.init(.tls, "no TLS connection to \(server): \(reason)")
    }

    private static let handshakeReasons = [
        (name: "PROTOCOL_VERSION", words: "it does not speak TLS 1.2 or later"),
        (name: "CERTIFICATE_REQUIRED", words: "it wants a client certificate"),
        (name: "HANDSHAKE_FAILURE", words: "it wants a client certificate, or has no cipher in common with us"),
        (name: "WRONG_VERSION_NUMBER", words: "what answers there does not speak TLS"),
        (name: "EOF", words: "it closed the connection during the handshake; it may not speak TLS 1.2 or later"),
    ]
}
