import CLibYAML
import RollcallCore

/// From the bytes of a file to its tape. libyaml makes the events; what they mean is decided in `TapeBuilder`.
enum YAMLFile {
    /// `nil` if the file cannot be read to its end, or is empty: reported.
    static func read(_ source: ManifestSource, diagnostics: inout Diagnostics) -> YAMLTape? {
        guard source.bytes.count <= ManifestReader.fileLimit else {
            diagnostics.report(
                Diagnostic(
                    .fileTooLarge,
                    "The file is larger than \(ManifestReader.fileLimit) bytes, which is the most that a manifest has.",
                    hint: "divide the clients among several files", at: SourceLocation(file: source.path, line: 1, column: 1)))
            return nil
        }
        let text = YAMLText(source.bytes)
        if let fault = text.firstFault() {
            diagnostics.report(diagnostic(fault, in: text, file: source.path))
            return nil
        }
        var builder = TapeBuilder(file: source.path, size: source.bytes.count, brokenOff: text.brokenOff)
        let isWhole = parse(text, into: &builder)
        builder.reportTokens()
        diagnostics.report(contentsOf: builder.diagnostics)
        return isWhole ? builder.tape : nil
    }

    private static func diagnostic(_ fault: YAMLText.Fault, in text: YAMLText, file: String) -> Diagnostic {
        let (line, column) = text.position(of: fault.offset)
        return Diagnostic(
            fault.kind == .encoding ? .fileEncoding : .yamlDirective, fault.detail, hint: fault.hint,
            at: SourceLocation(file: file, line: line + 1, column: column + 1))
    }

    /// Whether the file was read to its end. The parser and the event are local variables: as a class's fields each access
    /// would be checked for exclusivity, which doubles the cost of the loop.
    private static func parse(_ text: YAMLText, into builder: inout TapeBuilder) -> Bool {
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else { preconditionFailure("no memory for a parser") }
        defer { yaml_parser_delete(&parser) }
        return text.bytes.withUnsafeBufferPointer { bytes in
            // libyaml asserts that there is an input, be it of no bytes.
            guard let base = bytes.baseAddress, bytes.count > text.start else { return true }
            yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
            yaml_parser_set_input_string(&parser, base + text.start, bytes.count - text.start)
            var event = yaml_event_t()
            while true {
                guard yaml_parser_parse(&parser, &event) == 1 else {
                    builder.reportSyntax(SyntaxProblem(parser, in: text))
                    return false
                }
                let progress = builder.add(event)
                yaml_event_delete(&event)
                switch progress {
                case .more: continue
                case .end: return true
                case .stop: return false
                }
            }
        }
    }
}

/// What libyaml says of text that it cannot read. Its texts are constants: they quote nothing from the file.
struct SyntaxProblem {
    let line: Int
    let column: Int
    let detail: String
    let hint: String

    fileprivate init(_ parser: yaml_parser_t, in text: YAMLText) {
        // At the end of a last line that has no line break, libyaml is a line further.
        let end = text.position(of: text.bytes.count)
        let isBehind = Int(parser.problem_mark.line) > end.line
        line = isBehind ? end.line : Int(parser.problem_mark.line)
        column = isBehind ? end.column : Int(parser.problem_mark.column)
        let problem = parser.problem.map { String(cString: $0) } ?? "out of memory"
        let context = parser.context.map { String(cString: $0) }
        detail = Self.sentence(context, Int(parser.context_mark.line), problem, line)
        hint =
            problem == "found character that cannot start any token"
            ? "indent with spaces, not with tabs; put a text that begins with @ or ` in quotes"
            : "look at the indentation, the quotes and the brackets from there to here"
    }

    private static func sentence(_ context: String?, _ line: Int, _ problem: String, _ problemLine: Int) -> String {
        guard let context else { return "The YAML parser stopped: \(problem)." }
        let beginning = line == problemLine ? "" : " that begins in line \(line + 1)"
        return "The YAML parser stopped \(context)\(beginning): \(problem)."
    }
}
