import OAuthRegistration
import StrictJSON

/// What there is to say of the reads around a write that was accepted.
extension Settlement.Report {
    func tellOfReads(after change: Change, _ diagnostics: inout Diagnostics) {
        if let refusedReadBack {
            diagnostics.report(
                change.action == .update
                    ? silentRotation(refusedReadBack, of: change) : notShownYet(refusedReadBack, of: change))
        }
        if let readless {
            diagnostics.report(
                Diagnostic(
                    .readsNothing,
                    "The server \"\(change.server)\" refused to show the client (\(readless.inWords)) and then updated it, so there is no read that works "
                        + "(RFC 7592, section 2.1). From now on its clients are updated from what it last answered; what somebody else changes "
                        + "there cannot be seen.",
                    hint: "nothing is to be done; should a read work one day, it is used again:\n  rollcall drift",
                    client: change.label))
        }
        for field in contradicted {
            diagnostics.report(
                Diagnostic(
                    .fieldContradicted,
                    "The server \"\(change.server)\" answered the update with \(field) as it is declared, and shows it straight after as before the update. "
                        + "Its reads may be late; or somebody has changed it again; or it never shows it as it is. That is not guessed of a "
                        + "field with which somebody could take a client over, so it is updated back each time.",
                    hint:
                        "if that is how the server shows it, say so in a profile of your own (profiles: in rollcall.yaml):\n  fields: { \(field): rewritten }",
                    client: change.label, field: field.text))
        }
    }

    private func silentRotation(_ refusal: Refusal, of change: Change) -> Diagnostic {
        Diagnostic(
            .clientUnreadable, severity: .warning,
            "The server \"\(change.server)\" did what was asked, and then did not show the client: \(refusal.inWords). The write may "
                + "have replaced the registration access token without a word of it in the answer (RFC 7592, section 3 wants it there).",
            hint: "see whether it can still be read, before more is changed at this server:\n  rollcall drift \(change.label)",
            client: change.label)
    }

    private func notShownYet(_ refusal: Refusal, of change: Change) -> Diagnostic {
        Diagnostic(
            .clientUnreadable, severity: .warning,
            "The server \"\(change.server)\" registered the client, and a read with the token that came with it does not show it: \(refusal.inWords). It was "
                + "asked at once, perhaps too early; or no read works there (RFC 7592, section 2.1). An update asks again, and goes out "
                + "without a read if that is refused, too.",
            hint: "see whether it can be read now:\n  rollcall drift \(change.label)", client: change.label)
    }
}
