import OAuthRegistration
import RollcallCore
import StrictJSON

/// A code or a field, explained to a person.
struct ExplanationView {
    let style: Style

    func text(_ explanation: Explanation) -> String {
        let code = explanation.code
        return """
            \(style.paint("\(code.severity.rawValue)[\(code.name)]: \(code.summary)", .bold))

            \(WrappedText.indented(explanation.meaning, by: 2))
              What to do:
            \(WrappedText.indented(explanation.remedy, by: 4))
            """
    }

    func text(_ field: ExplainedField) -> String {
        let rule = field.rule
        let tags =
            rule.languageTags
            ? "allowed: \(rule.name.text)#ja (RFC 7591, section 2.2)" : "none"
        let rows = [
            ["defined in", rule.section], ["type", rule.type.rawValue], ["compared", field.comparison],
            ["default", rule.defaultValue.map { ValueView.inline($0) } ?? "none: an absent field is the server's"],
            ["language tags", tags], field.declaredIn.map { ["declared in", "\($0.text) of a server's metadata"] },
        ].compactMap(\.self)
        return style.paint(InertText.escaped(field.name.text), .bold) + "\n\n" + TextTable(rows: rows, indent: 2).text + "\n"
            + style.paint("What servers do with it, by profile", .bold) + "\n\n" + servers(field)
    }

    private func servers(_ field: ExplainedField) -> String {
        let rows = field.treatments.map { [$0.profile.name, $0.treatment.inWords] }
        let lines = TextTable(rows: rows, indent: 2).lines
        return zip(lines, field.treatments).map { line, entry in
            line + "\n" + (entry.treatment.source.map { WrappedText.indented($0, by: 6) } ?? "")
        }.joined()
    }
}
