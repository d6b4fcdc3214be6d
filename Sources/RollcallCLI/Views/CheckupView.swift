import RollcallCore

/// What `doctor` found, as a person reads it: subject by subject, a line a check.
struct CheckupView {
    let style: Style

    func text(_ checkup: Checkup) -> String {
        var text = ""
        var subject: String?
        for check in checkup.checks {
            if check.subject != subject {
                text += (subject == nil ? "" : "\n") + style.paint(InertText.escaped(check.subject), .bold) + "\n"
            }
            subject = check.subject
            text += line(check)
        }
        return text + "\n" + summary(checkup)
    }

    private func line(_ check: Checkup.Check) -> String {
        let text = (check.code.map { "[\($0.name)] " } ?? "") + InertText.escaped(check.text)
        let level = check.level.rawValue + String(repeating: " ", count: Self.margin - 2 - check.level.rawValue.count)
        let lines = WrappedText.lines(text, width: WrappedText.screen - Self.margin).enumerated().map { index, line in
            (index == 0 ? "  " + style.paint(level, colour(check.level)) : Self.indent) + line + "\n"
        }
        return lines.joined() + (check.hint.map { hint($0) } ?? "")
    }

    private func hint(_ hint: String) -> String {
        let lines = hint.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).flatMap { line in
            line.hasPrefix(" ")
                ? [InertText.escaped(line)]
                : WrappedText.lines(InertText.escaped(line), width: WrappedText.screen - Self.margin - 3)
        }
        return lines.enumerated().map { index, line in Self.indent + (index == 0 ? "-> " : "   ") + line + "\n" }.joined()
    }

    private func colour(_ level: Checkup.Level) -> Style.Colour {
        switch level {
        case .ok: .cyan
        case .warning: .yellow
        case .error: .red
        }
    }

    private func summary(_ checkup: Checkup) -> String {
        let (errors, warnings) = (checkup.count(.error), checkup.count(.warning))
        if errors + warnings == 0 { return "Nothing is wrong.\n" }
        return "\(errors) error\(errors == 1 ? "" : "s"), \(warnings) warning\(warnings == 1 ? "" : "s").\n"
    }

    private static let margin = 11
    private static let indent = String(repeating: " ", count: margin)
}
