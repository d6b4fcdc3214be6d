public import OAuthRegistration
public import StrictJSON

/// Between plan and update somebody else may have changed the client. An update is composed of what is there, so it would send
/// the declared fields as the manifest has them and wipe that change unseen: it is refused instead.
public enum UpdateGuard {
    /// Declared fields that have drifted, as `observed` shows them now, and that the plan neither repairs nor edits. Ascending.
    /// - Parameter planned: the fields of the plan's change; a note among them is no mention.
    public static func unmentionedDrift(
        observed: ClientMetadata, client: RecordedClient, target: Change.Target, planned: [FieldChange], traits: ServerTraits
    ) -> [JSONString] {
        let comparison = ClientComparison(
            desired: target, requested: client.requested, granted: client.granted, observed: observed, traits: traits)
        let mentioned = planned.filter(\.isToBeSent).map { FieldName($0.name) }
        return comparison.fields.filter { $0.cause == .drifted && !mentioned.contains(FieldName($0.name)) }.map(\.name)
    }
}

extension FieldChange {
    /// Whether an update is about this field, and not only says something of it.
    public var isToBeSent: Bool {
        switch cause {
        case .edited, .drifted: true
        case .substituted, .unverifiable, .ignored, .gained: false
        }
    }
}
