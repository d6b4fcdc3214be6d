public import RollcallCore

/// Where the metadata in one file is written. For what only a plan finds: a client's row of its sheet has the label's place alone, since
/// most clients never have anything said of them.
public struct FieldPlaces: Sendable {
    private let document: DocumentReader
    /// The clients' mappings, by label.
    private let clients: [String: Int]

    /// `nil` if the file cannot be read as YAML any more.
    public init?(_ source: ManifestSource) {
        var unsaid = Diagnostics()
        guard let document = DocumentReader(source, diagnostics: &unsaid), !document.tape.nodes.isEmpty else { return nil }
        self.document = document
        let tape = document.tape
        let entries = document.value("clients", in: 0).map { document.kind($0) == .mapping ? Array(tape.entries(of: $0)) : [] }
        clients = Dictionary((entries ?? []).map { (tape.string(of: $0.key), $0.value) }) { first, _ in first }
    }

    /// - Parameter path: of a diagnostic, such as `grant_types[1]` or `subject_type`.
    /// - Returns: the place of the value, or of the list's element; `nil` if the client does not have it itself.
    public func place(of path: String, in client: ClientLabel) -> SourceLocation? {
        clients[client.text].flatMap { place(of: path, below: $0) }
    }

    /// The same in `defaults:`, which clients inherit from.
    public func inheritedPlace(of path: String) -> SourceLocation? {
        document.value("defaults", in: 0).flatMap { place(of: path, below: $0) }
    }

    private func place(of path: String, below node: Int) -> SourceLocation? {
        let parts = path.split(separator: "[", maxSplits: 1)
        guard let name = parts.first, let metadata = document.value("metadata", in: node),
            let value = document.value(String(name), in: metadata)
        else { return nil }
        guard parts.count == 2, let index = Int(parts[1].dropLast()), document.kind(value) == .sequence else {
            return document.location(of: value)
        }
        let elements = Array(document.tape.elements(of: value))
        return document.location(of: elements.indices.contains(index) ? elements[index] : value)
    }
}

extension DocumentReader {
    /// Of a member of a mapping; `nil` where there is none, or no mapping.
    fileprivate func value(_ name: String, in mapping: Int) -> Int? {
        guard kind(mapping) == .mapping else { return nil }
        return tape.entries(of: mapping).first { tape.text(of: $0.key).elementsEqual(name.utf8) }?.value
    }
}
