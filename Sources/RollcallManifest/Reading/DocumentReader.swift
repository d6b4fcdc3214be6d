import OAuthRegistration
import RollcallCore

/// One file's tape while it is read: what is said about it gets its place here, and comes out in the order of the file.
struct DocumentReader {
    let file: String
    let tape: YAMLTape
    private(set) var diagnostics = Diagnostics()
    /// Words that may still be compared for a suggestion. Among many servers, a file of many mistakes gets none for the last ones.
    private var comparisons = 100_000

    /// `nil` if the file has no tape: reported.
    init?(_ source: ManifestSource, diagnostics: inout Diagnostics) {
        guard let tape = YAMLFile.read(source, diagnostics: &diagnostics) else { return nil }
        file = source.path
        self.tape = tape
    }

    func kind(_ node: Int) -> YAMLNode.Kind { tape.nodes[node].kind }

    func location(of node: Int) -> SourceLocation { tape.nodes[node].location(in: file) }

    mutating func report(
        _ code: DiagnosticCode, at node: Int, _ detail: String, hint: String, _ subject: Subject = Subject(), related: Int? = nil
    ) {
        diagnostics.report(
            Diagnostic(
                code, detail, hint: hint, client: subject.client, field: subject.field, at: location(of: node),
                related: related.map(location)))
    }

    /// The root, if it is a mapping; an empty file and any other root are reported.
    mutating func root(orHint hint: String) -> Int? {
        guard !tape.nodes.isEmpty, scalar(0) != .null else {
            diagnostics.report(
                Diagnostic(
                    .fileEmpty, "The file says nothing at all, which may be an accident.",
                    hint: hint, at: SourceLocation(file: file, line: 1, column: 1)))
            return nil
        }
        return mapping(0, "The file", Subject())
    }

    /// "Did you mean": the word that the scalar is nearly.
    mutating func nearest(to node: Int, among words: [String]) -> String? {
        comparisons -= words.count
        return comparisons < 0 ? nil : EditDistance.nearest(to: Array(tape.text(of: node)), among: words)
    }

    /// Whether the scalar must not be quoted in a message.
    func isConcealed(_ node: Int) -> Bool { tape.concealed.contains(tape.nodes[node].extent.start) && isScalar(node) }

    private func isScalar(_ node: Int) -> Bool { kind(node) == .plain || kind(node) == .quoted }

    /// What a plain scalar means; `nil` for any other node.
    func scalar(_ node: Int) -> CoreScalar? { kind(node) == .plain ? CoreScalar(tape.text(of: node)) : nil }
}

/// What a diagnostic is about: a client and a field of it, or a path in `rollcall.yaml`.
struct Subject {
    var client: ClientLabel?
    var field: String?

    /// Whether a secret may stand there, in the place of what is meant, so that its value is not to be quoted.
    var isSecret: Bool { field.map { Concealment.namesSecret($0) } ?? false }

    subscript(element: Int) -> Subject { Subject(client: client, field: (field ?? "") + "[\(element)]") }

    subscript(key: String) -> Subject { Subject(client: client, field: field.map { $0 + "." + key } ?? key) }
}

extension Diagnostics {
    /// By place, equal places in the order in which they were found. Of one file.
    var inFileOrder: Diagnostics {
        Diagnostics(all.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }.map(\.element))
    }
}

extension Diagnostic {
    fileprivate var place: Int { (location?.line ?? 0) << 23 | (location?.column ?? 0) }
}
