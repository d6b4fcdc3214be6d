import OAuthRegistration
import RollcallCore

/// Mappings whose keys are known beforehand.
extension DocumentReader {
    /// Values by key.
    struct Members {
        fileprivate var entries: [(name: String, entry: YAMLTape.Entry)] = []

        /// The value's node.
        subscript(name: String) -> Int? { entries.first { $0.name == name }?.entry.value }

        func key(_ name: String) -> Int? { entries.first { $0.name == name }?.entry.key }

        /// In the order of the file.
        var names: [String] { entries.map(\.name) }
    }

    /// The entries with known keys; others are reported.
    mutating func members(of mapping: Int, _ table: KeyTable, _ subject: Subject = Subject()) -> Members {
        var members = Members()
        for entry in tape.entries(of: mapping) {
            if let name = table.known.first(where: { tape.text(of: entry.key).elementsEqual($0.utf8) }) {
                members.entries.append((name, entry))
            } else {
                reportUnknown(entry, table, subject)
            }
        }
        return members
    }

    mutating func reportUnknown(_ entry: YAMLTape.Entry, _ table: KeyTable, _ subject: Subject) {
        let key = entry.key
        if isConcealed(key) { return }
        let name = tape.shown(key)
        if reportIssued(entry, subject) { return }
        reportSecret(entry, table, subject)
        if KeyTable.reserved.contains(name) {
            report(
                .reservedKey, at: key, "The key \(name) is reserved for a later version of rollcall.", hint: "remove it", subject)
        } else {
            report(
                .unknownKey, at: key, "\(table.owner) has no key \(name). It has: \(table.known.joined(separator: ", ")).",
                hint: unknownHint(name, table), subject)
        }
    }

    /// Whether the key is that of a credential that a server issues, or nearly: such a value is reported once, and never sent.
    mutating func reportIssued(_ entry: YAMLTape.Entry, _ subject: Subject) -> Bool {
        guard let secret = EditDistance.nearest(to: Array(tape.text(of: entry.key)), among: KeyTable.issued) else { return false }
        guard !isConcealed(entry.value) else { return true }
        report(
            .literalSecret, at: entry.key,
            "\(secret) is issued by the server (RFC 7591, section 3.2.1). Whoever can read the manifest could use it.",
            hint: "remove it, here and from the history, and have the server issue another", subject)
        return true
    }

    /// A key that is not read, or is misspelt, may still have a secret for a value.
    private mutating func reportSecret(_ entry: YAMLTape.Entry, _ table: KeyTable, _ subject: Subject) {
        guard kind(entry.value) == .quoted || (kind(entry.value) == .plain && scalar(entry.value) != .null),
            let name = EditDistance.nearest(to: Array(tape.text(of: entry.key)), among: table.secrets)
        else { return }
        reportLiteral(entry.value, subject[name])
    }

    private func unknownHint(_ name: String, _ table: KeyTable) -> String {
        if let place = table.elsewhere[name] { return "write it \(place)" }
        if let near = EditDistance.nearest(to: Array(name.utf8), among: table.known) { return "did you mean \(near)?" }
        return "remove it"
    }
}
