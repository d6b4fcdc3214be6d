import OAuthRegistration

/// What the servers show of the clients that were asked about. Pure: the same manifest, state and observations give the same.
public struct Drift: Hashable, Sendable {
    /// In label order.
    public let clients: [ClientDrift]

    /// - Parameters:
    ///   - labels: recorded ones; ascending.
    ///   - observations: a label that is missing was left out to spare its token.
    public init(
        of labels: [ClientLabel], _ manifest: Manifest, _ state: StateDocument, _ observations: [ClientLabel: ObservedClient]
    ) {
        // What is ambiguous about servers or moves keeps nobody from looking, and the next plan says it.
        var unsaid = Diagnostics()
        let servers = PlannedServers(
            manifest.project, state, endpoints: [:], acceptedOrigins: [], diagnostics: &unsaid)
        let declared = ClientJoin(manifest.sheets, state)
        let moves = Moves(manifest.project.moved, among: declared, doubts: [:], diagnostics: &unsaid)
        let targets = Dictionary(moves.labels.compactMap { label in moves.source(of: label).map { ($0, label) } }) { $1 }
        let doubts = state.doubts.sorted { $0.key < $1.key }.filter { $0.value.intent.operation != .read }
        let doubtful = Dictionary(doubts.map { ($0.value.intent.label, $0.key) }) { first, _ in first }
        clients = labels.compactMap { label in
            guard let recorded = state[label] else { return nil }
            let key = servers.matching.planKey(of: recorded.server)
            return ClientDrift(
                label, recorded, desired: declared.declared(targets[label] ?? label), server: key,
                observed: observations[label] ?? .notAsked,
                isByAdministrator: manifest.project.isManagedByAdministrator(key), doubt: doubtful[label],
                traits: servers.traits(of: key))
        }
    }

    public var hasDrifted: Bool {
        clients.contains {
            switch $0.standing {
            case .drifted, .gone: true
            case .asGranted, .unreadable, .notAsked, .inDoubt: false
            }
        }
    }

    /// Whether somebody does not know what a client is now, and ought to.
    public var leavesOpen: Bool {
        clients.contains {
            switch $0.standing {
            case .unreadable, .inDoubt: true
            case .asGranted, .drifted, .gone, .notAsked: false
            }
        }
    }

    /// What was gained without anybody here having asked for it.
    public var diagnostics: Diagnostics {
        Diagnostics(
            clients.flatMap { client in
                client.fields.filter { $0.cause == .gained }.map { $0.gainDiagnostic(of: client.label) }
            })
    }
}

extension StateDocument {
    /// Recorded clients that are not to be read without need: each read at their server replaces the token that it is sent with, as its
    /// profile or its own answers say; an administrator's is not a client's. One whose read is in doubt is to be read: nobody knows its token.
    public func costlyToRead(_ labels: [ClientLabel], _ project: Project) -> Set<ClientLabel> {
        let (doubted, costly) = (registrationsWithReadInDoubt, serversRotatingOnRead(project))
        if costly.isEmpty { return [] }
        return Set(
            labels.filter { label in
                self[label].map { costly.contains($0.server) && !doubted.contains($0.registration) } ?? false
            })
    }

    private func serversRotatingOnRead(_ project: Project) -> Set<String> {
        Set(
            servers.filter { key, record in
                let declared = project.servers[key].flatMap { project.profile(named: $0.profile) }
                let profile = declared ?? record.knownProfile
                return !project.isManagedByAdministrator(key)
                    && ServerTraits(profile: profile, evidence: record.learned).rotatesOnRead == true
            }.keys)
    }
}
