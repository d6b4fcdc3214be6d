import JWTKit
public import OAuthRegistration
public import RollcallCore
import StrictJSON

/// A private key with which a client of ours proves itself (RFC 7523): PEM, or a JSON Web Key. Which algorithm it signs with follows from
/// the key: RS256, ES256, ES384 or ES512; a JSON Web Key may name another of its kind in `alg`, such as PS256.
public struct SigningKey: Sendable {
    private let keys: JWTKeyCollection
    private let identifier: JWKIdentifier?

    /// That it can sign is tried once. What is wrong with a key is not told: it could tell of the key.
    public init(_ key: Secret) async throws(SigningKeyFailure) {
        keys = JWTKeyCollection()
        let text = key.expose { String(decoding: $0, as: UTF8.self) }
        do {
            if let members = (try? JSONReader.read(Array(text.utf8)))?.object {
                identifier = members["kid"]?.text.map { JWKIdentifier(string: $0) }
                try await keys.add(jwksJSON: try Self.keySet(members))
            } else {
                identifier = nil
                try await Self.add(text, to: keys)
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

    private static func add(_ pem: String, to keys: JWTKeyCollection) async throws {
        if let key = try? Insecure.RSA.PrivateKey(pem: pem) {
            await keys.add(rsa: key, digestAlgorithm: .sha256)
        } else if let key = try? ES256PrivateKey(pem: pem) {
            await keys.add(ecdsa: key)
        } else if let key = try? ES384PrivateKey(pem: pem) {
            await keys.add(ecdsa: key)
        } else {
            await keys.add(ecdsa: try ES512PrivateKey(pem: pem))
        }
    }

    /// The library wants a name and an algorithm of each key, which a key by itself need not have (RFC 7517, section 4).
    private static func keySet(_ members: JSONObject) throws -> String {
        var key = members
        if key["kid"] == nil { key["kid"] = "rollcall" }
        if key["alg"] == nil { key["alg"] = algorithms[key["crv"]?.string ?? "RSA"].map(JSONValue.string) }
        guard key["d"] != nil else { throw SigningKeyFailure() }
        let set: JSONObject = ["keys": .array([.object(key)])]
        return String(decoding: set.canonicalBytes, as: UTF8.self)
    }

    private static let algorithms: [JSONString: JSONString] = [
        "RSA": "RS256", "P-256": "ES256", "P-384": "ES384", "P-521": "ES512", "Ed25519": "EdDSA",
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
