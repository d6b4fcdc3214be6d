import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL
import OAuthRegistration

/// async-http-client, held to one attempt: HTTP/1.1 (HTTP/2 gives less evidence of what was sent), no redirects (they re-send
/// bodies), no decompression, no proxy from the environment, no connection twice, and no second try at connecting.
extension HTTPClient.Configuration {
    init(lane wire: Wire, to origin: Origin, limits: TransportLimits, settings: ConnectionSettings) {
        var tls = TLSConfiguration.makeClientConfiguration()
        // Its default is TLS 1.0.
        tls.minimumTLSVersion = .tlsv12
        if !settings.authorities.isEmpty { tls.additionalTrustRoots = [.certificates(settings.authorities)] }
        if let identity = settings.identity {
            tls.certificateChain = identity.chain.map { .certificate($0) }
            tls.privateKey = .privateKey(identity.key)
        }
        self.init(tlsConfiguration: tls, redirectConfiguration: .disallow, decompression: .disabled)
        httpVersion = .http1Only
        proxy = settings.proxy.map { .server(host: $0.host.filter { $0 != "[" && $0 != "]" }, port: Int($0.port)) }
        maximumUsesPerConnection = 1
        connectionPool.retryConnectionEstablishment = false
        connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1
        let idle = TimeAmount(limits.firstByte)
        timeout = Timeout(connect: TimeAmount(limits.connect), read: idle, write: idle)
        http1_1ConnectionDebugInitializer = { channel in
            // On the event loop, after TLS and before the connection gets its request: a failure here has sent nothing.
            channel.eventLoop.makeCompletedFuture {
                do {
                    let connection = channel.pipeline.syncOperations
                    if origin.scheme == .https {
                        try CertificateName.require(origin, in: try connection.nioSSL_peerCertificate())
                    }
                    try connection.tap(for: wire)
                } catch {
                    channel.close(promise: nil)
                    throw error
                }
            }
        }
    }
}

extension ChannelPipeline.SynchronousOperations {
    fileprivate func tap(for wire: Wire) throws {
        let connection = LaneConnection(wire)
        let encoder = try context(handlerType: HTTPRequestEncoder.self).handler
        try addHandler(WireTap(connection), position: .before(encoder))
        let decoder = try context(handlerType: ByteToMessageHandler<HTTPResponseDecoder>.self).handler
        try addHandler(AnswerTap(connection), position: .after(decoder))
    }
}
