public import OAuthRegistration
import StrictJSON

/// A secret as state and journal keep it: in plain, or sealed. A sealed one can be copied, compared and written as it is, without a
/// key; what it holds comes out of `Seal.open` alone, so that nobody takes the one for the other.
public enum StoredSecret: Hashable, Sendable {
    case plain(Secret)
    case sealed(SealedSecret)

    /// A sealed one holds something: nothing is never sealed.
    public var isEmpty: Bool {
        switch self {
        case .plain(let secret): secret.isEmpty
        case .sealed: false
        }
    }

    public var isSealed: Bool {
        switch self {
        case .plain: false
        case .sealed: true
        }
    }
}

/// A sealed secret: `v1:KEYID:BASE64`, the base64 of nonce, ciphertext and tag of AES-256-GCM.
public struct SealedSecret: Hashable, Sendable {
    /// As it is written. Only its beginning is checked before somebody opens it.
    public let text: String

    /// `nil` if it does not begin as a sealed secret does.
    public init?(_ text: String) {
        guard Self.keyID(in: Array(text.utf8)[...]) != nil else { return nil }
        self.text = text
    }

    init(keyID: String, sealed: [UInt8]) { text = "v1:\(keyID):\(Base64.encode(sealed))" }

    /// Names the key that opens it: the first eight hexadecimal digits of the SHA-256 of the key.
    public var keyID: String { String(decoding: Array(text.utf8)[Self.keyID], as: UTF8.self) }

    /// Nonce, ciphertext and tag; `nil` if they are no base64.
    var sealed: [UInt8]? { Base64.decode(Array(text.utf8.dropFirst(Self.start))) }

    /// Where the key's id stands in the text, and where the base64 begins.
    private static let keyID = 3..<11
    private static let start = 12

    /// The key's id in the text, if that begins as a sealed secret does. A state with 100,000 of them is read by their beginnings.
    static func keyID(in text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard text.count > start, text.starts(with: version), text[text.startIndex + start - 1] == UInt8(ascii: ":") else {
            return nil
        }
        let id = text[text.startIndex + keyID.lowerBound..<text.startIndex + keyID.upperBound]
        return id.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) } ? id : nil
    }

    private static let version = Array("v1:".utf8)
}

/// A client's credentials, as state keeps them.
public struct Credentials: Hashable, Sendable {
    public var clientSecret: StoredSecret?
    public var registrationAccessToken: StoredSecret?
    /// What these two replaced: one before each is remembered.
    public var replacedClientSecret: StoredSecret?
    public var replacedRegistrationAccessToken: StoredSecret?

    public init(storing clientSecret: StoredSecret?, _ registrationAccessToken: StoredSecret?) {
        self.clientSecret = clientSecret
        self.registrationAccessToken = registrationAccessToken
    }

    /// In plain.
    public init(clientSecret: Secret? = nil, registrationAccessToken: Secret? = nil) {
        self.init(storing: clientSecret.map { .plain($0) }, registrationAccessToken.map { .plain($0) })
    }

    /// Those that there are.
    public var all: [StoredSecret] { CredentialMember.allCases.compactMap { self[$0] } }
}

/// A client's credentials, to be used: every one that is recorded, in plain. Never written.
public struct OpenCredentials: Hashable, Sendable {
    public var clientSecret: Secret?
    public var registrationAccessToken: Secret?
    /// What these two replaced.
    public var replacedClientSecret: Secret?
    public var replacedRegistrationAccessToken: Secret?

    public init(
        clientSecret: Secret? = nil, registrationAccessToken: Secret? = nil, replacedClientSecret: Secret? = nil,
        replacedRegistrationAccessToken: Secret? = nil
    ) {
        self.clientSecret = clientSecret
        self.registrationAccessToken = registrationAccessToken
        self.replacedClientSecret = replacedClientSecret
        self.replacedRegistrationAccessToken = replacedRegistrationAccessToken
    }
}
