import CLibYAML
import RollcallCore

/// libyaml's events become a tape. It holds the limits on depth and aliases, and reports what YAML allows and manifests do
/// not: tags, keys that are no texts, equal keys, a second document.
struct TapeBuilder {
    enum Progress { case more, end, stop }

    static let depthLimit = 64
    static let aliasLimit = 10_000
    /// Bytes of tape and text that all aliases together may stand for: sixteen times the largest file.
    static let aliasSizeLimit = 16 * ManifestReader.fileLimit

    var diagnostics = Diagnostics()
    var tape = YAMLTape()
    let file: String
    var open: [OpenContainer] = []
    var anchors: [[UInt8]: Int] = [:]
    /// By node; an anchored container that is still open has none.
    var anchored: [Int: Weight] = [:]
    var total = Weight()
    private var documents = 0
    /// Scalars with something in them that begins like a JSON Web Token, or the armour of a private key.
    private(set) var suspects: [Int] = []
    var keys: [Int] = []

    /// The end of a last line without a line break.
    private let brokenOff: (line: Int, column: Int)?

    init(file: String, size: Int, brokenOff: (line: Int, column: Int)?) {
        self.file = file
        self.brokenOff = brokenOff
        // Manifests have a node for about 14 bytes.
        tape.nodes.reserveCapacity(size / 12 + 16)
        tape.text.reserveCapacity(size)
    }

    struct OpenContainer {
        let node: Int
        let isMapping: Bool
        let isAnchored: Bool
        /// Stands, itself or what it is in, where a key belongs; that is said once.
        let isWithinKey: Bool
        var children = 0
        var weight = Weight()
        var hasMergeKey = false
        var hasNonASCIIKey = false

        /// Whether the next child is a key.
        var wantsKey: Bool { isMapping && children & 1 == 0 }
    }

    /// What a node amounts to when the aliases in it are followed.
    struct Weight {
        var aliases = 0
        var size = 0
        /// Containers above its deepest scalar.
        var height = 0

        mutating func add(_ child: Weight) {
            aliases += child.aliases
            size += child.size
            height = max(height, child.height)
        }
    }

    // MARK: Events

    mutating func add(_ event: yaml_event_t) -> Progress {
        switch event.type {
        case YAML_SCALAR_EVENT: scalar(event)
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            return begin(.sequence, anchor: start.anchor, tag: start.tag, event)
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            return begin(.mapping, anchor: start.anchor, tag: start.tag, event)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: end()
        case YAML_ALIAS_EVENT: return alias(event)
        case YAML_DOCUMENT_START_EVENT: return document(event)
        case YAML_STREAM_END_EVENT: return .end
        default: break
        }
        return .more
    }

    private mutating func document(_ event: yaml_event_t) -> Progress {
        documents += 1
        guard documents > 1 else { return .more }
        report(
            .yamlSecondDocument, at: node(.invalid, event),
            "A manifest is one document; what follows this line would be read by nobody.",
            hint: "move it to a file of its own, or remove the line ---")
        return .stop
    }

    private mutating func scalar(_ event: yaml_event_t) {
        let scalar = event.data.scalar
        let start = tape.text.count
        tape.text.append(contentsOf: UnsafeBufferPointer(start: scalar.value, count: scalar.length))
        let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
        var node = node(isPlain ? .plain : .quoted, event, extent: Extent(start..<tape.text.count))
        if scalar.tag != nil {
            reportTag(at: node, isScalar: true)
            node.kind = .invalid
        }
        let index = tape.nodes.count
        noteShape(of: index, start, isPlain: isPlain)
        tape.nodes.append(node)
        let weight = Weight(size: MemoryLayout<YAMLNode>.size + scalar.length)
        if let anchor = scalar.anchor { setAnchor(anchor, to: index, weight) }
        close(child: weight)
    }

    /// What is looked at once more: keys that merge or are not ASCII, texts with the beginning of a token in them.
    private mutating func noteShape(of index: Int, _ start: Int, isPlain: Bool) {
        let text = tape.text[start...]
        let wantsKey = open.last?.wantsKey ?? false
        if wantsKey {
            if isPlain, text.isMergeKey { open[open.count - 1].hasMergeKey = true }
            if text.contains(where: { $0 >= 0x80 }) { open[open.count - 1].hasNonASCIIKey = true }
        }
        guard text.count > 16, text.holdsTokenOpening, !isStatementValue(index) else { return }
        suspects.append(index)
    }

    /// Whether the key before it is `software_statement`.
    private func isStatementValue(_ index: Int) -> Bool {
        guard let container = open.last, container.isMapping, !container.wantsKey else { return false }
        switch tape.nodes[index - 1].kind {
        case .plain, .quoted: return tape.text(of: index - 1).elementsEqual(Self.statement)
        case .sequence, .mapping, .alias, .invalid, .passedOver: return false
        }
    }

    private static let statement = Array("software_statement".utf8)

    private mutating func begin(
        _ kind: YAMLNode.Kind, anchor: UnsafeMutablePointer<UInt8>?, tag: UnsafeMutablePointer<UInt8>?, _ event: yaml_event_t
    ) -> Progress {
        let index = tape.nodes.count
        let node = node(kind, event, length: 1)
        guard open.count < Self.depthLimit else { return tooDeep(node) }
        if tag != nil { reportTag(at: node, isScalar: false) }
        let isWithinKey = open.last?.isWithinKey ?? false
        let isKey = open.last?.wantsKey ?? false
        if isKey, !isWithinKey {
            report(
                .yamlKey, at: node, "A mapping or a list stands here as a key; JSON has only texts as names.",
                hint: "write the key as a text; a text that begins with { or [ needs quotes")
        }
        tape.nodes.append(node)
        if let anchor { anchors[bytes(anchor)] = index }
        open.append(
            OpenContainer(
                node: index, isMapping: kind == .mapping, isAnchored: anchor != nil,
                isWithinKey: isKey || isWithinKey))
        return .more
    }

    private mutating func end() {
        guard var container = open.popLast() else { preconditionFailure("events are balanced") }
        if container.isMapping { finishMapping(&container) }
        tape.nodes[container.node].extent = Extent(tape.nodes.count..<tape.nodes.count + container.children)
        container.weight.height += 1
        container.weight.size += MemoryLayout<YAMLNode>.size
        if container.isAnchored { anchored[container.node] = container.weight }
        close(child: container.weight)
    }

    mutating func close(child weight: Weight) {
        guard !open.isEmpty else { return }
        open[open.count - 1].children += 1
        open[open.count - 1].weight.add(weight)
    }

    func node(
        _ kind: YAMLNode.Kind, _ event: yaml_event_t, extent: Extent = Extent(0..<0), length: Int? = nil
    ) -> YAMLNode {
        if let brokenOff, Int(event.start_mark.line) > brokenOff.line {
            return YAMLNode(kind, line: brokenOff.line, column: brokenOff.column, length: 1, extent: extent)
        }
        let isOneLine = event.start_mark.line == event.end_mark.line
        return YAMLNode(
            kind, line: Int(event.start_mark.line), column: Int(event.start_mark.column),
            length: length ?? (isOneLine ? Int(event.end_mark.column) - Int(event.start_mark.column) : 1), extent: extent)
    }
}

extension ArraySlice<UInt8> {
    /// `eyJ`, with which JSON in Base64url begins, or five hyphens.
    var holdsTokenOpening: Bool {
        var rest = self
        while let start = rest.firstIndex(where: { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "-") }) {
            rest = rest[start...]
            if rest.starts(with: Self.tokenOpening) || rest.starts(with: Self.armour) { return true }
            rest = rest.dropFirst()
        }
        return false
    }

    private static var tokenOpening: String.UTF8View { "eyJ".utf8 }
    private static var armour: String.UTF8View { "-----".utf8 }

    /// `<<`, without quotes.
    var isMergeKey: Bool { count == 2 && self[startIndex] == UInt8(ascii: "<") && self[startIndex + 1] == UInt8(ascii: "<") }
}
