public import OAuthRegistration
import StrictJSON

/// What a server shows of one recorded client now, held against what was requested and granted. An edit that waits in the manifest is
/// no drift, and a value that the manifest asks for is none either: the next plan records it.
///
/// | the server | standing |
/// |---|---|
/// | shows every declared field as it was granted, or as it is wanted | as granted |
/// | shows one that is neither | drifted |
/// | says that the client was there and is gone | gone |
/// | refuses the read, or does not answer | unreadable: gone, or a dead token, or an outage |
/// | was not asked | not asked: there is no way to, or a read would cost the token |
/// | was sent a call whose answer was lost | in doubt, whatever it shows |
public struct ClientDrift: Hashable, Sendable {
    /// The one it is recorded under.
    public var label: ClientLabel
    public var server: String
    public var standing: Standing
    /// Ascending by name; notes are among them. `desired` is the manifest's.
    public var fields: [FieldChange]
    /// Whether an update can put it right, as far as is known.
    public var canBeUpdated: Bool

    public enum Standing: Hashable, Sendable {
        case asGranted
        case drifted
        case unreadable(ObservedClient.Reason)
        /// The server says that it was there and is no more.
        case gone(Refusal)
        case notAsked(Omission)
        case inDoubt(OperationID)

        /// One word, for reports.
        public var name: String {
            switch self {
            case .asGranted: "as_granted"
            case .drifted: "drifted"
            case .unreadable: "unreadable"
            case .gone: "gone"
            case .notAsked: "not_asked"
            case .inDoubt: "in_doubt"
            }
        }
    }

    /// Why a client was not asked about, or could not be. Nothing is wrong with it for that.
    public enum Omission: String, Hashable, Sendable {
        /// Each read there replaces the client's token.
        case rotating
        /// No address, or no token.
        case unmanaged
        /// The server has no GET.
        case noRead = "no_read"
    }
}

extension ClientDrift {
    /// - Parameters:
    ///   - desired: what the manifest says of it; `nil` if it declares it no longer.
    ///   - doubt: a call about it that may have changed it.
    init(
        _ label: ClientLabel, _ recorded: RecordedClient, desired: DesiredClient?, server: String, observed: ObservedClient,
        isByAdministrator: Bool, doubt: OperationID?, traits: ServerTraits
    ) {
        (self.label, self.server, fields, canBeUpdated) = (label, server, [], traits.updates != false)
        standing = doubt.map(Standing.inDoubt) ?? Self.standing(of: observed, toAdministrator: isByAdministrator, traits)
        guard case .asGranted = standing, case .present(let shown) = observed else { return }
        fields = Self.fields(recorded, desired, shown, traits)
        if fields.contains(where: { $0.cause == .drifted }) { standing = .drifted }
    }

    /// Its fields apart.
    private static func standing(
        of observed: ObservedClient, toAdministrator isAdministrator: Bool, _ traits: ServerTraits
    ) -> Standing {
        switch observed {
        case .present: .asGranted
        case .notAsked: .notAsked(.rotating)
        case .unreadable(.unmanaged): .notAsked(.unmanaged)
        case .unreadable(.refused(let refusal)) where refusal.isMissingMethod: .notAsked(.noRead)
        case .unreadable(.refused(let refusal)) where traits.reads == false && refusal.showsNoClient: .notAsked(.noRead)
        case .unreadable(.refused(let refusal))
        where RefusedRead(refusal, at: traits, toAdministrator: isAdministrator).isOfAbsence:
            .gone(refusal)
        case .unreadable(let reason): .unreadable(reason)
        }
    }

    private static func fields(
        _ recorded: RecordedClient, _ desired: DesiredClient?, _ shown: ClientMetadata, _ traits: ServerTraits
    ) -> [FieldChange] {
        // With what was asked for in the manifest's place, nothing is an edit.
        let asked = Change.Target(
            metadata: recorded.requested, tags: recorded.tags, protect: recorded.protect, ignore: desired?.ignore ?? [])
        let comparison = ClientComparison(
            desired: asked, requested: recorded.requested, granted: recorded.granted, observed: shown, traits: traits)
        return comparison.fields.compactMap { field in
            var field = field
            guard let desired else { return field }
            let wanted = desired.metadata.value(of: field.name)
            if field.cause.isDeparture, FieldCatalog.agree(field.name, shown.value(of: field.name), wanted) { return nil }
            field.desired = wanted
            return field
        }
    }
}

extension FieldChange.Cause {
    /// Whether it says that the server shows something else than was granted.
    fileprivate var isDeparture: Bool {
        switch self {
        case .drifted, .ignored, .gained: true
        case .edited, .substituted, .unverifiable: false
        }
    }
}
