import RollcallCore

/// `seal: { key: …, previous: […] }`: references to the keys that credentials are sealed with. A text in a key's place is taken for
/// the key itself, and never quoted.
extension DocumentReader {
    private static let sealKeys = KeyTable("state.seal", known: ["key", "previous"], secrets: ["key", "previous"])

    mutating func seal(_ node: Int, _ subject: Subject) -> Project.Seal? {
        guard kind(node) == .mapping else {
            reportNoReferences(node, .mapping, "state.seal", words: "{ key: { env: NAME } }", subject)
            return nil
        }
        let members = self.members(of: node, Self.sealKeys, subject)
        let previous = members["previous"].map { previousKeys($0, subject["previous"]) } ?? []
        guard let key = members["key"] else {
            report(
                .missingKey, at: node, "A seal has a key, and none is named here.",
                hint: "write key: { env: NAME }, { file: path } or { command: [word, …] }", subject)
            return nil
        }
        return reference(key, subject["key"]).map { Project.Seal(key: $0, previous: previous, location: location(of: node)) }
    }

    private mutating func previousKeys(_ node: Int, _ subject: Subject) -> [Reference] {
        guard kind(node) == .sequence else {
            reportNoReferences(node, .list, "state.seal.previous", words: "[{ env: NAME }]", subject)
            return []
        }
        return tape.elements(of: node).enumerated().compactMap { index, element in reference(element, subject[index]) }
    }

    /// A text may be the key itself.
    private mutating func reportNoReferences(
        _ node: Int, _ wanted: WantedType, _ what: String, words: String, _ subject: Subject
    ) {
        switch kind(node) {
        case .plain where scalar(node) != .null, .quoted: reportLiteral(node, subject)
        case .plain, .sequence, .mapping, .alias, .invalid, .passedOver:
            reportType(node, what, wanted: wanted, words: words, subject)
        }
    }
}
