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
    /// A line of a file that a person wrote, without its end; `nil` if it cannot be had.
    var sourceLine: (_ file: String, _ line: Int) -> String?

    private static let width = 100

    func text(_ diagnostics: Diagnostics) -> String { diagnostics.all.map(text).joined(separator: "\n") }

    func text(_ diagnostic: Diagnostic) -> String {
        let severity = style.paint("\(diagnostic.severity.rawValue)[\(diagnostic.code.name)]", colour(diagnostic.severity))
        var lines = ["\(severity): \(diagnostic.code.summary)"]
        if let location = diagnostic.location { lines += place(location, subject: subject(diagnostic)) }
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

    private func place(_ location: SourceLocation, subject: String?) -> [String] {
        var lines = ["  --> \(position(location))"]
        guard let line = sourceLine(location.file, location.line) else { return lines + (subject.map { ["   \($0)"] } ?? []) }
        let number = String(location.line)
        let margin = String(repeating: " ", count: number.count)
        let scalars = Array(line.unicodeScalars)
        let before = InertText.escaped(String(String.UnicodeScalarView(scalars.prefix(location.column - 1))))
        let marked = scalars.dropFirst(location.column - 1).prefix(location.length)
        let length = max(1, InertText.escaped(String(String.UnicodeScalarView(marked))).count)
        let pointer = String(repeating: " ", count: before.count) + style.paint(String(repeating: "^", count: length), .red)
        lines.append("\(number) | \(InertText.escaped(line))")
        lines.append("\(margin) | \(pointer)\(subject.map { "  " + $0 } ?? "")")
        return lines
    }

    /// The first line follows the word; a command stands on a line of its own.
    private func hintLines(_ hint: String) -> [String] {
        let lines = hint.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return lines.enumerated().map { index, line in
            index == 0 ? "   \(style.paint("hint:", .cyan)) \(InertText.escaped(line))" : "   \(InertText.escaped(line))"
        }
    }

    private func wrapped(_ text: String) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in InertText.escaped(text).split(separator: " ") {
            if !line.isEmpty, line.count + word.count + 1 > Self.width {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " " + word
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
