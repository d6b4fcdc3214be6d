import OAuthRegistration
import RollcallCore
import StrictJSON

/// A plan as Terraform's users read one: a symbol and a heading for each client, field by field below it, sets as sets.
struct PlanView {
    var style: Style

    /// A change with fields stands by itself; those without follow each other.
    func text(_ plan: Plan) -> String {
        var text = ""
        var isAfterBlock = false
        let staying = Dictionary(
            plan.changes.filter { $0.action == .nothing && Self.staysBehind($0.reason) }.map { ($0.label, $0.reason) }
        ) { first, _ in first }
        let replaced = Set(plan.changes.filter { $0.action == .replace }.map(\.label))
        for change in plan.changes {
            // A replace says what becomes of the former registration.
            if change.action == .nothing, Self.staysBehind(change.reason), replaced.contains(change.label) { continue }
            let fields = fields(change, former: staying[change.label])
            if !text.isEmpty, isAfterBlock || !fields.isEmpty { text += "\n" }
            text += ([heading(change)] + fields).map { $0 + "\n" }.joined()
            isAfterBlock = !fields.isEmpty
        }
        return text
    }

    // MARK: Headings

    private func heading(_ change: Change) -> String {
        let (symbol, colour) = Self.symbol(of: change.action)
        var text = "\(style.paint(symbol, colour)) \(style.paint(change.label.text, .bold))"
        if let former = change.movedFrom { text += " (was \(former))" }
        return "\(text)  \(verb(change)) \(InertText.escaped(change.server)): \(Self.words(for: change.reason))"
    }

    static func symbol(of action: Change.Action) -> (String, Style.Colour) {
        switch action {
        case .register: ("+", .green)
        case .update: ("~", .yellow)
        case .replace: ("±", .yellow)
        case .delete: ("-", .red)
        case .forget: (".", .dim)
        case .record: ("=", .blue)
        case .blocked: ("!", .red)
        case .nothing: (" ", .dim)
        }
    }

    private func verb(_ change: Change) -> String {
        switch change.action {
        case .register: "register at"
        case .update: "update at"
        case .replace: "replace at"
        case .delete: change.reason == .formerRemains ? "delete its former registration at" : "delete at"
        case .forget: "drop from state, leave at"
        case .record: "record only, no call to"
        case .blocked: "blocked at"
        case .nothing: Self.staysBehind(change.reason) ? "leave its former registration at" : "nothing to do at"
        }
    }

    static func words(for reason: Change.Reason) -> String {
        switch reason {
        case .notRecorded: "not registered yet"
        case .fieldsDiffer: "its fields differ"
        case .serverChanged: "its server changed"
        case .replaceRequested: "asked for by --replace"
        case .notDeclared: "no longer declared"
        case .destroyed: "asked for by destroy"
        case .forgotten: "listed under forgotten"
        case .recordDiffers: "only what state says of it differs"
        case .formerRemains: "what was replaced is still there"
        case .formerKept: "what was replaced is kept; the next apply without --keep-former deletes it"
        case .unmanaged: "the server gave no address and token to manage it with"
        case .inDoubt: "a call for it is in doubt; see rollcall recover"
        case .unreadable: "the server would not say what it is now"
        case .gone: "the server says that it is gone; --replace registers it anew, rollcall forget drops it from state"
        case .refusedByServer: "the server is known to refuse it"
        case .notSupported: "the server declares that it does not take a value"
        case .sharedClient: "another label has the same client there"
        case .notDeletable: "the server deletes no client; rollcall forget drops it from state"
        case .byOmission: "to leave a field out would make another client of it"
        case .notUpdatable: "the server updates no client; --replace registers it anew"
        case .noted: "something is worth knowing"
        }
    }

    // MARK: Fields

    /// - Parameter former: why the registration that a replace ends stays at its server, if it does.
    private func fields(_ change: Change, former: Change.Reason?) -> [String] {
        switch change.action {
        case .register: declared(change)
        case .replace:
            ["      gets a new client_id and secret; the former registration \(Self.end(of: former))"] + ends(change)
                + declared(change)
        case .update: differing(change) + unchanged(change)
        case .record: differing(change) + recorded(change)
        case .blocked, .nothing: differing(change)
        case .delete, .forget: []
        }
    }

    private static func staysBehind(_ reason: Change.Reason) -> Bool { reason == .formerRemains || reason == .formerKept }

    private static func end(of former: Change.Reason?) -> String {
        switch former {
        case nil: "is deleted"
        case .formerKept: "stays, until an apply without --keep-former"
        case .some: "stays"
        }
    }

    /// What does not outlive a registration, whoever has it.
    private func ends(_ change: Change) -> [String] {
        let isPairwise = change.desired?.metadata.value(of: "subject_type") == "pairwise"
        return [
            "      its users' consents and its refresh tokens end with it; every copy of its client_id is to be changed",
            isPairwise ? "      its pairwise subject identifiers may change: it may no longer know its users" : nil,
        ].compactMap(\.self)
    }

    /// Everything that is sent; what is to be otherwise than before is shown with what it was.
    private func declared(_ change: Change) -> [String] {
        let members = change.desired?.metadata.members.members ?? []
        let differing = Dictionary(change.fields.map { ($0.name, $0) }) { first, _ in first }
        let removed = change.fields.filter { $0.desired == nil }
        let view = view(of: members.map(\.name) + removed.map(\.name))
        let sent = members.flatMap { member in
            differing[member.name].map { view.lines($0, of: change.action) }
                ?? view.value(member.name, member.value, isNew: change.action == .register)
        }
        return sent + removed.flatMap { view.lines($0, of: change.action) }
    }

    private func differing(_ change: Change) -> [String] {
        let view = view(of: change.fields.map(\.name))
        return change.fields.flatMap { view.lines($0, of: change.action) }
    }

    private func unchanged(_ change: Change) -> [String] {
        let changed = Set(change.fields.map { FieldName($0.name) })
        let count = change.desired?.metadata.names.count { !changed.contains(FieldName($0)) } ?? 0
        return count == 0 ? [] : [style.paint("      \(count) other field\(count == 1 ? "" : "s") unchanged", .dim)]
    }

    /// What no server is asked for; a plan does not say what it was.
    private func recorded(_ change: Change) -> [String] {
        guard let desired = change.desired else { return [] }
        let rows = [
            ["tags", desired.tags.isEmpty ? "none" : ValueView.tags(desired.tags)],
            ["protect", desired.protect ? "true" : "false"],
        ]
        return TextTable(rows: rows, indent: 6).lines
    }

    private func view(of names: [JSONString]) -> FieldView {
        FieldView(style: style, nameWidth: names.map { InertText.escaped($0.text).count }.max() ?? 0)
    }
}
