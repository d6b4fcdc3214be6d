import RollcallCore

/// `{ env: NAME }`, `{ file: path }` or `{ command: [word, …] }`: where a secret is to be read from. What is written here is
/// never quoted: a secret itself may stand where its reference belongs.
extension DocumentReader {
    private static let referenceKeys = KeyTable("A reference", known: ["env", "file", "command"])

    mutating func reference(_ node: Int, _ subject: Subject) -> Reference? {
        switch kind(node) {
        case .mapping: break
        case .plain where scalar(node) != .null, .quoted:
            reportLiteral(node, subject)
            return nil
        case .plain, .sequence, .alias, .invalid, .passedOver:
            reportType(
                node, "A reference", wanted: .mapping, words: "{ env: NAME }, { file: path } or { command: [word, …] }", subject)
            return nil
        }
        let members = self.members(of: node, Self.referenceKeys, subject)
        guard members.names.count == 1, let name = members.names.first, let value = members[name] else {
            report(
                .wrongValue, at: node, "A reference says with exactly one of env, file and command where the secret is.",
                hint: "write { env: NAME }, { file: path } or { command: [word, …] }", subject)
            return nil
        }
        switch name {
        case "env": return environment(value, subject["env"])
        case "file": return file(value, subject["file"])
        default: return command(value, subject["command"])
        }
    }

    mutating func reportLiteral(_ node: Int, _ subject: Subject) {
        guard !isConcealed(node) else { return }
        report(
            .literalSecret, at: node, "A reference belongs here; what stands here is taken for the secret itself.",
            hint: "write { env: NAME }, { file: path } or { command: [word, …] }; if it was a secret, have it replaced", subject)
    }

    private mutating func environment(_ node: Int, _ subject: Subject) -> Reference? {
        guard let name = string(node, "env", subject) else { return nil }
        let isName = name.utf8.allSatisfy { $0.isNameByte } && name.utf8.first?.isDigit == false
        if isName { return .environment(name) }
        report(
            .wrongValue, at: node,
            "The name of an environment variable has letters, digits and underscores, and does not begin with a digit.",
            hint: "write the variable's name, without $", subject)
        return nil
    }

    private mutating func file(_ node: Int, _ subject: Subject) -> Reference? {
        guard let path = string(node, "file", subject) else { return nil }
        if !path.utf8.isEmpty, !path.utf8.contains(0) { return .file(path) }
        report(.wrongValue, at: node, "file is a path, from the folder of rollcall.yaml.", hint: "write the path", subject)
        return nil
    }

    private mutating func command(_ node: Int, _ subject: Subject) -> Reference? {
        guard let elements = list(node, "command", subject) else { return nil }
        var words: [String] = []
        for (index, element) in elements.enumerated() {
            guard let word = string(element, "Each word of a command", subject[index]) else { continue }
            words.append(word)
        }
        guard words.count == elements.count else { return nil }
        if words.first?.utf8.isEmpty == false, !words.contains(where: { $0.utf8.contains(0) }) { return .command(words) }
        report(
            .wrongValue, at: node, "command is a program and its arguments; it is run as it stands, without a shell.",
            hint: "write a list such as [pass, show, rollcall/token]", subject)
        return nil
    }
}

extension UInt8 {
    fileprivate var isNameByte: Bool {
        isDigit || self == UInt8(ascii: "_") || (self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "z"))
    }
}
