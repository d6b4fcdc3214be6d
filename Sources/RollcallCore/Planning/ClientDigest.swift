import OAuthRegistration
import StrictJSON

/// Names a client's record as a plan saw it: SHA-256 of what a plan depends on. Credentials are no part of it, so a rotated token
/// makes no plan stale, and a plan holds nothing that a secret could be guessed from.
public enum ClientDigest {
    /// `sha256:` and 64 hex digits.
    public static func of(_ client: RecordedClient, digest: Digest) -> String {
        let covered: JSONObject = [
            "client_id": .string(client.clientID),
            "granted": .object(client.granted.members),
            "protect": .bool(client.protect),
            "registration": .string(client.registration.text),
            "requested": .object(client.requested.members),
            "server": .string(client.server),
            "tags": .object(client.tags),
        ]
        return DigestLine.text(of: covered.canonicalBytes[...], digest)
    }
}
