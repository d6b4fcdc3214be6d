import Glibc
import NIOCore
import NIOPosix
import NIOSSL
import OAuthRegistration

/// Why a certificate was not accepted. NIOSSL has one word for every reason; so the certificate is looked at once more, in a
/// second handshake that is always refused, on which nothing is sent.
enum CertificateDiagnosis {
    private static let patience = TimeAmount.seconds(5)

    /// A clause without a subject, such as `it expired 2 days ago`.
    static func reason(_ origin: Origin) async -> String {
        guard let chain = try? await chain(origin), let leaf = chain.first else { return "it could not be looked at again" }
        let now = time(nil)
        if leaf.notValidAfter < now { return "it expired \(days(now - leaf.notValidAfter)) ago" }
        if leaf.notValidBefore > now { return "it is not valid for another \(days(leaf.notValidBefore - now))" }
        do { try CertificateName.require(origin, in: leaf) } catch { return "it is not for \(origin.host)" }
        return "its issuer is not trusted (a private authority, a missing intermediate certificate, or self-signed)"
    }

    /// When the server's certificate ends, in seconds since 1970, or that of an authority in its chain, if that is sooner; `nil` where
    /// it cannot be looked at.
    static func end(_ origin: Origin) async -> Int? {
        (try? await chain(origin))?.map { Int($0.notValidAfter) }.min()
    }

    /// Whether somebody takes a connection there.
    static func accepts(_ origin: Origin) async -> Bool {
        let host = origin.host.filter { $0 != "[" && $0 != "]" }
        let connected = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connectTimeout(.seconds(2))
            .connect(host: host, port: Int(origin.port))
        guard let channel = try? await connected.get() else { return false }
        channel.close(promise: nil)
        return true
    }

    private static func days(_ seconds: Int) -> String {
        let hours = max(1, seconds / 3600)
        return hours < 48 ? "\(hours) h" : "\(hours / 24) days"
    }

    /// The chain as the server sends it; nothing if it sends none in time.
    private static func chain(_ origin: Origin) async throws -> [NIOSSLCertificate] {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        // The callback takes the place of all checking, and refuses.
        tls.certificateVerification = .noHostnameVerification
        let context = try NIOSSLContext(configuration: tls)
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let seen = loop.makePromise(of: [NIOSSLCertificate].self)
        let host = origin.host.filter { $0 != "[" && $0 != "]" }
        let name = origin.addressBytes == nil ? host : nil
        loop.scheduleTask(in: patience) { seen.succeed([]) }
        let connected = ClientBootstrap(group: loop).connectTimeout(patience)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = try NIOSSLClientHandler(context: context, serverHostname: name) {
                        (chain: [NIOSSLCertificate], verdict: EventLoopPromise<NIOSSLVerificationResult>) in
                        seen.succeed(chain)
                        verdict.succeed(.failed)
                    }
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .connect(host: host, port: Int(origin.port))
        connected.whenFailure { _ in seen.succeed([]) }
        connected.whenSuccess { channel in channel.closeFuture.whenComplete { _ in seen.succeed([]) } }
        let chain = try await seen.futureResult.get()
        connected.whenSuccess { $0.close(promise: nil) }
        return chain
    }
}
