import Crypto
public import OAuthRegistration
public import RollcallCore

/// Sealing with AES-256-GCM (NIST SP 800-38D), with a random nonce of 96 bits for each secret.
extension SealKey {
    /// In bytes.
    private static let length = 32

    /// `nil` unless the text is base64 of 32 bytes.
    public init?(base64 text: Secret) {
        guard let bytes = text.expose({ Base64.decode($0) }), bytes.count == Self.length else { return nil }
        let key = SymmetricKey(data: bytes)
        self.init(
            hash: sha256(bytes[...]), seal: { Self.sealed($0, $1, with: key) }, open: { Self.opened($0, $1, with: key) })
    }

    /// A new key, as it is written into a file.
    public static func fresh() -> Secret {
        Secret(SymmetricKey(size: .bits256).withUnsafeBytes { Base64.encode(Array($0)) })
    }

    private static func sealed(_ plain: [UInt8], _ additional: [UInt8], with key: SymmetricKey) -> [UInt8] {
        guard let box = try? AES.GCM.seal(plain, using: key, authenticating: additional), let bytes = box.combined else {
            preconditionFailure("a key of 32 bytes and a nonce of its own making seal everything")
        }
        return Array(bytes)
    }

    private static func opened(_ sealed: [UInt8], _ additional: [UInt8], with key: SymmetricKey) -> [UInt8]? {
        guard let box = try? AES.GCM.SealedBox(combined: sealed) else { return nil }
        return (try? AES.GCM.open(box, using: key, authenticating: additional)).map { Array($0) }
    }
}
