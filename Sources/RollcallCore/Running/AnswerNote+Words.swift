import OAuthRegistration
import StrictJSON

/// What was odd about an answer, after "The server did what was asked, but it".
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
        case .stale(let name): "shows a \(name.text) that it had replaced already; the newer one stays"
        case .masked(let name): "shows \(name.text) masked; the one that is recorded stays"
        case .withheld(let name): "answered with \(name.text), which is or holds a credential; it is neither kept nor shown"
        case .secretWithoutExpiry: "issued a client_secret without client_secret_expires_at (RFC 7591, section 3.2.1 requires it)"
        case .tokenWithoutURI: "gave a registration_access_token without a registration_client_uri"
        case .sameClient: "answered with the client that it had before: there is one registration, and none was deleted"
        case .uriWithoutToken: "gave a registration_client_uri without a registration_access_token"
        }
    }
}
