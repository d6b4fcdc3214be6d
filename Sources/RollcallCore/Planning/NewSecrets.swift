import OAuthRegistration

/// Servers that issue a new client secret when nobody has asked for one: whoever uses the client has to be given it. What a read has brought
/// already is told by who has read.
enum NewSecrets {
    static func warn(of changes: [Change], _ input: PlanInput, _ servers: PlannedServers, diagnostics: inout Diagnostics) {
        let updates = changes.filter { $0.action == .update && hasSecret($0.movedFrom ?? $0.label, input) }
        for (key, labels) in byServer(updates.map { ($0.server, $0.label) }) {
            let traits = servers.traits(of: key)
            guard traits.newSecretOnRead == true || traits.newSecretOnUpdate == true else { continue }
            let call = traits.newSecretOnRead == true ? "each read and each update" : "an update"
            diagnostics.report(warning(.newSecret, "At the server \"\(key)\", \(call) issues a new client secret", labels))
        }
    }

    private static func hasSecret(_ label: ClientLabel, _ input: PlanInput) -> Bool {
        input.state?[label]?.credentials.clientSecret != nil
    }

    private static func warning(_ code: DiagnosticCode, _ what: String, _ labels: [ClientLabel]) -> Diagnostic {
        Diagnostic(
            code,
            "\(what) (RFC 7592, sections 2.1 and 2.2). The former is dead at once: whoever uses "
                + "\(labels.map { "\"\($0)\"" }.joined(separator: ", ")) needs the new one.",
            hint: "hand it over:\n  rollcall credentials \(labels[0])")
    }

    /// Ascending by key; labels in their order.
    private static func byServer(_ clients: [(key: String, label: ClientLabel)]) -> [(key: String, labels: [ClientLabel])] {
        let groups = Dictionary(grouping: clients, by: \.key).sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return groups.map { ($0.key, $0.value.map(\.label)) }
    }
}
