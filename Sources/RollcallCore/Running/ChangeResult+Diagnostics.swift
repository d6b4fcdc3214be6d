import OAuthRegistration
import StrictJSON

/// What there is to say about the calls of a change: why it is not done, or what was odd about it.
extension ChangeResult {
    public var diagnostics: Diagnostics {
        var diagnostics = Diagnostics()
        for settlement in settlements {
            switch settlement {
            case .done(let report): report.tellAll(of: change, &diagnostics)
            case .failed(let failure):
                let diagnostic = failure.diagnostic(of: change, authority).afterReplacing(failure, change)
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
        case .notDeleted: true
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
    fileprivate func diagnostic(of change: Change, _ authority: CallAuthority?) -> Diagnostic {
        switch self {
        case .refused(let operation, let refusal):
            Diagnostic(
                .callRefused, "The server \"\(change.server)\" refused to \(operation.rawValue) the client: \(refusal.inWords).",
                hint: refusal.hint(operation, change.label, at: change.server, authority?.profile ?? .generic),
                client: change.label)
        case .notDeleted(let refusal):
            Diagnostic(
                .callRefused,
                "The server \"\(change.server)\" refused to delete what the client was registered as before: \(refusal.inWords). It was asked then, and "
                    + "has that registration still, so it stays recorded.",
                hint:
                    "apply again, and it is tried anew; if it is refused each time, have the server's operator delete it:\n  rollcall apply",
                client: change.label)
        case .notSent(let operation, let failure):
            Diagnostic(
                .callNotSent,
                "Nothing was sent to \(operation.rawValue) the client at \"\(change.server)\": \(failure.text). The server holds what it held.",
                hint: failure.hint, client: change.label)
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
                "No answer told what became of the \(operation.rawValue) of the client at \"\(change.server)\": \(reason). The server was asked "
                    + "then, and it holds what it held before.",
                hint: "run the command again: it is planned anew", client: change.label)
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
                    "No answer told what became of it: \(lostAnswer). The server \"\(change.server)\" was asked at once, and it was done.",
                    client: change.label))
        }
        if let refusedToken {
            diagnostics.report(
                Diagnostic(
                    .clientUnreadable, severity: .warning,
                    "The server \"\(change.server)\" has the client, and refuses the token that it issued with it: \(refusedToken.inWords). A read "
                        + "whose answer was lost may have brought a newer one (RFC 7592, section 2.1).",
                    hint: "find out who holds its new token, and record it; without it, register the client anew:\n"
                        + "  rollcall import \(change.label) --server \(change.server) --token-env NAME\n  rollcall apply --replace \(change.label)",
                    client: change.label))
        }
        tellOfReads(after: change, &diagnostics)
        if let newSecret { diagnostics.report(newSecret.newSecretDiagnostic(at: change.server, of: [change.label])) }
        if let wasGone {
            diagnostics.report(
                Diagnostic(
                    .clientWasGone,
                    "The server \"\(change.server)\" told an administrator that the client to be deleted is not there: \(wasGone.inWords). So nothing "
                        + "of it stays recorded.", client: change.label))
        }
        for note in notes.onceEach {
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
                    hint: RegistrationClientAddress.hint(at: change.server), client: change.label))
        case .notUsed(.notAnAddress(let fault)):
            diagnostics.report(
                Diagnostic(
                    .addressNotUsed,
                    "The client is registered and its credentials are recorded; but the server gave no usable address for it: \(fault). It "
                        + "cannot be read, updated or deleted (RFC 7592, section 3 wants a whole URL).",
                    hint: RegistrationClientAddress.Reason.notAnAddress(fault).hint(at: change.server),
                    client: change.label))
        }
    }

    private func text(_ value: JSONValue?) -> String {
        value.map { String(decoding: $0.canonicalBytes, as: UTF8.self) } ?? "nothing"
    }
}
