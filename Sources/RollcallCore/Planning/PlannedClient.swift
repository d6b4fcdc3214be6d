import OAuthRegistration
import StrictJSON

/// One client with everything that a plan knows of it.
struct PlannedClient {
    let label: ClientLabel
    let desired: DesiredClient?
    let recorded: RecordedClient?
    /// The label it is recorded under, if that is another one.
    let movedFrom: ClientLabel?
    /// A call for it that is in doubt.
    let doubt: Intent?
    /// The key that the plan calls its server by.
    let server: String
    let reading: Reading
    let digest: Digest

    /// What an observation is worth to a plan.
    enum Reading: Hashable {
        case shown(ClientMetadata)
        /// The server says that it was there and is no more.
        case gone
        case unreadable
        /// Nobody asked, or there is no way to ask: what is recorded counts.
        case notAsked

        var shown: ClientMetadata? { if case .shown(let metadata) = self { metadata } else { nil } }

        /// Where no read works, a refusal says nothing of the client.
        ///
        /// - Parameter isAdministrator: it was an administrator who asked.
        init(_ observed: ObservedClient, at traits: ServerTraits, toAdministrator isAdministrator: Bool) {
            self =
                switch observed {
                case .present(let metadata): .shown(metadata)
                case .notAsked, .unreadable(.unmanaged): .notAsked
                case .unreadable(.refused(let refusal)) where refusal.isMissingMethod: .notAsked
                case .unreadable(.refused(let refusal)) where traits.reads == false && refusal.showsNoClient: .notAsked
                case .unreadable(.refused(let refusal))
                where RefusedRead(refusal, at: traits, toAdministrator: isAdministrator).isOfAbsence: .gone
                case .unreadable(.refused): .unreadable
                case .unreadable(.noAnswer), .unreadable(.inDoubt): .unreadable
                }
        }
    }

    /// What it is selected by.
    var tags: JSONObject { desired?.tags ?? recorded?.tags ?? doubt?.tags ?? [:] }

    /// Whether state says something else of it than the manifest, its fields apart.
    var recordDiffers: Bool {
        guard let desired, let recorded else { return false }
        return movedFrom != nil || desired.tags != recorded.tags || desired.protect != recorded.protect
    }

    /// `nil` unless it is declared and recorded.
    func comparison(observed: ClientMetadata?, traits: ServerTraits) -> ClientComparison? {
        guard let desired, let recorded else { return nil }
        return ClientComparison(
            desired: Change.Target(desired), requested: recorded.requested, granted: recorded.granted, observed: observed,
            traits: traits)
    }

    /// One field of it in all its tenses, as an edit.
    func change(of name: JSONString) -> FieldChange {
        FieldChange(
            name, .edited, desired: desired?.metadata.value(of: name), requested: recorded?.requested.value(of: name),
            granted: recorded?.granted.value(of: name), observed: reading.shown?.value(of: name))
    }

    func change(_ action: Change.Action, _ reason: Change.Reason, _ fields: [FieldChange] = []) -> Change {
        Change(
            label: label, action: action, reason: reason, server: server, fields: fields,
            desired: desired.map(Change.Target.init), movedFrom: movedFrom,
            recorded: recorded.map { ClientDigest.of($0, digest: digest) })
    }
}

extension Change.Target {
    public init(_ client: DesiredClient) {
        self.init(metadata: client.metadata, tags: client.tags, protect: client.protect, ignore: client.ignore)
    }
}
