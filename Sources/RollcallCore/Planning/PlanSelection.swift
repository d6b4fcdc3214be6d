import StrictJSON

/// What of the project a plan is about: labels and tags that a person named.
struct PlanSelection {
    private let labels: Set<ClientLabel>
    private let tags: [PlanOptions.Tag]
    private let replace: Set<ClientLabel>
    let keepsFormer: Bool

    /// Each label must name a client, or a plan of nothing would look like success.
    init(_ options: PlanOptions, among clients: ClientJoin, doubts: [ClientLabel: Intent], diagnostics: inout Diagnostics) {
        labels = Set(options.labels)
        tags = options.tags
        replace = Set(options.replace)
        keepsFormer = options.keepsFormer
        for label in options.labels where !clients.isDeclared(label) && !clients.isRecorded(label) && doubts[label] == nil {
            diagnostics.report(
                Diagnostic(
                    .clientUnknown, "No client \"\(label)\" is declared or recorded.", hint: "rollcall status lists them",
                    client: label))
        }
        for label in options.replace { check(replacing: label, among: clients, diagnostics: &diagnostics) }
    }

    /// A declared client is selected by the tags it is to have, any other by those it is recorded with; one that moves by
    /// either label.
    func holds(_ client: PlannedClient) -> Bool {
        let isNamed = labels.isEmpty || labels.contains(client.label) || client.movedFrom.map(labels.contains) ?? false
        return isNamed && isTagged(client.tags)
    }

    private func isTagged(_ tags: JSONObject) -> Bool { self.tags.allSatisfy { tags[$0.key]?.string == $0.value } }

    func replaces(_ client: PlannedClient) -> Bool { replace.contains(client.label) }

    private func check(replacing label: ClientLabel, among clients: ClientJoin, diagnostics: inout Diagnostics) {
        if !clients.isDeclared(label) {
            diagnostics.report(
                Diagnostic(
                    .clientUnknown, "\"\(label)\" cannot be replaced: no manifest declares it.",
                    hint: "declare it, or leave out --replace \(label)", client: label))
        } else if !labels.isEmpty, !labels.contains(label) {
            diagnostics.report(
                Diagnostic(
                    .clientUnknown, "\"\(label)\" cannot be replaced by a plan that is not about it.",
                    hint: "name it among the labels too", client: label))
        } else if let client = clients.declared(label), !isTagged(client.tags) {
            diagnostics.report(
                Diagnostic(
                    .clientUnknown, "\"\(label)\" cannot be replaced by a plan that is not about it: it lacks a tag of --select.",
                    hint: "leave out --select, or --replace \(label)", client: label))
        }
    }
}
