import RollcallCore

/// A diagnostic as a person reads it:
///
///     error[RC1014]: redirect URI is not absolute
///       --> clients/web.yaml:12:9
///     12 |       - /callback
///        |         ^^^^^^^^^  client "web", redirect_uris[0]
///        The server compares this value …
///        hint: write the whole address
struct DiagnosticView {
    var style: Style
    /// A line of a file that a person wrote, without its end; `nil` if it cannot be had or must not be shown.
    var sourceLine: (_ file: String, _ line: Int) -> [Unicode.Scalar]?

    private static let indent = "   "

    func text(_ diagnostics: Diagnostics) -> String { diagnostics.all.map(text).joined(separator: "\n") }

    func text(_ diagnostic: Diagnostic) -> String {
        let severity = style.paint("\(diagnostic.severity.rawValue)[\(diagnostic.code.name)]", colour(diagnostic.severity))
        var lines = ["\(severity): \(style.paint(diagnostic.code.summary, .bold))"]
        if let location = diagnostic.location { lines += place(diagnostic, at: location) }
        if diagnostic.location == nil, let subject = subject(diagnostic) { lines.append("   \(subject)") }
        if let related = diagnostic.related { lines.append("   see also \(position(related))") }
        lines += wrapped(diagnostic.detail).map { "   " + $0 }
        if let hint = diagnostic.hint { lines += hintLines(hint) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func colour(_ severity: Diagnostic.Severity) -> Style.Colour {
        switch severity {
        case .error: .red
        case .warning: .yellow
        case .note: .blue
        }
    }

    private func position(_ location: SourceLocation) -> String {
        "\(InertText.escaped(location.file)):\(location.line):\(location.column)"
    }

    private func subject(_ diagnostic: Diagnostic) -> String? {
        let parts = [diagnostic.client.map { "client \"\($0)\"" }, diagnostic.field.map { InertText.escaped($0) }].compactMap(
            \.self)
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    private func place(_ diagnostic: Diagnostic, at location: SourceLocation) -> [String] {
        let subject = subject(diagnostic)
        let position = "  --> \(position(location))"
        guard let line = sourceLine(location.file, location.line) else {
            return [position] + (subject.map { ["   \($0)"] } ?? [])
        }
        let number = String(location.line)
        let margin = String(repeating: " ", count: number.count) + " | "
        let excerpt = SourceExcerpt(
            line, column: location.column, length: location.length, width: WrappedText.screen - margin.count - 1)
        let mark = margin + String(repeating: " ", count: excerpt.column) + style.paint(excerpt.mark, colour(diagnostic.severity))
        let lines = [position, "\(number) | \(excerpt.text)", mark]
        guard let subject else { return lines }
        let end = margin.count + excerpt.column + excerpt.mark.count + 2 + subject.count
        return end <= WrappedText.screen ? lines.dropLast() + ["\(mark)  \(subject)"] : lines + [margin + subject]
    }

    /// The first line follows the word; a command stands on a line of its own, and is not broken.
    private func hintLines(_ hint: String) -> [String] {
        let lines = hint.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let text = lines.flatMap { $0.hasPrefix(" ") ? [InertText.escaped($0)] : wrapped($0, before: "hint: ") }
        return text.enumerated().map { index, line in index == 0 ? "   \(style.paint("hint:", .cyan)) \(line)" : "   \(line)" }
    }

    /// - Parameter before: what stands before the first line, and makes room for itself in all of them.
    private func wrapped(_ text: String, before: String = "") -> [String] {
        WrappedText.lines(InertText.escaped(text), width: WrappedText.screen - Self.indent.count - before.count)
    }
}
