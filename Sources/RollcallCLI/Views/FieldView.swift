import OAuthRegistration
import RollcallCore
import StrictJSON

/// One field of a change: its name, and what becomes of its value. Sets as sets, objects member by member, the rest before and
/// after.
///
///     ~ client_name  "Web" → "Web portal"
///     ~ redirect_uris
///         - "https://client.example.com/old"
///         + "https://client.example.com/new"
///           2 unchanged
struct FieldView {
    let style: Style
    /// To which names are padded, so that values stand below each other.
    let nameWidth: Int

    private static let margin = 4

    /// What one client's action does with a field.
    func lines(_ field: FieldChange, of action: Change.Action) -> [String] {
        switch field.cause {
        case .edited: difference(field.name, from: field.before(of: action), to: field.desired)
        case .drifted: difference(field.name, from: field.observed, to: field.desired, note: "changed at the server")
        case .substituted: note(field.name, field.substitution)
        case .unverifiable: note(field.name, "cannot be verified: the server \(field.showing)")
        case .ignored: note(field.name, "\(ValueView.inline(field.observed)) at the server, ignored")
        case .gained: note(field.name, "\(ValueView.inline(field.observed)) at the server, not declared here")
        }
    }

    /// A field that is sent for the first time (`+`), or again as it was (no symbol).
    func value(_ name: JSONString, _ value: JSONValue, isNew: Bool) -> [String] {
        isNew ? whole("+", .green, name, value, nil) : whole(" ", nil, name, value, nil)
    }

    /// Something to be said, and nothing to be done.
    func note(_ name: JSONString, _ text: String) -> [String] { [head(" ", nil, name) + "  " + text] }

    // MARK: Differences

    func difference(
        _ name: JSONString, from before: JSONValue?, to after: JSONValue?, note: String? = nil
    ) -> [String] {
        switch (before, after) {
        case (let before?, nil): return whole("-", .red, name, before, note)
        case (nil, let after?): return whole("+", .green, name, after, note)
        case (nil, nil): return [head("~", .yellow, name) + suffix(note)]
        case (let before?, let after?):
            if let parts = ValueDifference(name, before, after) { return [head("~", .yellow, name, note)] + lines(parts) }
            return replaced(name, before, after, note)
        }
    }

    private func lines(_ difference: ValueDifference, indent: Int = FieldView.margin * 2) -> [String] {
        let margin = String(repeating: " ", count: indent)
        let changed = difference.changed.flatMap { member in
            ["\(margin)\(style.paint("~", .yellow)) \(member.name)"] + lines(member.difference, indent: indent + Self.margin)
        }
        let removed = difference.removed.flatMap { part(style.paint("-", .red), $0, margin) }
        let added = difference.added.flatMap { part(style.paint("+", .green), $0, margin) }
        if changed.isEmpty, removed.isEmpty, added.isEmpty { return ["\(margin)  in another order"] }
        let unchanged = difference.unchanged == 0 ? [] : [style.paint("\(margin)  \(difference.unchanged) unchanged", .dim)]
        return changed + removed + added + unchanged
    }

    private func part(_ symbol: String, _ lines: [String], _ margin: String) -> [String] {
        lines.enumerated().map { index, line in "\(margin)\(index == 0 ? symbol : " ") \(line)" }
    }

    private func replaced(_ name: JSONString, _ before: JSONValue, _ after: JSONValue, _ note: String?) -> [String] {
        let isSameInShort = ValueView.inline(before) == ValueView.inline(after)
        let texts = [before, after].map { ValueView.inline($0, whole: isSameInShort) }
        let oneLine = "\(texts[0]) → \(texts[1])\(suffix(note))"
        if headWidth + 2 + oneLine.count <= ValueView.width { return ["\(head("~", .yellow, name))  \(oneLine)"] }
        return [head("~", .yellow, name, note)] + lines(ValueDifference(replaced: texts[0], by: texts[1]))
    }

    // MARK: Parts of a line

    private func whole(
        _ symbol: String, _ colour: Style.Colour?, _ name: JSONString, _ value: JSONValue, _ note: String?
    ) -> [String] {
        let text = ValueView.inline(value) + suffix(note)
        let parts = ValueView.parts(value)
        if parts.isEmpty || headWidth + 2 + text.count <= ValueView.width { return ["\(head(symbol, colour, name))  \(text)"] }
        let margin = String(repeating: " ", count: Self.margin * 2 + 2)
        return [head(symbol, colour, name, note)] + parts.map { margin + $0 }
    }

    /// Padded, with a value to follow.
    private func head(_ symbol: String, _ colour: Style.Colour?, _ name: JSONString) -> String {
        let name = InertText.escaped(name.text)
        return start(symbol, colour) + name + String(repeating: " ", count: max(0, nameWidth - name.count))
    }

    /// Alone on its line.
    private func head(_ symbol: String, _ colour: Style.Colour?, _ name: JSONString, _ note: String?) -> String {
        start(symbol, colour) + InertText.escaped(name.text) + suffix(note)
    }

    private func start(_ symbol: String, _ colour: Style.Colour?) -> String {
        String(repeating: " ", count: Self.margin) + (colour.map { style.paint(symbol, $0) } ?? symbol) + " "
    }

    private var headWidth: Int { Self.margin + 2 + nameWidth }

    private func suffix(_ note: String?) -> String { note.map { "  (\($0))" } ?? "" }
}

extension FieldChange {
    /// What an edit takes the place of. Where only state is to follow, that is what was requested; else what is at the server, as
    /// far as anybody knows.
    fileprivate func before(of action: Change.Action) -> JSONValue? {
        if action == .record { return requested }
        return [observed, granted, requested].compactMap(\.self).first { !FieldCatalog.agree(name, $0, desired) }
    }

    /// What the server does instead of showing what it holds.
    fileprivate var showing: String {
        guard let observed, ![.null, "", []].contains(observed) else { return "does not show it" }
        let isAsWanted = FieldCatalog.agree(name, observed, desired)
        return "shows \(ValueView.inline(observed))\(isAsWanted ? ", whatever it holds" : " instead")"
    }

    /// What the server made of a request, in words.
    var substitution: String {
        guard let granted else { return "\(ValueView.inline(requested)) was requested, and not granted" }
        return "\(ValueView.inline(requested)) was requested, \(ValueView.inline(granted)) was granted"
    }
}
