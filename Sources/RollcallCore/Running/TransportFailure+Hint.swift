extension TransportFailure {
    /// What to do about a call of which nothing was sent.
    var hint: String {
        switch kind {
        case .badRequest: "see to the token that the call is made with: as it is, it can be sent to no server"
        case .credential: "see to what the token endpoint says, then run the command again"
        case .tls, .certificate:
            "see to the server's certificate, or to tls: of the server in rollcall.yaml; then run the command again"
        case .unresolvable, .refused, .unreachable, .connectTimeout, .proxy, .deadline, .slow, .closed, .truncated,
            .answerTooLarge,
            .headTooLarge, .encodedAnswer, .badHTTP, .cancelled:
            "run the command again when the server can be reached"
        }
    }
}
