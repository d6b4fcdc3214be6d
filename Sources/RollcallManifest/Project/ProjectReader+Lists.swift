import RollcallCore
import StrictJSON

/// The lists of `rollcall.yaml`: patterns, extensions, moves and labels to forget.
extension ProjectReader {
    mutating func readInclude(_ node: Int) {
        let subject = Subject(field: "include")
        guard let elements = document.list(node, "include", subject) else { return }
        file.include = []
        for (index, element) in elements.enumerated() {
            guard let text = document.string(element, "Each element of include", subject[index]) else { continue }
            if let pattern = GlobPattern(text) {
                file.include.append(pattern)
                file.includeLocations.append(document.location(of: element))
            } else if !document.isConcealed(element) {
                document.report(
                    .badPattern, at: element,
                    "A pattern is a path below the folder of rollcall.yaml, with *, ?, **, {a,b} and [a-z]; no .. and no backslash.",
                    hint: "write a pattern such as clients/**/*.yaml", subject[index])
            }
        }
    }

    mutating func readExtensions(_ node: Int) {
        let subject = Subject(field: "extensions")
        var names: Set<JSONString> = []
        for (index, element) in (document.list(node, "extensions", subject) ?? []).enumerated() {
            guard document.isString(element, "Each element of extensions", subject[index]),
                let name = JSONString(validating: document.tape.text(of: element))
            else { continue }
            names.insert(name)
        }
        file.context.extensions = names
    }

    private static let moveKeys = KeyTable("An element of moved", known: ["from", "to"])

    mutating func readMoved(_ node: Int) {
        let subject = Subject(field: "moved")
        var known = KnownMoves()
        for (index, element) in (document.list(node, "moved", subject) ?? []).enumerated() {
            guard let mapping = document.mapping(element, "Each element of moved", subject[index]) else { continue }
            let members = document.members(of: mapping, Self.moveKeys, subject[index])
            guard let from = label(members, "from", element, subject[index]),
                let to = label(members, "to", element, subject[index])
            else { continue }
            if let (detail, hint) = known.contradiction(from, to) {
                document.report(.contradiction, at: element, detail, hint: hint, subject[index])
                continue
            }
            file.project.moved.append(Project.Move(from: from, to: to))
            file.moveLocations.append(document.location(of: element))
        }
    }

    private mutating func label(
        _ members: DocumentReader.Members, _ key: String, _ element: Int, _ subject: Subject
    ) -> ClientLabel? {
        guard let node = members[key] else {
            document.report(
                .missingKey, at: element, "A move has a label that it is from, and one that it is to; \(key) is missing.",
                hint: "write { from: old-label, to: new-label }", subject)
            return nil
        }
        return document.label(node, subject[key])
    }

    mutating func readForgotten(_ node: Int) {
        let subject = Subject(field: "forgotten")
        for (index, element) in (document.list(node, "forgotten", subject) ?? []).enumerated() {
            guard let label = document.label(element, subject[index]) else { continue }
            file.project.forgotten.append(label)
            file.forgottenLocations.append(document.location(of: element))
        }
    }
}

/// The moves that were read, as far as others can contradict them.
private struct KnownMoves {
    private var sources: Set<ClientLabel> = []
    private var targets: Set<ClientLabel> = []

    /// What is wrong with one more, and what to do; it is known from then on if nothing is.
    mutating func contradiction(_ from: ClientLabel, _ to: ClientLabel) -> (detail: String, hint: String)? {
        if from == to { return ("The label is moved to itself.", "remove the entry") }
        if sources.contains(from) { return ("The label \(from) is moved twice.", "keep one of the two") }
        if targets.contains(to) { return ("Two labels are moved to \(to).", "keep one of the two") }
        sources.insert(from)
        targets.insert(to)
        return nil
    }
}

extension DocumentReader {
    mutating func label(_ node: Int, _ subject: Subject) -> ClientLabel? {
        guard let text = string(node, "A label", subject) else { return nil }
        if let label = ClientLabel(text) { return label }
        guard !isConcealed(node) else { return nil }
        report(
            .badLabel, at: node,
            "A label is 1 to 63 of the characters a-z, 0-9, dot, hyphen and underscore, and begins with a letter or a digit.",
            hint: "write the label of a client", subject)
        return nil
    }
}
