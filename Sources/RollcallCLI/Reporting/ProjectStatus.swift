import OAuthRegistration
import RollcallCore
import StrictJSON

/// What `status` says of a state.
struct ProjectStatus {
    /// In label order.
    let clients: [Client]
    /// Oldest first.
    let doubts: [Doubt]
    let orphans: [FormerRegistration]
    /// Seconds since 1970.
    let now: Int
    let lineage: String
    let serial: Int
    let seal: SealStatus
    /// Of the state.
    let path: String

    struct Client {
        let label: ClientLabel
        let record: RecordedClient
        let expiry: SecretExpiry
        /// Of its registration.
        let registrationExpiry: SecretExpiry
        /// Fields that the server granted otherwise than requested. Ascending.
        let substituted: [FieldChange]
        /// Requested fields that the server is known never to show as they are. Ascending.
        let unverifiable: [JSONString]
        /// Those of them that it does show, as something else.
        let shownOtherwise: [JSONString]
        /// Whether a call for it is in doubt.
        let isInDoubt: Bool
    }

    /// - Parameter now: seconds since 1970.
    init(_ state: StateDocument, of project: Project, at place: StatePlace, now: Int) {
        seal = SealStatus(state, isNamed: place.key.isNamed)
        path = place.path
        doubts = state.sortedDoubts
        orphans = state.orphans
        self.now = now
        lineage = state.lineage
        serial = state.serial
        let traits = state.servers.mapValues { record in
            ServerTraits(profile: record.knownProfile, evidence: record.learned)
        }
        let profiles = Dictionary(state.servers.keys.map { ($0, state.profile(of: $0, in: project)) }) { first, _ in first }
        let doubtful = Set(doubts.map(\.intent.label))
        clients = state.recordedClients.map { label, record in
            Client(
                label: label, record: record, expiry: SecretExpiry(record, now: now),
                registrationExpiry: SecretExpiry(ofRegistration: record, at: profiles[record.server] ?? .generic, now: now),
                substituted: Learning.substitutions(requested: record.requested, granted: record.granted),
                unverifiable: record.requested.names.filter { traits[record.server]?.fate(of: $0)?.isUnverifiable ?? false },
                shownOtherwise: record.requested.names.filter {
                    [.retyped, .wronglyShown].contains(traits[record.server]?.fate(of: $0))
                },
                isInDoubt: doubtful.contains(label))
        }
    }
}

extension FieldQuirk.Fate {
    fileprivate var isUnverifiable: Bool {
        switch self {
        case .hidden, .retyped, .wronglyShown: true
        case .rewritten, .respelled: false
        }
    }
}
