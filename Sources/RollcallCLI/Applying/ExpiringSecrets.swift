import RollcallCore
import RollcallIO
import StrictJSON

/// Clients of a plan whose secret has expired or soon will, told once for each server: no call renews one (RFC 7592 has none), so what is
/// to be done wants time. A client that the plan replaces or takes away is not among them.
struct ExpiringSecrets {
    private var labels: [Group: [(label: ClientLabel, at: Timestamp)]] = [:]

    private struct Group: Hashable {
        let server: String
        let hasExpired: Bool
    }

    /// - Parameter now: seconds since 1970.
    init(_ plan: Plan, in state: StateDocument?, _ options: PlanOptions, now: Int) {
        let leaving = Set(plan.changes.filter(\.endsRegistration).map { $0.movedFrom ?? $0.label })
        for (label, client) in state?.expiringClients ?? [] where !leaving.contains(label) && options.holds(label, client) {
            switch SecretExpiry(client, now: now) {
            case .none, .unknown, .never: break
            case .expired(let at): labels[Group(server: client.server, hasExpired: true), default: []].append((label, at))
            case .expires(let at, inDays: let days) where days < SecretExpiry.soon:
                labels[Group(server: client.server, hasExpired: false), default: []].append((label, at))
            case .expires: break
            }
        }
    }

    var diagnostics: Diagnostics {
        Diagnostics(labels.map { diagnostic($0.key, $0.value) }.sorted { $0.detail < $1.detail })
    }

    private func diagnostic(_ group: Group, _ clients: [(label: ClientLabel, at: Timestamp)]) -> Diagnostic {
        let names = clients.prefix(10).map { "\($0.label) (\($0.at))" }.joined(separator: ", ")
        let more = clients.count > 10 ? ", and \(clients.count - 10) more" : ""
        let verb = group.hasExpired ? "has expired" : "expires within \(SecretExpiry.soon) days"
        return Diagnostic(
            .secretExpires,
            "At the server \"\(group.server)\", the client secret \(verb) of \(names)\(more). From then on the client cannot "
                + "authenticate with it (RFC 7591, section 3.2.1), and some servers remove the client.",
            hint: "where the server does not renew it, register the client anew, while both can be used:\n"
                + "  rollcall apply --replace \(clients[0].label) --keep-former",
            client: clients.count == 1 ? clients[0].label : nil)
    }
}

extension Change {
    /// Of the client itself.
    var endsRegistration: Bool {
        switch action {
        case .replace, .forget: true
        case .delete: reason != .formerRemains
        case .register, .update, .record, .blocked, .nothing: false
        }
    }
}

extension PlanOptions {
    func holds(_ label: ClientLabel, _ client: RecordedClient) -> Bool {
        (labels.isEmpty || labels.contains(label)) && tags.allSatisfy { client.tags[$0.key]?.string == $0.value }
    }
}
