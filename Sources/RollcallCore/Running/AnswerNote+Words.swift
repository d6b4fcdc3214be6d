public import OAuthRegistration
import StrictJSON

/// A clause for a sentence about a server: what was odd about its answer.
extension AnswerNote {
    var inWords: String {
        switch self {
        case .status(let status): "answered with the unusual status \(status)"
        case .repeatedMember(let name): "answered with \(name.text) more than once; the last one counts"
        case .wrongType(let name): "answered with \(name.text) of another type than the specification's; it was left out"
        case .numberForText(let name): "answered with \(name.text) as a number; it was taken as it is written"
        case .byteOrderMark: "answered with a byte order mark before the JSON (RFC 8259, section 8.1); it was passed over"
        case .notUTF8:
            "answered with bytes that are not UTF-8 (RFC 8259, section 8.1); what was issued is whole, and elsewhere U+FFFD stands for them"
        case .milliseconds(let name):
            "answered with \(name.text) in milliseconds; it was taken for the seconds that it stands for (RFC 7591, section 3.2.1 has seconds)"
        case .stale(let name):
            "shows the \(name.text) that was replaced already; the one that is recorded stays, and the other is kept as replaced_\(name.text)"
        case .masked(let name): "shows \(name.text) masked; the one that is recorded stays"
        case .withheld(let name): "answered with \(name.text), which is or holds a credential; it is neither kept nor shown"
        case .secretWithoutExpiry: "issued a client_secret without client_secret_expires_at (RFC 7591, section 3.2.1 requires it)"
        case .tokenWithoutURI: "gave a registration_access_token without a registration_client_uri"
        case .sameClient: "answered with the client that it had before: there is one registration, and none was deleted"
        case .uriWithoutToken: "gave a registration_client_uri without a registration_access_token"
        }
    }
}

extension AnswerNote {
    /// What a read has shown in a credential's place, for several clients at once; `nil` of another kind.
    public func readDiagnostic(at server: String, of labels: [ClientLabel]) -> Diagnostic? {
        switch self {
        case .stale, .masked, .milliseconds:
            Diagnostic(
                .answerOdd,
                "The server \"\(server)\" \(inWords). So it was with \(labels.map { "\"\($0)\"" }.joined(separator: ", ")).",
                client: labels.count == 1 ? labels[0] : nil)
        case .status, .repeatedMember, .wrongType, .numberForText, .byteOrderMark, .notUTF8, .withheld, .secretWithoutExpiry,
            .tokenWithoutURI,
            .uriWithoutToken, .sameClient:
            nil
        }
    }
}
