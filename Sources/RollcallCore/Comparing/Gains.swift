import OAuthRegistration
import StrictJSON

/// Fields that nobody declared and with which somebody could take a client over: where answers go, what keys it is known by,
/// what grants it may use. An undeclared field is the server's, and never a change; that one of these gained something is a warning.
enum Gains {
    static let watched: [JSONString] = ["grant_types", "jwks", "jwks_uri", "redirect_uris"]

    /// Whether the answer to a write shows anything of what was asked for. One that does not is short, and says nothing of what else there was.
    static func shows(_ granted: ClientMetadata, of requested: ClientMetadata) -> Bool {
        requested.names.isEmpty || requested.names.contains { granted.value(of: $0) != nil }
    }

    /// Ascending by name.
    static func found(
        observed: ClientMetadata, granted: ClientMetadata, where isUndeclared: (JSONString) -> Bool
    ) -> [FieldChange] {
        watched.compactMap { name in
            guard isUndeclared(name), gained(name, observed[name], since: granted[name]) else { return nil }
            return FieldChange(name, .gained, granted: granted[name], observed: observed[name])
        }
    }

    private static func gained(_ name: JSONString, _ observed: JSONValue?, since granted: JSONValue?) -> Bool {
        guard let now = FieldCatalog.normalized(name, observed) else { return false }
        let before = FieldCatalog.normalized(name, granted)
        if let elements = now.array, let known = before?.array { return elements.contains { !known.contains($0) } }
        return now != before
    }
}
