import RollcallCore

/// What a place wants, in words.
enum WantedType: String {
    case text = "a text"
    case truthValue = "true or false"
    case wholeNumber = "a whole number"
    case list = "a list"
    case mapping = "a mapping (key: value)"
}

/// Values by the type that their place wants. Each reports what it does not find and returns `nil`; a node that is reported
/// already is passed over in silence. Values are never quoted: a wrong value may be a secret in the wrong place.
extension DocumentReader {
    /// The node itself, if it is a mapping.
    mutating func mapping(_ node: Int, _ what: String, _ subject: @autoclosure () -> Subject) -> Int? {
        if kind(node) == .mapping { return node }
        reportType(node, what, wanted: .mapping, subject())
        return nil
    }

    mutating func list(_ node: Int, _ what: String, _ subject: @autoclosure () -> Subject) -> [Int]? {
        if kind(node) == .sequence { return Array(tape.elements(of: node)) }
        reportType(node, what, wanted: .list, subject())
        return nil
    }

    mutating func string(_ node: Int, _ what: String, _ subject: @autoclosure () -> Subject) -> String? {
        isString(node, what, subject()) ? tape.string(of: node) : nil
    }

    /// A text in quotes, or one that no reader takes for anything else; YAML 1.1's other words are texts with a warning.
    mutating func isString(_ node: Int, _ what: String, _ subject: @autoclosure () -> Subject) -> Bool {
        switch kind(node) {
        case .quoted: return true
        case .plain:
            switch CoreScalar(tape.text(of: node)) {
            case .text(nil): return true
            case .text(let lookalike?):
                reportLookalike(node, lookalike, subject())
                return true
            case .null, .bool, .number, .notFinite:
                reportType(node, what, wanted: .text, subject())
                return false
            }
        case .sequence, .mapping, .alias, .invalid, .passedOver:
            reportType(node, what, wanted: .text, subject())
            return false
        }
    }

    mutating func boolean(_ node: Int, _ what: String, _ subject: @autoclosure () -> Subject) -> Bool? {
        if case .bool(let value)? = scalar(node) { return value }
        reportType(node, what, wanted: .truthValue, subject())
        return nil
    }

    /// A whole number of 64 bits, written as JSON has it.
    mutating func integer(_ node: Int, _ what: String, _ subject: @autoclosure () -> Subject) -> Int? {
        if case .number(isJSON: true)? = scalar(node), let value = Int(tape.string(of: node)) { return value }
        reportType(node, what, wanted: .wholeNumber, subject())
        return nil
    }

    /// One of a few words.
    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ node: Int, _ what: String, _ subject: @autoclosure () -> Subject
    ) -> Word? where Word.RawValue == String {
        guard let text = string(node, what, subject()) else { return nil }
        if let word = Word(rawValue: text) { return word }
        let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
        report(.wrongValue, at: node, "\(what) must be one of: \(words).", hint: "write one of them", subject())
        return nil
    }

    // MARK: What is wrong

    /// `words` say more exactly than the type what is wanted.
    mutating func reportType(_ node: Int, _ what: String, wanted: WantedType, words: String? = nil, _ subject: Subject) {
        guard kind(node) != .invalid else { return }
        if scalar(node) == .null { return reportNull(node, what, subject) }
        report(
            .wrongType, at: node, "\(what) must be \(words ?? wanted.rawValue), and this is \(inWords(node, wanted)).",
            hint: typeHint(node, wanted, subject) ?? "write \(words ?? wanted.rawValue)", subject)
    }

    mutating func reportNull(_ node: Int, _ what: String, _ subject: Subject) {
        report(
            .nullValue, at: node,
            "\(what) is null: it has no value, and nothing is inherited here that null could take away.",
            hint: "write a value, or remove the key", subject)
    }

    private func typeHint(_ node: Int, _ wanted: WantedType, _ subject: Subject) -> String? {
        let found = scalar(node)
        switch wanted {
        case .text:
            if kind(node) == .sequence { return "write one text, without [ and ]" }
            if subject.isSecret { return found == nil ? nil : "quote it" }
            return found == nil ? nil : "quote it: \"\(tape.shown(node))\""
        case .truthValue:
            if kind(node) == .quoted { return "remove the quotes" }
            return found == .text(.truthValue) ? "write true or false: yes, no, on and off are texts" : nil
        case .wholeNumber: return kind(node) == .quoted ? "remove the quotes" : "write decimal digits, such as 3600"
        case .list: return kind(node) == .plain || kind(node) == .quoted ? "put [ and ] around it" : nil
        case .mapping: return nil
        }
    }

    private func inWords(_ node: Int, _ wanted: WantedType) -> String {
        switch kind(node) {
        case .quoted: return "a text"
        case .sequence: return "a list"
        case .mapping: return "a mapping"
        case .alias, .invalid, .passedOver: return "nothing"
        case .plain:
            switch CoreScalar(tape.text(of: node)) {
            case .null: return "null"
            case .bool: return "true or false"
            case .number, .notFinite: return wanted == .wholeNumber ? "another number" : "a number"
            case .text: return "a text"
            }
        }
    }

    mutating func reportLookalike(_ node: Int, _ lookalike: CoreScalar.Lookalike, _ subject: Subject) {
        if subject.isSecret { return }
        let text = tape.shown(node)
        report(
            .ambiguousText, at: node,
            "YAML 1.2 and rollcall read \(text) as a text; readers of YAML 1.1 take it for \(lookalike.rawValue).",
            hint: "quote it: \"\(text)\"", subject)
    }
}
