import OAuthRegistration
import RollcallCore
import StrictJSON

/// A plan as Terraform's users read one: a symbol and a heading for each client, field by field below it, sets as sets.
struct PlanView {
    var style: Style

    func text(_ plan: Plan) -> String {
        plan.changes.map { change in ([heading(change)] + fields(change)).joined(separator: "\n") + "\n" }.joined()
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
        case .replace: "register anew, then delete the former one, at"
        case .delete: "delete at"
        case .forget: "drop from state, leave at"
        case .record: "record in state, nothing to send to"
        case .blocked: "blocked at"
        case .nothing: "nothing to do at"
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
        case .formerRemains: "a registration that was replaced is still there"
        case .unmanaged: "the server gave no address and token to manage it with"
        case .inDoubt: "a call for it is in doubt; see rollcall status"
        case .unreadable: "the server would not say what it is now"
        case .refusedByServer: "the server is known to refuse it"
        case .noted: "something is worth knowing"
        }
    }

    // MARK: Fields

    private func fields(_ change: Change) -> [String] {
        switch change.action {
        case .register, .replace: declared(change.desired?.metadata ?? ClientMetadata())
        case .update, .blocked, .nothing, .record: change.fields.flatMap(lines)
        case .delete, .forget: []
        }
    }

    private func declared(_ metadata: ClientMetadata) -> [String] {
        let width = metadata.names.map(\.text.count).max() ?? 0
        return metadata.members.members.map { member in
            let name = InertText.escaped(member.name.text)
            return "    \(style.paint("+", .green)) \(padded(name, width))  \(value(member.value))"
        }
    }

    private func lines(_ field: FieldChange) -> [String] {
        let name = InertText.escaped(field.name.text)
        switch field.cause {
        case .edited:
            return difference(name, from: field.observed ?? field.granted ?? field.requested, to: field.desired, note: nil)
        case .drifted: return difference(name, from: field.observed, to: field.desired, note: "changed at the server")
        case .substituted:
            return ["      \(name)  \(value(field.requested)) was requested, \(value(field.granted)) was granted"]
        case .unverifiable: return ["      \(name)  the server never shows it"]
        case .ignored: return ["      \(name)  \(value(field.observed)) at the server, ignored"]
        case .gained: return ["      \(name)  \(value(field.observed)) at the server, not declared here"]
        }
    }

    private func difference(_ name: String, from before: JSONValue?, to after: JSONValue?, note: String?) -> [String] {
        let suffix = note.map { "  (\($0))" } ?? ""
        switch (before, after) {
        case (.array(let before), .array(let after)):
            let removed = before.filter { !after.contains($0) }.map { "        \(style.paint("-", .red)) \(value($0))" }
            let added = after.filter { !before.contains($0) }.map { "        \(style.paint("+", .green)) \(value($0))" }
            if removed.isEmpty, added.isEmpty { return ["    \(style.paint("~", .yellow)) \(name)  another order\(suffix)"] }
            return ["    \(style.paint("~", .yellow)) \(name)\(suffix)"] + removed + added
        case (let before?, nil): return ["    \(style.paint("-", .red)) \(name)  \(value(before))\(suffix)"]
        case (nil, let after?): return ["    \(style.paint("+", .green)) \(name)  \(value(after))\(suffix)"]
        case (let before, let after):
            return ["    \(style.paint("~", .yellow)) \(name)  \(value(before)) → \(value(after))\(suffix)"]
        }
    }

    private func value(_ value: JSONValue?) -> String {
        guard let value else { return "(absent)" }
        return InertText.escaped(String(decoding: value.canonicalBytes, as: UTF8.self))
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
