import OAuthRegistration
import RollcallCore
import StrictJSON

/// What is said of an import, and why something was not imported.
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
    static func words(_ refusal: Refusal, at profile: ServerProfile, toAdministrator isAdministrator: Bool) -> String {
        let code = refusal.error.flatMap { error in codes.first { $0 == error } }.map { " \"\($0)\"" } ?? ""
        return "refused with status \(refusal.status)\(code). "
            + RefusedRead(refusal, at: ServerTraits(profile: profile), toAdministrator: isAdministrator).inWords
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

    /// There is no address to use the token at.
    var nowhere: Diagnostic {
        Diagnostic(
            .notImported,
            "State has no address of \"\(label)\" at \"\(server)\", so nothing says where the token is to be used. Nothing was sent.",
            hint: "name the client's address:\n  rollcall import \(label) --server \(server) --uri URI --token-env NAME",
            client: label)
    }

    /// By another client, or by a call that is in doubt.
    func labelTaken(by doubt: Doubt? = nil, wasRead: Bool = false) -> Diagnostic {
        Diagnostic(
            .labelTaken,
            "A client cannot be imported as \"\(label)\": "
                + (doubt == nil ? "another one is recorded" : "a call is in doubt")
                + " under that label already, and one label is one registration."
                + (wasRead ? " What the read has brought is in state, among what is left at the servers." : ""),
            hint: doubt?.intent.id.recoveryHint ?? "choose another label, or see what it is:\n  rollcall status", client: label)
    }

    func recorded(as other: ClientLabel) -> Diagnostic {
        Diagnostic(
            .clientRecorded,
            "The client is recorded already, as \"\(other)\" at \"\(server)\". Under two labels it would be one registration all the same "
                + "(RFC 7591, section 3.2.1), and each plan would undo the other's.",
            hint: "to have it under another label:\n  rollcall state mv \(other) \(label)", client: label)
    }

    func tellOfRecording(
        _ information: ClientInformation, in state: StateDocument, since before: StateDocument, at context: ServerContext
    ) {
        if !before.survey.holdsPlain { console.report(Diagnostics(place.notesOnPlain(in: state))) }
        if let given = information.registrationClientURI, case .notUsed(let reason) = context.address(given: given) {
            console.report(Diagnostics([reason.strayDiagnostic(at: server, of: [label])]))
        }
    }
}
