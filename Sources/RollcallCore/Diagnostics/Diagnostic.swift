/// Something to say about an input, a plan, a server or the state: what, where, why it matters and one thing to do.
public struct Diagnostic: Hashable, Sendable {
    public var code: DiagnosticCode
    public var severity: Severity
    /// Full sentences: what is wrong, then why it matters, with the section that says so. May quote text from outside; views escape it.
    public var detail: String
    /// One thing to do. A command stands on a line of its own.
    public var hint: String?
    public var client: ClientLabel?
    /// Where in the client, such as `redirect_uris[0]`.
    public var field: String?
    public var location: SourceLocation?
    /// A second place that belongs to it: the other declaration of a label.
    public var related: SourceLocation?

    public enum Severity: String, Hashable, Sendable, Comparable {
        case error, warning, note

        private var rank: Int { self == .error ? 0 : self == .warning ? 1 : 2 }
        public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
    }

    /// Whether a secret may stand where the diagnostic points at, so that the line must not be shown with it.
    public var concealsSource: Bool { code.concealsSource || field.map(Concealment.namesSecret) ?? false }

    /// The severity is the code's own unless another is given.
    public init(
        _ code: DiagnosticCode, severity: Severity? = nil, _ detail: String, hint: String? = nil, client: ClientLabel? = nil,
        field: String? = nil, at location: SourceLocation? = nil, related: SourceLocation? = nil
    ) {
        self.code = code
        self.severity = severity ?? code.severity
        self.detail = detail
        self.hint = hint
        self.client = client
        self.field = field
        self.location = location
        self.related = related
    }
}

/// What a diagnostic is called: `RC1xxx` manifest, `RC2xxx` plan and limits, `RC3xxx` server, `RC4xxx` state and journal,
/// `RC5xxx` secrets, `RC9xxx` ours. A code's summary and severity never change; a code is never used again for something else.
/// The codes are declared in `DiagnosticCode+*.swift`, one file a thousand.
public struct DiagnosticCode: Hashable, Sendable {
    public let name: String
    public let severity: Diagnostic.Severity
    /// Short and fixed, so that the same kind always reads the same.
    public let summary: String

    init(_ name: String, _ severity: Diagnostic.Severity, _ summary: String) {
        self.name = name
        self.severity = severity
        self.summary = summary
    }

    /// Every code, ascending.
    public static var all: [DiagnosticCode] { manifest + planning + server + state + secrets + ours }
}

/// A place in a file that a person wrote. Lines and columns count from 1; a column is a Unicode scalar.
public struct SourceLocation: Hashable, Sendable {
    /// Relative to the folder of `rollcall.yaml`.
    public var file: String
    public var line: Int
    public var column: Int
    /// How many scalars are meant, on that line; at least 1.
    public var length: Int

    public init(file: String, line: Int, column: Int, length: Int = 1) {
        self.file = file
        self.line = line
        self.column = column
        self.length = length
    }
}

/// A line of a file that a person wrote, from 1.
public struct SourceLine: Hashable, Sendable {
    public var file: String
    public var line: Int

    public init(file: String, line: Int) {
        self.file = file
        self.line = line
    }
}

/// What was found, in the order it was found. Whatever can find several faults takes this `inout` and goes on.
public struct Diagnostics: Hashable, Sendable {
    public private(set) var all: [Diagnostic] = []

    public init(_ diagnostics: [Diagnostic] = []) { all = diagnostics }

    public var hasErrors: Bool { all.contains { $0.severity == .error } }
    public var isEmpty: Bool { all.isEmpty }

    /// Lines that hold a secret, by what is said of them: whoever shows a place must leave these out.
    public var concealedLines: Set<SourceLine> {
        Set(all.lazy.filter(\.concealsSource).compactMap(\.location).map { SourceLine(file: $0.file, line: $0.line) })
    }

    public mutating func report(_ diagnostic: Diagnostic) { all.append(diagnostic) }
    public mutating func report(contentsOf other: Diagnostics) { all += other.all }
}
