import RollcallCore

/// One YAML file in document order: a container stands before its content and knows its end, so that skipping it is one load.
///
/// Mappings have no equal keys (`TapeBuilder` reports and passes over the later one), and what their merge keys bring stands
/// in them as aliases. An alias stands for an earlier node that is complete and is no alias.
struct YAMLTape: Sendable {
    var nodes: [YAMLNode] = []
    /// The text of all scalars, without quotes and escapes.
    var text: [UInt8] = []
    /// Where the texts begin that look like tokens: never to be quoted in a message.
    var concealed: Set<UInt32> = []

    /// The index behind the node and all that is in it.
    func end(of index: Int) -> Int {
        switch nodes[index].kind {
        case .sequence, .mapping: Int(nodes[index].extent.start)
        case .plain, .quoted, .alias, .invalid, .passedOver: index + 1
        }
    }

    /// What an alias stands for; any other node itself.
    func resolved(_ index: Int) -> Int { nodes[index].kind == .alias ? Int(nodes[index].extent.start) : index }

    func text(of index: Int) -> ArraySlice<UInt8> { text[nodes[index].extent.range] }

    func string(of index: Int) -> String { String(decoding: text(of: index), as: UTF8.self) }

    /// A key's text for a message: cut, if it is long; in quotes, if it would not be seen.
    func shown(_ index: Int) -> String {
        let text = string(of: index)
        if text.utf8.isEmpty { return "\"\"" }
        return text.utf8.count <= 80 ? text : String(text.unicodeScalars.prefix(60)) + "…"
    }

    /// Whether the scalars' texts are the same bytes.
    func haveEqualText(_ left: Int, _ right: Int) -> Bool {
        let (left, right) = (nodes[left].extent, nodes[right].extent)
        guard left.count == right.count else { return false }
        for offset in 0..<Int(left.count) where text[Int(left.start) + offset] != text[Int(right.start) + offset] { return false }
        return true
    }

    /// Whether the left scalar's text is before the right one's, by bytes.
    func isText(_ left: Int, before right: Int) -> Bool { text(of: left).lexicographicallyPrecedes(text(of: right)) }
}

/// What stands directly in a container. Both take the index of a container, not of an alias, and resolve the aliases in it.
extension YAMLTape {
    struct Entry {
        /// A scalar.
        var key: Int
        var value: Int
    }

    func entries(of mapping: Int) -> Entries { Entries(tape: self, position: mapping + 1, end: end(of: mapping)) }

    func elements(of sequence: Int) -> Elements { Elements(tape: self, position: sequence + 1, end: end(of: sequence)) }

    struct Entries: Sequence, IteratorProtocol {
        let tape: YAMLTape
        fileprivate var position: Int
        fileprivate let end: Int

        fileprivate init(tape: YAMLTape, position: Int, end: Int) {
            self.tape = tape
            self.position = position
            self.end = end
        }

        mutating func next() -> Entry? {
            while position < end {
                let key = position
                let value = tape.end(of: key)
                position = tape.end(of: value)
                switch tape.nodes[key].kind {
                case .plain, .quoted: return Entry(key: key, value: tape.resolved(value))
                case .sequence, .mapping, .alias, .invalid, .passedOver: continue
                }
            }
            return nil
        }
    }

    struct Elements: Sequence, IteratorProtocol {
        let tape: YAMLTape
        fileprivate var position: Int
        fileprivate let end: Int

        fileprivate init(tape: YAMLTape, position: Int, end: Int) {
            self.tape = tape
            self.position = position
            self.end = end
        }

        mutating func next() -> Int? {
            guard position < end else { return nil }
            defer { position = tape.end(of: position) }
            return tape.resolved(position)
        }
    }
}
