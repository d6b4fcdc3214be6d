public import OAuthRegistration
import StrictJSON

/// Why a call came to nothing, in words, and one thing to do about it.
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
        case .truncatedJSON, .html, .compressed, .text:
            "status \(status), with \(shape.rawValue): more likely from something in front of the server than from the server"
        }
    }

    /// One thing to do, by what RFC 7591, section 3.2.2 and the onboarding page's table of statuses mean.
    func hint(
        _ operation: RegistrationOperation, _ label: ClientLabel, at server: String, _ profile: ServerProfile
    ) -> String {
        if operation != .delete, let judged = hintOfJudgement { return judged }
        // A 503 that is a refusal says that nothing was registered.
        if status == 429 || status == 503 { return "wait\(retryAfter?.inWords ?? ""), then run the command again" }
        // What a profile knows of dead tokens is about the clients' own.
        let meaning = RefusedRead(self, at: ServerTraits(profile: operation == .register ? .generic : profile))
        return switch operation {
        case .register: hintOfRegister(meaning, server)
        case .update: hintOfUpdate(meaning, label)
        case .delete: hintOfDelete(meaning, label, server)
        case .read: meaning.hint(label, at: server)
        }
    }

    /// Of what was sent.
    private var hintOfJudgement: String? {
        switch error {
        case "invalid_redirect_uri": "correct redirect_uris in the manifest (RFC 7591, section 3.2.2)"
        case "invalid_client_metadata": "correct the metadata in the manifest (RFC 7591, section 3.2.2)"
        case "invalid_software_statement", "unapproved_software_statement":
            "ask the issuer of the software statement, or the server's operator, for one that this server accepts"
        default: nil
        }
    }

    private func hintOfRegister(_ meaning: RefusedRead, _ server: String) -> String {
        switch meaning {
        case .goneOrTokenDead, .forbidden: "check the token: initial_access_token of the server in rollcall.yaml"
        case .nowhere, .noRead, .gone: "check the registration endpoint:\n  rollcall discover \(server)"
        default: hintOfAny(meaning)
        }
    }

    /// The read before it, where there is one, was answered with the same token.
    private func hintOfUpdate(_ meaning: RefusedRead, _ label: ClientLabel) -> String {
        switch meaning {
        case .nowhere:
            "see whether the client is still there; if it is, the server updates no client, and it can only be registered anew:\n  rollcall drift \(label)\n"
                + "  rollcall apply --replace \(label)"
        case .goneOrTokenDead, .gone:
            "see whether the client is still there, or its registration access token dead:\n  rollcall drift \(label)"
        case .forbidden:
            "ask who runs the server what the client's token may change, and quote what it said: a policy is in the way"
        case .noRead:
            "\(isOfGateway ? Self.inFront : "")the server updates no client; it can only be registered anew:\n  rollcall apply --replace \(label)"
        default: hintOfAny(meaning)
        }
    }

    private func hintOfDelete(_ meaning: RefusedRead, _ label: ClientLabel, _ server: String) -> String {
        switch meaning {
        case .goneOrTokenDead:
            "if the client is gone from the server, drop it from state; if its token was replaced, record the newer one, then apply again:\n"
                + "  rollcall forget \(label)\n  rollcall import \(label) --server \(server) --token-env NAME"
        case .forbidden:
            "ask who runs the server which policy is in the way; if the client is gone from the server, drop it from state:\n"
                + "  rollcall forget \(label)"
        case .nowhere, .gone: "if the client is gone from the server, drop it from state:\n  rollcall forget \(label)"
        case .noRead:
            "\(isOfGateway ? Self.inFront : "")the server deletes no client; to leave it there and drop it from state:\n  rollcall forget \(label)"
        default: hintOfAny(meaning)
        }
    }

    /// A page may be the server's own, and may be said by what stands in front of it.
    private static let inFront =
        "if something in front of the server said that, say what the server has (methods: [GET, PUT, DELETE] in a profile of your own); if not, "

    private func hintOfAny(_ meaning: RefusedRead) -> String {
        switch meaning {
        case .elsewhere: "name the address that it redirects to: a redirect is never followed with a credential"
        case .inFront: "ask who runs what is in front of the server, and quote what it said"
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
