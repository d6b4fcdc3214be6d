public import OAuthRegistration
public import StrictJSON

/// A client as the manifest wants it: defaults and client merged, every `null` gone.
public struct DesiredClient: Hashable, Sendable {
    public var label: ClientLabel
    /// The key of one of the project's servers.
    public var server: String
    /// Values are strings.
    public var tags: JSONObject
    public var protect: Bool
    /// Names of metadata fields whose drift is no change. Ascending.
    public var ignore: [JSONString]
    public var metadata: ClientMetadata
    public var location: SourceLocation

    public init(
        label: ClientLabel, server: String, tags: JSONObject = [:], protect: Bool = false, ignore: [JSONString] = [],
        metadata: ClientMetadata, location: SourceLocation
    ) {
        self.label = label
        self.server = server
        self.tags = tags
        self.protect = protect
        self.ignore = ignore
        self.metadata = metadata
        self.location = location
    }
}
