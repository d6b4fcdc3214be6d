import NIOCore
import NIOPosix
public import NIOSSL
import Synchronization

/// A TLS server on 127.0.0.1 that answers the first request of each connection, once all of it is there.
public final class TLSServer: Sendable {
    private let channel: any Channel
    public let port: Int

    /// Versions of TLS: those that everybody should speak, and those that nobody should.
    public static let new: (TLSVersion, TLSVersion) = (.tlsv12, .tlsv13)
    public static let old: (TLSVersion, TLSVersion) = (.tlsv1, .tlsv11)
    public static let empty = "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}"

    /// - Parameters:
    ///   - certificate: PEM; its key is `TestCertificates.key`.
    ///   - wantsClients: Only those with a certificate of `TestCertificates.authority` are listened to.
    public init(
        _ certificate: String, speaking versions: (TLSVersion, TLSVersion) = TLSServer.new, wantsClients: Bool = false,
        answering answer: String = TLSServer.empty
    ) async throws {
        let certificates = try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(TestCertificates.key.utf8), format: .pem)
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(key))
        (tls.minimumTLSVersion, tls.maximumTLSVersion) = versions
        if wantsClients {
            tls.certificateVerification = .noHostnameVerification
            tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(TestCertificates.authority.utf8)))
        }
        let context = try NIOSSLContext(configuration: tls)
        let counter = Counter()
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(
                        NIOSSLServerHandler(context: context), Answerer(counter, answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress!.port!
        self.counter = counter
    }

    deinit { channel.close(promise: nil) }

    private let counter: Counter
    /// Connections that brought a byte of a request.
    public var requests: Int { counter.count.withLock { $0 } }

    /// What they brought, one after another.
    public var received: String { String(decoding: counter.bytes.withLock { $0 }, as: UTF8.self) }

    private final class Counter: Sendable {
        let count = Mutex(0)
        let bytes = Mutex<[UInt8]>([])
    }

    private final class Answerer: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        private let counter: Counter
        private let answer: String
        private var hasAnswered = false
        private var request: [UInt8] = []

        init(_ counter: Counter, _ answer: String) { (self.counter, self.answer) = (counter, answer) }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let bytes = Array(unwrapInboundIn(data).readableBytesView)
            counter.bytes.withLock { $0 += bytes }
            if request.isEmpty { counter.count.withLock { $0 += 1 } }
            request += bytes
            guard !hasAnswered, isWhole else { return }
            hasAnswered = true
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
        }

        /// Whether as many bytes as `Content-Length` says follow the head; none, where it says nothing.
        private var isWhole: Bool {
            let text = String(decoding: request, as: UTF8.self)
            guard let end = text.firstRange(of: "\r\n\r\n") else { return false }
            let length = text[..<end.lowerBound].split(separator: "\r\n").compactMap { line in
                line.lowercased().hasPrefix("content-length:") ? Int(line.dropFirst(15).filter { $0 != " " }) : nil
            }
            return text[end.upperBound...].utf8.count >= length.first ?? 0
        }
    }
}
