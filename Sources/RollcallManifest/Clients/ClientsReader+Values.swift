import OAuthRegistration
import RollcallCore
import StrictJSON

/// Values of members, from the tape to canonical JSON at the arena's end. Each returns whether it wrote one: what it could not
/// write is reported.
extension ClientsReader {
    /// A metadata member's value, as its field wants it; a member that the catalogue lacks by the core schema.
    mutating func writeMetadata(_ node: Int, _ place: Place, _ profile: ServerProfile?) -> Bool {
        let start = arena.count
        if let row = FieldTable.row(of: document.tape.text(of: place.key)) {
            if let field = FieldTable.inFiles[row], let path = filePath(node) {
                guard writeFile(node, path, field, place) else { return false }
            } else {
                guard write(node, as: FieldTable.types[row], place) else { return false }
            }
            if let field = FieldTable.noted[row] { noted.note(field, start..<arena.count) }
            return true
        }
        switch checkName(place, node, profile) {
        case .refused: return false
        case .field(let type): return write(node, as: type, place)
        case .any: return writeAny(node, place)
        }
    }

    private mutating func write(_ node: Int, as type: FieldType, _ place: Place) -> Bool {
        var place = place
        place.isExact = type.isExact
        switch type {
        case .string, .uri, .words: return writeText(node, nil, place, words: type.inWords)
        case .boolean: return writeBoolean(node, place)
        case .integer: return writeInteger(node, place)
        case .object:
            guard document.kind(node) == .mapping else { return wrong(node, .mapping, type, place) }
            return writeAny(node, place)
        case .stringArray, .uriArray:
            return writeList(node, type, place) { reader, element, place in
                let tape = reader.document.tape
                return reader.writeText(element, "Each element of " + tape.shown(place.key), place)
            }
        case .objectArray:
            return writeList(node, type, place) { reader, element, place in
                guard reader.document.kind(element) == .mapping else { return reader.wrong(element, .mapping, type, place) }
                return reader.writeAny(element, place)
            }
        }
    }

    private mutating func wrong(_ node: Int, _ wanted: WantedType, _ type: FieldType, _ place: Place) -> Bool {
        document.reportType(node, name(place), wanted: wanted, words: type.inWords, subject(place))
        return false
    }

    private func name(_ place: Place) -> String { document.tape.shown(place.key) }

    // MARK: By type

    private mutating func writeBoolean(_ node: Int, _ place: Place) -> Bool {
        guard case .bool(let value)? = document.scalar(node) else { return wrong(node, .truthValue, .boolean, place) }
        arena += Array((value ? "true" : "false").utf8)
        return true
    }

    private mutating func writeInteger(_ node: Int, _ place: Place) -> Bool {
        guard case .number(isJSON: true)? = document.scalar(node), Int64(document.tape.string(of: node)) != nil else {
            return wrong(node, .wholeNumber, .integer, place)
        }
        arena.append(contentsOf: document.tape.text(of: node))
        return true
    }

    /// All elements are looked at, so that all that is wrong is reported.
    private mutating func writeList(
        _ node: Int, _ type: FieldType, _ place: Place, _ writeElement: (inout ClientsReader, Int, Place) -> Bool
    ) -> Bool {
        guard document.kind(node) == .sequence else { return wrong(node, .list, type, place) }
        arena.append(UInt8(ascii: "["))
        var isWhole = true
        var place = place
        place.depth = 1
        for (index, element) in document.tape.elements(of: node).enumerated() {
            place.element = index
            writeComma()
            if !writeElement(&self, element, place) { isWhole = false }
        }
        arena.append(UInt8(ascii: "]"))
        return isWhole
    }

    /// `what` it is, for a message: the member's name unless given.
    mutating func writeText(_ node: Int, _ what: @autoclosure () -> String?, _ place: Place, words: String? = nil) -> Bool {
        switch document.kind(node) {
        case .quoted: break
        case .plain:
            let scalar = CoreScalar(document.tape.text(of: node))
            guard case .text(let lookalike) = scalar else { return wrongText(node, what(), words, place) }
            if let lookalike { document.reportLookalike(node, lookalike, subject(place)) }
        case .sequence, .mapping, .alias, .invalid, .passedOver: return wrongText(node, what(), words, place)
        }
        appendText(of: node, place)
        return true
    }

    private mutating func wrongText(_ node: Int, _ what: String?, _ words: String?, _ place: Place) -> Bool {
        document.reportType(node, what ?? name(place), wanted: .text, words: words, subject(place))
        return false
    }

    /// By the core schema of YAML 1.2; a number keeps its text.
    private mutating func writeAny(_ node: Int, _ place: Place) -> Bool {
        switch document.kind(node) {
        case .sequence: return writeAnyList(node, place)
        case .mapping: return writeAnyMapping(node, place)
        case .quoted: return writeText(node, nil, place)
        case .alias, .invalid, .passedOver: return false
        case .plain:
            switch CoreScalar(document.tape.text(of: node)) {
            case .text: return writeText(node, nil, place)
            case .bool: return writeBoolean(node, place)
            case .number(isJSON: true):
                arena.append(contentsOf: document.tape.text(of: node))
                return true
            case .number(isJSON: false), .notFinite: return notJSON(node, place)
            case .null:
                document.reportNull(node, "A value in " + name(place), subject(place))
                return false
            }
        }
    }

    /// One level further in: no deeper than a plan can hold.
    private mutating func inside(_ node: Int, _ place: Place) -> Place? {
        var place = place
        place.depth += 1
        if place.depth <= FieldChange.deepestValue { return place }
        document.report(
            .metadataTooDeep, at: node,
            "Lists and mappings are nested more than \(FieldChange.deepestValue) deep in this value, deeper than a saved plan can hold.",
            hint: "nest the value less deeply", subject(place))
        return nil
    }

    private mutating func writeAnyList(_ node: Int, _ place: Place) -> Bool {
        guard let place = inside(node, place) else { return false }
        arena.append(UInt8(ascii: "["))
        var isWhole = true
        for element in document.tape.elements(of: node) {
            writeComma()
            if !writeAny(element, place) { isWhole = false }
        }
        arena.append(UInt8(ascii: "]"))
        return isWhole
    }

    private mutating func writeAnyMapping(_ node: Int, _ place: Place) -> Bool {
        guard let place = inside(node, place) else { return false }
        let tape = document.tape
        arena.append(UInt8(ascii: "{"))
        var isWhole = true
        for entry in tape.entries(of: node).sorted(by: { tape.isText($0.key, before: $1.key) }) {
            writeComma()
            writeName(entry.key, place)
            var inner = place
            inner.key = entry.key
            if document.reportIssued(entry, subject(inner)) || !writeAny(entry.value, place) { isWhole = false }
        }
        arena.append(UInt8(ascii: "}"))
        return isWhole
    }

    private mutating func notJSON(_ node: Int, _ place: Place) -> Bool {
        let text = document.tape.shown(node)
        document.report(
            .notJSON, at: node,
            "\(text) is a number in YAML, but not one that JSON can say, and it is not for rollcall to choose another spelling.",
            hint: "write it as JSON does (12, 0.5, 1e3), or quote it: \"\(text)\"", subject(place))
        return false
    }
}

extension FieldType {
    /// Addresses and scopes; other texts are for people, or the client's own to choose.
    fileprivate var isExact: Bool {
        switch self {
        case .uri, .uriArray, .words: true
        case .string, .boolean, .integer, .object, .stringArray, .objectArray: false
        }
    }
}
