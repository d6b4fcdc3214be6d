public import OAuthRegistration
public import StrictJSON

/// Between plan and update somebody else may have changed the client. An update is composed of what is there, so it would send
/// the declared fields as the manifest has them and wipe that change unseen: it is refused instead.
public enum UpdateGuard {
    /// Declared fields that differ at the server from what was granted and from what is desired, and that the plan does not
    /// mention. Ascending.
    public static func unmentionedDrift(
        observed: ClientMetadata, client: RecordedClient, target: Change.Target, mentioned: [JSONString], traits: ServerTraits
    ) -> [JSONString] {
        target.metadata.names.filter { name in
            guard traits.fate(of: name) == nil, !mentioned.contains(name), !target.ignore.contains(name) else { return false }
            let now = observed[name]
            return !FieldCatalog.agree(name, now, client.granted[name]) && !FieldCatalog.agree(name, now, target.metadata[name])
        }
    }
}
