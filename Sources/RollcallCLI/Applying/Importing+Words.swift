import OAuthRegistration
import RollcallCore
import StrictJSON

/// Why something was not imported.
extension Importing {
    func unaddressed(_ id: JSONString) -> Diagnostic {
        Diagnostic(
            .notImported,
            "No address can be made of the client_id \"\(id)\": not everybody on the way would read it in the same way. Nothing was sent.",
            hint: "name the client's registration_client_uri with --uri", client: label)
    }

    func elsewhere(_ context: ServerContext) -> Diagnostic {
        Diagnostic(
            .notImported,
            "The address is not at \(context.registrationEndpoint.origin.text), where the registration endpoint of \"\(server)\" is, or is none. "
                + "No token is sent there, and none was.", hint: RegistrationClientAddress.hint(at: server), client: label)
    }

    /// Less the server's own words, its code apart: they may repeat what it knows of the client, and nobody here can know what of that is
    /// a credential.
    static func words(_ refusal: Refusal, toAdministrator isAdministrator: Bool) -> String {
        let code = refusal.error.flatMap { error in codes.first { $0 == error } }.map { " \"\($0)\"" } ?? ""
        return "refused with status \(refusal.status)\(code). "
            + RefusedRead(refusal, toAdministrator: isAdministrator).inWords
    }

    /// RFC 6750, section 3.1; RFC 6749, section 5.2; RFC 7591, section 3.2.2.
    private static let codes: [JSONString] = [
        "invalid_token", "insufficient_scope", "invalid_request", "access_denied", "invalid_client", "invalid_client_metadata",
    ]

    func unread(_ why: String, isByAdministrator: Bool) -> Diagnostic {
        Diagnostic(
            .notImported, "The client could not be read at \"\(server)\": \(why) Nothing was recorded under \"\(label)\".",
            hint:
                "check the \(isByAdministrator ? "client_id" : "address and the token"); the same command takes up what a read has brought",
            client: label)
    }

    func recorded(as other: ClientLabel) -> Diagnostic {
        Diagnostic(
            .clientRecorded,
            "The client is recorded already, as \"\(other)\" at \"\(server)\". Under two labels it would be one registration all the same "
                + "(RFC 7591, section 3.2.1), and each plan would undo the other's.",
            hint: "to have it under another label:\n  rollcall state mv \(other) \(label)", client: label)
    }
}
