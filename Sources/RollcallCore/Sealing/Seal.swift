public import OAuthRegistration
import StrictJSON

/// How a command seals what it records, and opens what is sealed. Pure: the cryptography is function values (`SealKey`).
///
/// What always holds: with a key, nothing is recorded in plain; without one, nothing that is sealed is opened, replaced or taken for
/// plain. A sealed text is kept byte for byte until what it holds changes.
public enum Seal: Sendable {
    /// The project has no key: what is recorded is in plain, and nothing may be sealed.
    case off
    /// Whether there is a key does not matter: this command neither records nor reads a credential.
    case unread
    case keys(SealKeys)

    /// Under the current key, or in plain where there is none. Nothing stays nothing.
    public func close(_ secret: Secret, _ binding: SealBinding) -> StoredSecret {
        switch self {
        case .off, .unread: return .plain(secret)
        case .keys(let keys): return secret.isEmpty ? .plain(secret) : .sealed(keys.current.seal(secret, binding))
        }
    }

    public func open(_ stored: StoredSecret, _ binding: SealBinding) throws(SealFault) -> Secret {
        switch stored {
        case .plain(let secret): return secret
        case .sealed(let sealed): return try key(sealed.keyID).open(sealed, binding)
        }
    }

    /// `new` as it is to be recorded over `former`: what is sealed and still the same is left as it stands. Without a new one, the
    /// former stays.
    func renewed(_ former: StoredSecret?, with new: Secret?, _ binding: SealBinding) -> StoredSecret? {
        guard let new else { return former }
        if let former, former.isSealed, (try? open(former, binding)) == new { return former }
        return close(new, binding)
    }

    /// Whether everything that is sealed under these keys can be opened; what is missing is thrown.
    public func check(_ keyIDs: [String]) throws(SealFault) {
        if case .unread = self { return }
        for id in keyIDs { _ = try key(id) }
    }

    private func key(_ id: String) throws(SealFault) -> SealKey {
        switch self {
        case .off: throw .noKey(wanted: id)
        case .unread: throw .unread(wanted: id)
        case .keys(let keys):
            guard let key = keys.all.first(where: { $0.id.utf8.elementsEqual(id.utf8) }) else {
                throw .otherKey(wanted: id, given: keys.all.map(\.id))
            }
            return key
        }
    }
}

/// The keys of a project.
public struct SealKeys: Sendable {
    /// Everything is sealed with it.
    public let current: SealKey
    /// What is still sealed with these can be opened.
    public let previous: [SealKey]

    public init(current: SealKey, previous: [SealKey] = []) {
        self.current = current
        self.previous = previous
    }

    var all: [SealKey] { [current] + previous }
}

/// One key, as what can be done with it: AES-256-GCM, with a random nonce for each secret.
public struct SealKey: Sendable {
    /// Names the key in public: the first eight hexadecimal digits of its SHA-256.
    public let id: String
    private let sealing: Sealing
    private let opening: Opening

    /// Plain bytes and additional data to nonce, ciphertext and tag.
    public typealias Sealing = @Sendable (_ plain: [UInt8], _ additional: [UInt8]) -> [UInt8]
    /// The way back; `nil` if not every byte of both is what it was.
    public typealias Opening = @Sendable (_ sealed: [UInt8], _ additional: [UInt8]) -> [UInt8]?

    /// - Parameter hash: SHA-256 of the key.
    public init(hash: [UInt8], seal: @escaping Sealing, open: @escaping Opening) {
        id = Hex.text(hash.prefix(4))
        sealing = seal
        opening = open
    }

    func seal(_ secret: Secret, _ binding: SealBinding) -> SealedSecret {
        SealedSecret(keyID: id, sealed: secret.expose { sealing($0, binding.bytes) })
    }

    func open(_ sealed: SealedSecret, _ binding: SealBinding) throws(SealFault) -> Secret {
        guard let bytes = sealed.sealed, let plain = opening(bytes, binding.bytes) else { throw .changed(key: id) }
        return Secret(plain)
    }
}

/// What a sealed text belongs to. It opens there and nowhere else: copied to another client, member or state, it is refused.
public struct SealBinding: Hashable, Sendable {
    /// The additional data: a JSON array of strings, in which one text cannot pass for two.
    public let bytes: [UInt8]

    private init(_ parts: [String]) { bytes = JSONValue.array(parts.map { .string($0) }).canonicalBytes }

    /// A credential of a registration, by its member's name in state.
    public static func credential(_ member: CredentialMember, of registration: RegistrationID, lineage: String) -> SealBinding {
        SealBinding([lineage, registration.text, member.rawValue])
    }

    /// What came of the answer to a call.
    public static func answer(to call: OperationID, lineage: String) -> SealBinding { SealBinding([lineage, call.text]) }
}

public enum CredentialMember: String, Hashable, Sendable, CaseIterable {
    case clientSecret = "client_secret"
    case registrationAccessToken = "registration_access_token"
    /// The one before it, of this registration; it may be dead, or the only one that is good.
    case replacedClientSecret = "replaced_client_secret"
    case replacedRegistrationAccessToken = "replaced_registration_access_token"

    /// As state has them, ascending by bytes.
    static let names = allCases.map(\.rawValue)

    /// Those that servers issue.
    static let issued: [CredentialMember] = [.clientSecret, .registrationAccessToken]

    /// Where the one before it is kept. What was replaced is not remembered any further.
    var replaced: CredentialMember {
        switch self {
        case .clientSecret, .replacedClientSecret: .replacedClientSecret
        case .registrationAccessToken, .replacedRegistrationAccessToken: .replacedRegistrationAccessToken
        }
    }
}
