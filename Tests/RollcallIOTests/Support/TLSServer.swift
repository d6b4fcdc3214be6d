import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A TLS server on 127.0.0.1 that answers the first bytes of each connection with a registration.
final class TLSServer: Sendable {
    private let channel: any Channel
    let port: Int

    /// - Parameter certificate: PEM; its key is `TestCertificates.key`.
    init(_ certificate: String, speaking versions: (TLSVersion, TLSVersion) = (.tlsv12, .tlsv13)) async throws {
        let certificates = try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(TestCertificates.key.utf8), format: .pem)
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(key))
        (tls.minimumTLSVersion, tls.maximumTLSVersion) = versions
        let context = try NIOSSLContext(configuration: tls)
        let counter = Counter()
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(NIOSSLServerHandler(context: context), Answerer(counter))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress!.port!
        self.counter = counter
    }

    deinit { channel.close(promise: nil) }

    private let counter: Counter
    /// Connections that brought a byte of a request.
    var requests: Int { counter.count.withLock { $0 } }

    private final class Counter: Sendable { let count = Mutex(0) }

    private final class Answerer: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        private let counter: Counter
        private var hasAnswered = false

        init(_ counter: Counter) { self.counter = counter }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            if hasAnswered { return }
            hasAnswered = true
            counter.count.withLock { $0 += 1 }
            context.writeAndFlush(
                wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}")), promise: nil)
        }
    }
}
