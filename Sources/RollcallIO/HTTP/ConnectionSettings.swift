import Glibc
import NIOSSL
public import OAuthRegistration
public import RollcallCore

/// How the connections to one server are made: whom to trust beside the system's authorities, who we are, and through whom. Nothing
/// of it is taken from the environment: no `http_proxy`, `SSL_CERT_FILE`, `SSL_CERT_DIR` or `SSLKEYLOGFILE`.
public struct ConnectionSettings: Sendable {
    private(set) var authorities: [NIOSSLCertificate] = []
    private(set) var identity: Identity?
    let proxy: Origin?

    struct Identity: Sendable {
        var chain: [NIOSSLCertificate]
        var key: NIOSSLPrivateKey
    }

    /// - Parameter proxy: is asked for a tunnel; `nil`: none.
    public init(proxy: Origin? = nil) { self.proxy = proxy }

    /// Trusts the authorities of a PEM file, beside the system's.
    public mutating func trust(_ path: String) throws(ConnectionSettingsFailure) {
        authorities += try Self.certificates(in: path)
    }

    /// Shows itself to a server that asks for a certificate (RFC 8705).
    ///
    /// - Parameters:
    ///   - path: of a PEM file: our certificate first, then those that lead to its authority.
    ///   - key: in PEM.
    public mutating func identify(as path: String, key: Secret) throws(ConnectionSettingsFailure) {
        let chain = try Self.certificates(in: path)
        let now = time(nil)
        if let leaf = chain.first, leaf.notValidAfter < now {
            throw ConnectionSettingsFailure("\(path): the certificate expired \(Self.days(since: leaf.notValidAfter, now)) ago")
        }
        guard let key = try? key.expose({ try NIOSSLPrivateKey(bytes: $0, format: .pem) }) else {
            throw ConnectionSettingsFailure("the key to \(path) is no private key in PEM, or is locked with a passphrase")
        }
        var tls = TLSConfiguration.makeClientConfiguration()
        (tls.certificateChain, tls.privateKey) = (chain.map { .certificate($0) }, .privateKey(key))
        guard (try? NIOSSLContext(configuration: tls)) != nil else {
            throw ConnectionSettingsFailure("the key to \(path) is another certificate's")
        }
        identity = Identity(chain: chain, key: key)
    }

    /// When a certificate, or one in its chain, ends, in seconds since 1970; `nil` where there is none to be read.
    public static func end(ofCertificateIn path: String) -> Int? {
        (try? certificates(in: path))?.map { Int($0.notValidAfter) }.min()
    }

    private static let limit = 4 * 1024 * 1024

    private static func certificates(in path: String) throws(ConnectionSettingsFailure) -> [NIOSSLCertificate] {
        let bytes: [UInt8]
        do throws(SystemFailure) {
            bytes = try OpenFile.regular(path, following: true).read(limit: limit)
        } catch {
            throw ConnectionSettingsFailure("\(path) cannot be read: \(error.reason)")
        }
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(bytes), !certificates.isEmpty else {
            throw ConnectionSettingsFailure("\(path) holds no certificate in PEM")
        }
        return certificates
    }

    private static func days(since moment: Int, _ now: Int) -> String {
        let hours = max(1, (now - moment) / 3600)
        return hours < 48 ? "\(hours) h" : "\(hours / 24) days"
    }
}

/// Why a certificate or key cannot be used. It names files, and never holds what is in them.
public struct ConnectionSettingsFailure: Error, Hashable, Sendable {
    public var text: String

    init(_ text: String) { self.text = text }

    public var diagnostic: Diagnostic {
        Diagnostic(.tlsFileUnusable, "\(text).", hint: "correct tls: of the server, or the file that it names")
    }
}
