import OAuthRegistration
import StrictJSON

/// Makes a plan: matches the servers, resolves the moves, joins desired and recorded clients by label, and asks `ClientPlanner`
/// about each that differs. No clock, no disk, no network; every order is fixed.
public enum Planner {
    /// - Parameter diagnostics: what makes the plan ambiguous (errors: it is not to be applied) and what was gained (warnings).
    ///   Limits and protection are checked apart, so that the plan can be shown with them.
    public static func plan(_ input: PlanInput, diagnostics: inout Diagnostics) -> Plan {
        let options = input.options
        let project = input.manifest.project
        let sheets = options.destroy ? [] : input.manifest.sheets
        let clients = ClientJoin(sheets, input.state)
        let doubts = blockingDoubts(input.state)
        let selection = PlanSelection(options, among: clients, doubts: doubts, diagnostics: &diagnostics)
        let moves = options.destroy ? Moves() : Moves(project.moved, among: clients, doubts: doubts, diagnostics: &diagnostics)
        let forgotten = moves.forgotten(project.forgotten, diagnostics: &diagnostics)
        checkForgotten(project.forgotten, among: clients, diagnostics: &diagnostics)

        let servers = PlannedServers(
            project, input.state, endpoints: input.endpoints, acceptedOrigins: options.acceptedOrigins, diagnostics: &diagnostics)
        let shared = SharedClients(in: input.state)
        let planner = ClientPlanner(
            servers: servers, state: input.state, moves: moves, doubts: doubts, observations: input.observations,
            shared: shared, selection: selection, isDestroying: options.destroy, forgotten: forgotten, digest: input.digest)
        let asked = shared.all + moves.labels + project.forgotten + options.replace + doubts.keys + input.observations.keys
        let recordedKeys = sheets.map { sheet in sheet.servers.map { servers.matching.recordedKey(of: $0) } }
        var changes: [Change] = []
        clients.forEachCandidate(asked: ascending(asked), recordedKeys: recordedKeys) { changes += planner.changes($0) }
        for change in changes {
            for field in change.fields where field.cause == .gained {
                diagnostics.report(field.gainDiagnostic(of: change.label))
            }
            if change.reason == .byOmission {
                let traits = servers.traits(of: change.server)
                for field in change.fields { diagnostics.report(field.omissionDiagnostic(of: change.label, at: traits)) }
            }
            if change.reason == .notSupported, let client = clients.declared(change.label) {
                for refusal in servers.support(of: client.server).refusals(of: client.metadata) {
                    diagnostics.report(
                        refusal.diagnostic(severity: .warning, of: client.label, at: client.server, location: client.location))
                }
            }
        }
        for change in changes where change.reason == .replaceRequested {
            let former = (input.state?[change.movedFrom ?? change.label]?.former ?? []).filter(servers.deletes)
            if !former.isEmpty { diagnostics.report(former.diagnostic(replacing: change, keeping: options.keepsFormer)) }
        }
        NewSecrets.warn(of: changes, input, servers, diagnostics: &diagnostics)
        let blocked = Set(changes.filter { $0.reason == .sharedClient }.map { $0.movedFrom ?? $0.label })
        diagnostics.report(contentsOf: shared.diagnostics(.warning, where: blocked.contains, isDeclared: clients.isDeclared))
        return Plan(
            lineage: input.state?.lineage, serial: input.state?.serial, servers: named(changes, servers),
            acceptedOrigins: options.acceptedOrigins, changes: changes)
    }

    /// By label, the first call in doubt. A read in doubt blocks nothing: it changed nothing but, perhaps, the token.
    private static func blockingDoubts(_ state: StateDocument?) -> [ClientLabel: Intent] {
        let intents = (state?.doubts ?? [:]).sorted { $0.key < $1.key }.map(\.value.intent).filter { $0.operation != .read }
        return Dictionary(intents.map { ($0.label, $0) }) { first, _ in first }
    }

    private static func checkForgotten(_ labels: [ClientLabel], among clients: ClientJoin, diagnostics: inout Diagnostics) {
        for label in labels where clients.isDeclared(label) && clients.isRecorded(label) {
            diagnostics.report(
                Diagnostic(
                    .forgottenDeclared,
                    "\"\(label)\" is declared and to be forgotten. Forgotten, it would be registered a second time.",
                    hint: "take it out of forgotten:, or out of the manifests", client: label))
        }
    }

    private static func ascending(_ labels: [ClientLabel]) -> [ClientLabel] {
        var unique: [ClientLabel] = []
        for label in labels.sorted() where label != unique.last { unique.append(label) }
        return unique
    }

    private static func named(_ changes: [Change], _ servers: PlannedServers) -> [String: JSONObject] {
        var names: [String: JSONObject] = [:]
        for change in changes where names[change.server] == nil { names[change.server] = servers.namedBy(change.server) }
        return names
    }
}

extension [FormerRegistration] {
    /// Somebody has a client replaced of which an earlier replace is not at its end.
    fileprivate func diagnostic(replacing change: Change, keeping isKept: Bool) -> Diagnostic {
        let places = map { "\($0.clientID) at \"\($0.server)\"" }.joined(separator: ", ")
        let label = change.label
        return Diagnostic(
            .registrationRemains, severity: .warning,
            "\"\(label)\" was replaced before, and what it was then (\(places)) is still to be deleted. --replace \(label) registers it once more, "
                + (isKept ? "and keeps these, too." : "and deletes these with the present one."),
            hint: "to delete them only, leave out --replace \(label):\n  rollcall apply \(label)", client: label)
    }
}

extension FieldChange {
    /// Of a field that may not be left out.
    fileprivate func omissionDiagnostic(of label: ClientLabel, at traits: ServerTraits) -> Diagnostic {
        let nature = NatureField.allCases.first { $0.name == name }
        let loss = nature?.loss ?? "it is deleted"
        let value = nature?.declaration(of: self, at: traits).canonicalBytes ?? []
        return Diagnostic(
            .changedByOmission,
            "\(name) of the client \"\(label)\" "
                + (desired == nil
                    ? "is no longer declared. Left out of an update, \(loss)"
                    : "is declared as an empty list, and this server takes that for an absent one (profile \(traits.profile.name)): \(loss)")
                + ". That is done only where the manifest says so.",
            hint: "declare what it is to be; as it is now:\n  \(name): \(String(decoding: value, as: UTF8.self))", client: label,
            field: name.text)
    }

    /// An undeclared field with which somebody could take the client over.
    func gainDiagnostic(of label: ClientLabel) -> Diagnostic {
        Diagnostic(
            .fieldGained,
            "At its server, \(name) of the client \"\(label)\" has gained what nobody here asked for. "
                + "With it, somebody else may be able to act as this client.",
            hint: "see who changed it; declare the field to have it kept as it should be", client: label, field: name.text)
    }
}
