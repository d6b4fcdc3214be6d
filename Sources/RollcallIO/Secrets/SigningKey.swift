import JWTKit
public import OAuthRegistration
public import RollcallCore
public import StrictJSON

/// A private key with which a client of ours proves itself (RFC 7523): PEM, or a JSON Web Key. A key on an elliptic curve signs with the one
/// algorithm of its curve (ES256, ES384, ES512); an RSA key with one that the server takes, or RS256 where nobody knows; a JSON Web Key with the
/// one that it names in `alg`, if it does.
public struct SigningKey: Sendable {
    private let keys: JWTKeyCollection
    private let identifier: JWKIdentifier?
    /// What it signs with (RFC 7518, section 3.1).
    public let algorithm: String

    /// That it can sign is tried once. What is wrong with a key is not told: it could tell of the key.
    ///
    /// - Parameter taken: what the server declares to take, if it does.
    public init(_ key: Secret, takenBy taken: [JSONString]?) async throws(SigningKeyFailure) {
        keys = JWTKeyCollection()
        let text = key.expose { String(decoding: $0, as: UTF8.self) }
        let rsa = RSASignature.allCases.first { taken?.contains(JSONString($0.rawValue)) ?? false } ?? .rs256
        do {
            if let members = (try? JSONReader.read(Array(text.utf8)))?.object {
                let key = try Self.named(members, rsa)
                (identifier, algorithm) = (members["kid"]?.text.map { JWKIdentifier(string: $0) }, key["alg"]?.text ?? "")
                let set: JSONObject = ["keys": .array([.object(key)])]
                try await keys.add(jwksJSON: String(decoding: set.canonicalBytes, as: UTF8.self))
            } else {
                identifier = nil
                algorithm = try await Self.add(text, rsa, to: keys)
            }
            _ = try await keys.sign(Claims(clientID: "", audience: "", now: 0), kid: identifier)
        } catch {
            throw SigningKeyFailure()
        }
    }

    /// Good for two minutes, and for one request.
    ///
    /// - Parameter now: seconds since 1970.
    public func assertion(of clientID: String, for audience: String, now: Int) async -> Secret? {
        let claims = Claims(clientID: clientID, audience: audience, now: now)
        return (try? await keys.sign(claims, kid: identifier)).map { Secret($0) }
    }

    /// Signatures that any RSA key can make, the most widely taken first.
    private enum RSASignature: String, CaseIterable {
        case rs256 = "RS256"
        case ps256 = "PS256"
        case rs384 = "RS384"
        case ps384 = "PS384"
        case rs512 = "RS512"
        case ps512 = "PS512"

        func add(_ key: Insecure.RSA.PrivateKey, to keys: JWTKeyCollection) async {
            switch self {
            case .rs256: await keys.add(rsa: key, digestAlgorithm: .sha256)
            case .rs384: await keys.add(rsa: key, digestAlgorithm: .sha384)
            case .rs512: await keys.add(rsa: key, digestAlgorithm: .sha512)
            case .ps256: await keys.add(pss: key, digestAlgorithm: .sha256)
            case .ps384: await keys.add(pss: key, digestAlgorithm: .sha384)
            case .ps512: await keys.add(pss: key, digestAlgorithm: .sha512)
            }
        }
    }

    /// - Returns: what the key signs with.
    private static func add(_ pem: String, _ rsa: RSASignature, to keys: JWTKeyCollection) async throws -> String {
        if let key = try? Insecure.RSA.PrivateKey(pem: pem) {
            await rsa.add(key, to: keys)
            return rsa.rawValue
        } else if let key = try? ES256PrivateKey(pem: pem) {
            await keys.add(ecdsa: key)
            return "ES256"
        } else if let key = try? ES384PrivateKey(pem: pem) {
            await keys.add(ecdsa: key)
            return "ES384"
        }
        await keys.add(ecdsa: try ES512PrivateKey(pem: pem))
        return "ES512"
    }

    /// The library wants a name and an algorithm of each key, which a key by itself need not have (RFC 7517, section 4).
    private static func named(_ members: JSONObject, _ rsa: RSASignature) throws -> JSONObject {
        var key = members
        if key["kid"] == nil { key["kid"] = "rollcall" }
        if key["alg"] == nil {
            key["alg"] = key["crv"]?.string.map { algorithms[$0].map(JSONValue.string) } ?? .string(JSONString(rsa.rawValue))
        }
        guard key["d"] != nil else { throw SigningKeyFailure() }
        return key
    }

    private static let algorithms: [JSONString: JSONString] = [
        "P-256": "ES256", "P-384": "ES384", "P-521": "ES512", "Ed25519": "EdDSA",
    ]

    /// RFC 7523, section 3.
    private struct Claims: JWTPayload {
        let iss: String
        let sub: String
        let aud: String
        let jti: String
        let iat: Int
        let exp: Int

        init(clientID: String, audience: String, now: Int) {
            (iss, sub, aud) = (clientID, clientID, audience)
            jti = String(UInt64.random(in: .min ... .max), radix: 36) + String(UInt64.random(in: .min ... .max), radix: 36)
            (iat, exp) = (now, now + 120)
        }

        func verify(using algorithm: some JWTAlgorithm) {}
    }
}

/// The key cannot sign.
public struct SigningKeyFailure: Error, Hashable, Sendable {
    public func diagnostic(at key: String, _ location: SourceLocation?) -> Diagnostic {
        Diagnostic(
            .signingKeyUnusable,
            "private_key under client_credentials of the server \"\(key)\" is no RSA key of 2048 bits or more and no EC key, private, in "
                + "PEM or as a JSON Web Key, without a passphrase.",
            hint: "write a key such as one of: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256", at: location)
    }
}
