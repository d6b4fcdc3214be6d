import OAuthRegistration
import RollcallCore
import RollcallIO
import StrictJSON

/// Clients of a plan whose registration is over, or soon will be, by what their server's profile says: told once for each server, since no
/// update renews one. A client that the plan replaces or takes away is not among them.
struct ExpiringRegistrations {
    private var labels: [Group: [(label: ClientLabel, at: Timestamp)]] = [:]

    private struct Group: Hashable {
        let server: String
        let profile: String
        let isOver: Bool
    }

    /// - Parameter now: seconds since 1970.
    init(_ plan: Plan, in state: StateDocument?, of project: Project, _ options: PlanOptions, now: Int) {
        guard let state else { return }
        let profiles = state.servers.keys.map { ($0, state.profile(of: $0, in: project)) }
        let limited = Dictionary(profiles.filter { $1.registrationLifetime != nil }) { first, _ in first }
        if limited.isEmpty { return }
        let leaving = Set(plan.changes.filter(\.endsRegistration).map { $0.movedFrom ?? $0.label })
        for (label, client) in state.recordedClients where !leaving.contains(label) && options.holds(label, client) {
            guard let profile = limited[client.server] else { continue }
            switch SecretExpiry(ofRegistration: client, at: profile, now: now) {
            case .expired(let at):
                labels[Group(server: client.server, profile: profile.name, isOver: true), default: []].append((label, at))
            case .expires(let at, inDays: let days) where days < SecretExpiry.soon:
                labels[Group(server: client.server, profile: profile.name, isOver: false), default: []].append((label, at))
            case .none, .unknown, .never, .expires: break
            }
        }
    }

    var diagnostics: Diagnostics {
        Diagnostics(labels.map { diagnostic($0.key, $0.value) }.sorted { $0.detail < $1.detail })
    }

    private func diagnostic(_ group: Group, _ clients: [(label: ClientLabel, at: Timestamp)]) -> Diagnostic {
        let names = clients.prefix(10).map { "\($0.label) (\($0.at))" }.joined(separator: ", ")
        let more = clients.count > 10 ? ", and \(clients.count - 10) more" : ""
        let when = group.isOver ? "That is over" : "That is within \(SecretExpiry.soon) days"
        return Diagnostic(
            .registrationExpires,
            "By its profile \(group.profile), the server \"\(group.server)\" removes a registration some time after it was made, and no update "
                + "renews it. \(when) for \(names)\(more).",
            hint: group.isOver
                ? "see whether it is still there:\n  rollcall drift \(clients[0].label)"
                : "register the client anew, while both can be used:\n  rollcall apply --replace \(clients[0].label) --keep-former",
            client: clients.count == 1 ? clients[0].label : nil)
    }
}
