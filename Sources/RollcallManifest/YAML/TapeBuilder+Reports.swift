import OAuthRegistration
import RollcallCore
import StrictJSON

/// What is said of a file's YAML.
extension TapeBuilder {
    mutating func tooDeep(_ node: YAMLNode) -> Progress {
        report(
            .yamlTooDeep, at: node, "Lists and mappings are nested more than \(Self.depthLimit) deep here.",
            hint: "close the brackets that are open, or divide what is nested")
        return .stop
    }

    mutating func reportTag(at node: YAMLNode, isScalar: Bool) {
        report(
            .yamlTag, at: node, "Tags (words that begin with !) are not read: what a value is follows from how it is written.",
            hint: isScalar ? "remove the tag; if a text is meant, quote the value" : "remove the tag")
    }

    mutating func reportSyntax(_ problem: SyntaxProblem) {
        diagnostics.report(
            Diagnostic(
                .yamlSyntax, problem.detail, hint: problem.hint,
                at: SourceLocation(file: file, line: problem.line + 1, column: problem.column + 1)))
    }

    /// Tokens and private keys wherever they stand, keys included; `software_statement` is meant to be one (RFC 7591, section 2.3).
    mutating func reportTokens() {
        for index in suspects {
            let text = tape.text(of: index)
            guard let what = text.holdsToken ? "JSON Web Token" : text.holdsPrivateKey ? "private key" : nil else { continue }
            tape.concealed.insert(tape.nodes[index].extent.start)
            report(
                .literalSecret, at: tape.nodes[index],
                "A text here is shaped like a \(what), and whoever can read the manifest could use it.",
                hint: "revoke it, remove it from the history, and refer to it from rollcall.yaml, such as { env: NAME }")
        }
    }

    mutating func report(
        _ code: DiagnosticCode, at node: YAMLNode, _ detail: String, hint: String, related: YAMLNode? = nil
    ) {
        diagnostics.report(
            Diagnostic(code, detail, hint: hint, at: node.location(in: file), related: related?.location(in: file)))
    }
}

extension YAMLNode {
    func location(in file: String) -> SourceLocation { SourceLocation(file: file, line: line, column: column, length: length) }
}

extension ArraySlice<UInt8> {
    /// Alone, or behind a word such as `Bearer`, or in an address.
    fileprivate var holdsToken: Bool {
        split { !$0.isTokenByte }.contains { word in
            word.starts(with: "eyJ".utf8) && JSONString(validating: word)?.looksLikeJWT == true
        }
    }

    /// The armour of PEM (RFC 7468), on its own line or in one with what follows.
    var holdsPrivateKey: Bool {
        let words = split { !$0.isTokenByte || $0 == UInt8(ascii: "-") }
        return zip(words, words.dropFirst()).contains { $0.elementsEqual("PRIVATE".utf8) && $1.elementsEqual("KEY".utf8) }
    }
}

extension UInt8 {
    fileprivate var isTokenByte: Bool {
        isDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: "_") || self == UInt8(ascii: ".")
            || (self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "z"))
    }
}
