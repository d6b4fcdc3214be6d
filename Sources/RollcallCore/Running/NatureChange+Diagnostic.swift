import OAuthRegistration
import StrictJSON

/// What is to be said where a server has made another client of one: before anything else, and of an update as an error, though the server
/// accepted it.
extension Settlement.Report {
    func tellAll(of change: Change, _ diagnostics: inout Diagnostics) {
        for nature in natureChanges {
            diagnostics.report(nature.isOfWhatItWas ? nature.otherwise(change) : nature.notAsMeant(change))
        }
        tell(of: change, &diagnostics)
    }
}

extension NatureChange {
    fileprivate func otherwise(_ change: Change) -> Diagnostic {
        Diagnostic(
            .clientBecameAnother,
            "The server \"\(change.server)\" accepted the update, and made another client of this one, which the manifest does not ask for: "
                + "\(inWords). It granted that in the place of what was sent (RFC 7591, section 3.2.1), or did not take what was sent for what it says.",
            hint: hint(change, "to take it back"), client: change.label,
            field: field.text)
    }

    fileprivate func notAsMeant(_ change: Change) -> Diagnostic {
        Diagnostic(
            .clientOpened,
            "The manifest declares a client that acts for no user, and the server \"\(change.server)\" has one to which the authorization "
                + "code flow, or another with a redirection, is open: it took its default for what is not declared, or is declared as empty "
                + "(RFC 7591, section 2).",
            hint: hint(change, "if it is not meant"), client: change.label,
            field: field.text)
    }

    private var inWords: String {
        switch self {
        case .isOpen, .opened: "the authorization code flow, or another with a redirection, is open to it now, and was not"
        case .becameConfidential: "it was public, and has to authenticate now"
        case .becamePublic: "it had to authenticate, and anybody who knows its client_id can act as it now"
        case .losesPairwise:
            "its subject identifiers were pairwise, and are others now, so that none of its users is known to it any more "
                + "(OpenID Connect Core 1.0, section 8)"
        }
    }

    private var field: JSONString {
        switch self {
        case .isOpen, .opened: "response_types"
        case .becameConfidential, .becamePublic: "token_endpoint_auth_method"
        case .losesPairwise: "subject_type"
        }
    }

    /// What the field is to be. `none` is a response type of its own, and no server takes it for an absent list.
    private var remedy: JSONValue {
        switch self {
        case .isOpen, .opened: ["none"]
        case .becameConfidential: "none"
        case .becamePublic(from: let method): .string(method)
        case .losesPairwise: "pairwise"
        }
    }

    /// One thing to do; where the manifest has said it already, it is not for the manifest to say.
    private func hint(_ change: Change, _ purpose: String) -> String {
        let declared = change.desired?.metadata.value(of: field)
        if declared != nil, FieldCatalog.agree(field, declared, remedy) {
            return "the manifest says \(field) already: ask who runs the server why it grants another value"
        }
        return
            "\(purpose), declare this for the client, and apply again:\n  \(field): \(String(decoding: remedy.canonicalBytes, as: UTF8.self))"
    }
}
