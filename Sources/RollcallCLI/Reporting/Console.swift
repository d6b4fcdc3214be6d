import Glibc
import RollcallCore
import RollcallIO
import StrictJSON
import Synchronization

/// Where a command speaks: results to standard output, everything else to standard error.
struct Console: Sendable {
    let format: ReportFormat
    let level: LogLevel
    let output: Style
    let errors: Style
    let lines: SourceLines
    private let loss = Loss()
    private let collected = Collected()

    init(_ global: GlobalOptions, format: ReportFormat = .text) {
        self.format = format
        level = global.logLevel
        let isPlain = global.noColor || getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
        output = Style(isColoured: !isPlain && Terminal.isTerminal(STDOUT_FILENO))
        errors = Style(isColoured: !isPlain && Terminal.isTerminal(STDERR_FILENO))
        lines = SourceLines()
    }

    /// A part of the report as text; left out when the report is JSON.
    func result(_ text: String) {
        if format == .text { raw(Array(text.utf8)) }
    }

    /// The report as JSON, but for its diagnostics: all that is reported comes into the one document, which is written at the end.
    /// A later one takes its place. Left out when the report is text.
    func document(_ value: @autoclosure () -> JSONObject) {
        guard format == .json else { return }
        let object = value()
        document { diagnostics in
            var object = object
            object["diagnostics"] = diagnostics
            return object.canonicalBytes + [UInt8(ascii: "\n")]
        }
    }

    /// The report's bytes, given its diagnostics.
    func document(_ bytes: @escaping @Sendable (JSONValue) -> [UInt8]) {
        if format == .json { collected.state.withLock { $0.document = bytes } }
    }

    /// The end of the command: writes the document, if no other result has been written.
    func end() {
        guard format == .json else { return }
        let (document, diagnostics, isWritten) = collected.state.withLock { ($0.document, $0.diagnostics, $0.isWritten) }
        if isWritten { return }
        let array = DiagnosticJSON.array(diagnostics)
        json(document?(array) ?? (["diagnostics": array] as JSONObject).canonicalBytes + [UInt8(ascii: "\n")])
    }

    /// What comes into the one document.
    private final class Collected: Sendable {
        struct State {
            var diagnostics = Diagnostics()
            var document: (@Sendable (JSONValue) -> [UInt8])?
            /// A result that is no report.
            var isWritten = false
        }

        let state = Mutex(State())
    }

    /// A JSON document as a result, whatever is in its strings.
    func json(_ document: [UInt8]) { raw(InertJSON.escaped(document)) }

    /// Bytes that are a result as they are.
    func raw(_ bytes: [UInt8]) {
        collected.state.withLock { $0.isWritten = true }
        if !Self.write(bytes, to: STDOUT_FILENO) { loss.happened.store(true, ordering: .relaxed) }
    }

    /// Some of the result could not be written: the disk is full, or its reader has gone.
    var hasLostOutput: Bool { loss.happened.load(ordering: .relaxed) }

    private final class Loss: Sendable {
        let happened = Atomic(false)
    }

    /// Something on the way, for a person.
    func say(_ text: String, at level: LogLevel = .info) {
        if level <= self.level { Self.write(text + "\n", to: STDERR_FILENO) }
    }

    /// A question, or a line that is to be written over: without an end.
    func prompt(_ text: String) { Self.write(text, to: STDERR_FILENO) }

    /// - Parameter isCollected: `false` for what somebody puts into the document in another order.
    func report(_ diagnostics: Diagnostics, isCollected: Bool = true) {
        if isCollected { collect(diagnostics) }
        let concealed = diagnostics.concealedLines
        let view = DiagnosticView(style: errors) { [lines] file, line in
            concealed.contains(SourceLine(file: file, line: line)) ? nil : lines.line(file, line)
        }
        let told = diagnostics.all.filter { $0.severity.level <= level }
        Self.write(view.text(Diagnostics(told)), to: STDERR_FILENO)
    }

    /// For the document alone: it is told already.
    func collect(_ diagnostics: Diagnostics) { collected.state.withLock { $0.diagnostics.report(contentsOf: diagnostics) } }

    private static func write(_ text: String, to descriptor: Int32) { _ = write(Array(text.utf8), to: descriptor) }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

extension Diagnostic.Severity {
    fileprivate var level: LogLevel {
        switch self {
        case .error: .error
        case .warning: .warning
        case .note: .info
        }
    }
}
