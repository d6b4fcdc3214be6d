public import StrictJSON

/// Client metadata as RFC 7591, section 2 means it: what is asked of a server about a client, or what it granted.
/// It never holds a credential; what the server issues is in `ClientInformation`.
public struct ClientMetadata: Hashable, Sendable {
    public var members: JSONObject

    public init(_ members: JSONObject = [:]) { self.members = members }

    public subscript(name: JSONString) -> JSONValue? {
        get { members[name] }
        set { members[name] = newValue }
    }

    /// Ascending by bytes.
    public var names: [JSONString] { members.names }

    public var canonicalBytes: [UInt8] { members.canonicalBytes }

    /// What a server issues beside the metadata (RFC 7591, section 3.2.1; RFC 7592, section 3). None of these may stand in a
    /// manifest.
    public static let issuedMembers: [JSONString] = [
        "client_id", "client_id_issued_at", "client_secret", "client_secret_expires_at", "registration_access_token",
        "registration_client_uri",
    ]

    /// What an update's body must not hold (RFC 7592, section 2.2).
    public static let membersForbiddenInUpdate: [JSONString] = [
        "client_id_issued_at", "client_secret_expires_at", "registration_access_token", "registration_client_uri",
    ]
}
