public import OAuthRegistration

/// A server that answered with another client secret than the one that is recorded: whoever uses the client has to be told, and what was
/// recorded is kept beside it, because what a read shows may be no secret at all.
extension RegistrationOperation {
    public func newSecretDiagnostic(at server: String, of labels: [ClientLabel]) -> Diagnostic {
        let whose = labels.map { "\"\($0)\"" }.joined(separator: ", ")
        let credentials = "rollcall credentials \(labels[0])"
        return Diagnostic(
            self == .read ? .newSecretRead : .newSecret,
            "The server \"\(server)\" answered \(self == .read ? "a read" : "an update") with another client secret than the one that was recorded, for "
                + "\(whose) (RFC 7592, sections 2.1 and 2.2 allow it). It is recorded, and whoever uses the client needs it; the one before, which "
                + "may still be the right one if the server only hides it, is kept: --field replaced_client_secret.",
            hint: "see which of the two the server accepts:\n  \(credentials)\n  \(credentials) --field replaced_client_secret",
            client: labels.count == 1 ? labels[0] : nil)
    }
}
