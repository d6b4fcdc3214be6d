public import OAuthRegistration
import StrictJSON

/// What there is to say about the calls of a change: why it is not done, or what was odd about it.
extension ChangeResult {
    public var diagnostics: Diagnostics {
        var diagnostics = Diagnostics()
        for settlement in settlements {
            switch settlement {
            case .done(let report): report.tellAll(of: change, &diagnostics)
            case .failed(let failure):
                let diagnostic = failure.diagnostic(of: change).afterReplacing(failure, change)
                diagnostics.report(authority.map { diagnostic.knowing($0, of: failure, change.label) } ?? diagnostic)
            case .inDoubt(let id, let reason): diagnostics.report(doubt(id, reason))
            case .unrecorded(let id, let what): diagnostics.report(what.diagnostic(of: id, change))
            case .observed, .notStarted: break
            }
        }
        if outcome == .done { for registration in remaining { diagnostics.report(rest(registration)) } }
        return diagnostics
    }

    private func rest(_ registration: FormerRegistration) -> Diagnostic {
        Diagnostic(
            .registrationRemains,
            "The registration \(registration.clientID) stays at \"\(registration.server)\": "
                + (registration.credentials.registrationAccessToken == nil || registration.registrationClientURI == nil
                    ? "the server gave no address and token to delete it with" : "the server deletes no client")
                + " (RFC 7592, section 2.3).",
            hint: "have the server's operator delete it", client: change.label)
    }

    private func doubt(_ id: OperationID, _ reason: String) -> Diagnostic {
        Diagnostic(
            .callInDoubt,
            "A call to \(change.action.rawValue) the client was sent to \"\(change.server)\", and nobody knows whether it was carried out: "
                + "\(reason). It will not be sent again\(change.registersAnew ? ": that could register the client twice" : "").",
            hint: id.recoveryHint, client: change.label)
    }
}

extension Diagnostic {
    /// A replace registers first. Where only its delete failed, the same command would register the client once more.
    fileprivate func afterReplacing(_ failure: Settlement.Failure, _ change: Change) -> Diagnostic {
        guard change.action == .replace, failure.isOfDelete else { return self }
        var diagnostic = self
        diagnostic.hint =
            "the client is replaced and recorded, and what it had before is still to be deleted: apply again, without --replace:\n  rollcall apply"
        return diagnostic
    }
}

extension Settlement.Failure {
    fileprivate var isOfDelete: Bool {
        switch self {
        case .refused(let operation, _), .notSent(let operation, _), .notCarriedOut(let operation, _): operation == .delete
        case .unreadable, .drifted, .unmanaged, .notRecorded, .notCleared: false
        }
    }
}

extension OperationID {
    /// One thing to do about a call in doubt.
    public var recoveryHint: String {
        "ask what became of it, and see the ways out:\n  rollcall recover \(self)"
    }
}

extension Change {
    fileprivate var registersAnew: Bool { action == .register || action == .replace }
}

extension Settlement.Failure {
    func diagnostic(of change: Change) -> Diagnostic {
        switch self {
        case .refused(let operation, let refusal):
            Diagnostic(
                .callRefused, "The server \"\(change.server)\" refused to \(operation.rawValue) the client: \(refusal.inWords).",
                hint: refusal.hint(operation, change.label), client: change.label)
        case .notSent(let operation, let failure):
            Diagnostic(
                .callNotSent,
                "Nothing was sent to \(operation.rawValue) the client at \"\(change.server)\": \(failure.text). The server holds what it held.",
                hint: "run the command again when the server can be reached", client: change.label)
        case .unreadable(let reason):
            Diagnostic(
                .clientUnreadable,
                "Before the change, \"\(change.server)\" was asked what the client is now: \(reason.inWords). Without knowing that, a change "
                    + "could wipe what somebody else has set, so none was sent.",
                hint: "see what the servers say:\n  rollcall plan --refresh", client: change.label)
        case .drifted(let fields):
            Diagnostic(
                .clientDrifted,
                "At the server \"\(change.server)\", \(fields.map(\.text).joined(separator: ", ")) differs from what was granted, and "
                    + "the plan does not mention it. An update would undo what somebody else has changed.",
                hint: "look at it, then apply with it:\n  rollcall apply --refresh \(change.label)", client: change.label)
        case .unmanaged:
            Diagnostic(
                .clientUnmanaged,
                "There is no token, or no address at the registration endpoint's origin, to manage the client with at "
                    + "\"\(change.server)\" (RFC 7592, section 3).",
                hint:
                    "if the server's addresses are at another origin, set registration_client_uri: same_origin for it; else the client "
                    + "can only be registered anew:\n  rollcall apply --replace \(change.label)", client: change.label)
        case .notRecorded:
            Diagnostic(
                .callNotSent, "The call to \"\(change.server)\" could not be recorded beforehand, so it was not sent.",
                hint: "see to the disk, then run the command again", client: change.label)
        case .notCleared(let fields, let refusal):
            Diagnostic(
                .fieldNotCleared,
                "The server \"\(change.server)\" accepted the update, and still has \(fields.map(\.text).joined(separator: ", ")), which it was "
                    + "to take away. The call to clear that was "
                    + (refusal.map { "refused: \($0.inWords)" } ?? "not carried out") + ". It is still to be done.",
                hint: "apply again, and it is tried anew:\n  rollcall apply \(change.label)", client: change.label)
        case .notCarriedOut(let operation, let reason):
            Diagnostic(
                .callNotCarriedOut,
                "The answer to the \(operation.rawValue) of the client at \"\(change.server)\" was lost: \(reason). The server was asked "
                    + "then, and it holds what it held before.",
                hint: "run the command again: it is planned anew", client: change.label)
        }
    }
}

extension ObservedClient.Reason {
    /// A clause for a sentence about what became of a read.
    public var inWords: String {
        switch self {
        case .refused(let refusal): refusal.inWords
        case .noAnswer(let text): text
        case .unmanaged: "there is no address, or no token, to read it with"
        case .inDoubt: "the read was sent and no complete answer seen"
        }
    }
}

extension Refusal {
    /// The server's words, in quotes: they are its own.
    public var inWords: String {
        let said = [error, errorDescription].compactMap { $0.map { "\"\($0.excerpt())\"" } }.joined(separator: ": ")
        if let redirect { return "status \(status), a redirect to \(redirect.text), which is not followed" }
        if !said.isEmpty { return "status \(status), \(said)" }
        return switch shape {
        case .oauth, .json: "status \(status), with JSON that says no reason"
        case .empty: "status \(status), without a word"
        case .anotherClient: "status \(status), with another client's answer"
        case .truncatedJSON, .html, .text:
            "status \(status), with \(shape.rawValue): more likely from something in front of the server than from the server"
        }
    }

    /// One thing to do, by what RFC 7591, section 3.2.2 and the onboarding page's table of statuses mean.
    fileprivate func hint(_ operation: RegistrationOperation, _ label: ClientLabel) -> String {
        switch (error, status) {
        case (_, 405) where operation == .delete, (_, 501) where operation == .delete:
            "the server deletes no client; to leave it there and drop it from state:\n  rollcall forget \(label)"
        case _ where operation == .delete && leavesBehind(.generic):
            "if the client is gone from the server, drop it from state:\n  rollcall forget \(label)"
        case ("invalid_redirect_uri", _): "correct redirect_uris in the manifest (RFC 7591, section 3.2.2)"
        case ("invalid_client_metadata", _): "correct the metadata in the manifest (RFC 7591, section 3.2.2)"
        case ("invalid_software_statement", _), ("unapproved_software_statement", _):
            "ask the issuer of the software statement, or the server's operator, for one that this server accepts"
        case (_, 401) where operation == .register, (_, 403) where operation == .register:
            "check the token: initial_access_token of the server in rollcall.yaml"
        case (_, 401), (_, 403):
            "see whether somebody else has changed the client: the recorded registration_access_token is no longer accepted"
        case (_, 404), (_, 405): "check the registration endpoint, or whether the client is still at the server"
        case (_, 429): "wait\(retryAfter?.inWords ?? ""), then run the command again"
        case (_, 300..<400): "name the address that it redirects to: a redirect is never followed with a credential"
        default: "ask who runs the server, and quote what it said"
        }
    }
}

extension RetryAfter {
    fileprivate var inWords: String {
        switch self {
        case .seconds(let seconds): " \(seconds) seconds"
        case .date: " as long as the server asks"
        }
    }
}

extension Settlement.Report {
    func tell(of change: Change, _ diagnostics: inout Diagnostics) {
        if let address { tell(address, of: change, &diagnostics) }
        if let strayAddress { diagnostics.report(strayAddress.strayDiagnostic(at: change.server, of: [change.label])) }
        if let leftBehind { diagnostics.report(rest(leftBehind, of: change)) }
        if let lostAnswer {
            diagnostics.report(
                Diagnostic(
                    .callCarriedOut,
                    "The answer was lost: \(lostAnswer). The server \"\(change.server)\" was asked at once, and it was done.",
                    client: change.label))
        }
        if let refusedToken {
            diagnostics.report(
                Diagnostic(
                    .clientUnreadable, severity: .warning,
                    "The server \"\(change.server)\" has the client, and refuses the token that it issued with it: \(refusedToken.inWords). A read "
                        + "whose answer was lost may have brought a newer one (RFC 7592, section 2.1).",
                    hint: "find out who holds its new token; without it, forget the client and register it anew",
                    client: change.label))
        }
        if let refusedReadBack {
            diagnostics.report(
                Diagnostic(
                    .clientUnreadable, severity: .warning,
                    "The server \"\(change.server)\" did what was asked, and then did not show the client: \(refusedReadBack.inWords). The write may "
                        + "have replaced the registration access token without a word of it in the answer (RFC 7592, section 3 wants it there).",
                    hint:
                        "see whether it can still be read, before more is changed at this server:\n  rollcall drift \(change.label)",
                    client: change.label))
        }
        for note in notes {
            diagnostics.report(
                Diagnostic(
                    .answerOdd, "The server \"\(change.server)\" did what was asked, but \(note.inWords).", client: change.label))
        }
        for field in substituted {
            diagnostics.report(
                Diagnostic(
                    .fieldSubstituted,
                    "\(field.name): \(text(field.requested)) was requested, and "
                        + (field.granted.map { "\(text($0)) was granted" } ?? "the answer does not show it")
                        + " (RFC 7591, section 3.2.1 allows it).",
                    client: change.label, field: field.name.text))
        }
        for field in kept {
            diagnostics.report(
                Diagnostic(
                    .fieldKept, "\(field) is no longer declared, and the server kept it. From now on it is the server's.",
                    client: change.label, field: field.text))
        }
    }

    private func rest(_ refusal: Refusal, of change: Change) -> Diagnostic {
        Diagnostic(
            .registrationRemains, severity: .warning,
            "The server \"\(change.server)\" refused to delete the registration that was replaced: \(refusal.inWords). It is not tried "
                + "again; if it is not gone, it stays there, and its credentials stay in the state.",
            hint: "see what was left behind, and have the server's operator delete it:\n  rollcall status", client: change.label)
    }

    private func tell(_ address: RegistrationClientAddress, of change: Change, _ diagnostics: inout Diagnostics) {
        switch address {
        case .use(_, upgraded: false), .notUsed(.notGiven): break
        case .use(let address, upgraded: true):
            diagnostics.report(
                Diagnostic(
                    .addressUpgraded,
                    "The server \"\(change.server)\" gave an http address for the client, under an https registration endpoint. "
                        + "\(address.text) is used instead, so that its token never goes out in clear.",
                    hint: "have the server's operator correct its address (behind a proxy: X-Forwarded-Proto)",
                    client: change.label))
        case .notUsed(.otherOrigin(let origin)):
            diagnostics.report(
                Diagnostic(
                    .addressNotUsed,
                    "The client is registered and its credentials are recorded; but its address is at \(origin.text), which is not where "
                        + "the registration endpoint is, so no token is sent there: it cannot be read, updated or deleted.",
                    hint: "if that server answers at the endpoint's origin too, set registration_client_uri: same_origin for "
                        + "\"\(change.server)\" in rollcall.yaml", client: change.label))
        case .notUsed(.notAnAddress(let fault)):
            diagnostics.report(
                Diagnostic(
                    .addressNotUsed,
                    "The client is registered and its credentials are recorded; but the server gave no usable address for it: \(fault). It "
                        + "cannot be read, updated or deleted (RFC 7592, section 3 wants a whole URL).",
                    hint: "if it is a path, set registration_client_uri: same_origin for \"\(change.server)\" in rollcall.yaml",
                    client: change.label))
        }
    }

    private func text(_ value: JSONValue?) -> String {
        value.map { String(decoding: $0.canonicalBytes, as: UTF8.self) } ?? "nothing"
    }
}

extension AnswerNote {
    fileprivate var inWords: String {
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
