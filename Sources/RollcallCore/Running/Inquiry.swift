import OAuthRegistration

/// Finding out what became of a call whose answer was lost: what there is to ask with, and what has been asked.
///
/// | the call | the server is asked | it was carried out | it was not | in doubt still |
/// |---|---|---|---|---|
/// | register | with the token of the part that came | the client is shown | | anything else |
/// | register, where the server heeds its key | by sending it again | its client is answered | | anything else |
/// | read | with each token | any definite answer settles it | | no answer |
/// | update | with each token | the client is as desired | it is as before | a third value; refused |
/// | update, answered with a success and nothing else | with each token | the client is shown | | refused |
/// | delete | with each token | refused with 401, 403, 404 or 410, if the token was accepted before it in the same command, and no read since may have replaced it | the client is shown | anything else |
///
/// An administrator's read is refused with 404 or 410 for a client that is gone, whatever became of its tokens, and with 401 for a reason
/// that has nothing to do with the client.
struct Inquiry: Hashable, Sendable {
    /// With the longest part of its answer that has come.
    var lost: LostCall
    /// The call that was interrupted, and goes on when its answer is known; `nil` for a call of an earlier run.
    let interrupted: Call?
    /// Not refused so far, in the order in which they are tried.
    private(set) var tokens: [Secret]
    private var refused: [Secret] = []
    /// What the server said to the last of those.
    private var refusal: Refusal?
    /// How often the server has been asked with the first of them: it may revoke what is misused (RFC 7592, section 2).
    private(set) var probes = 0
    /// How often a register was sent again.
    var repetitions = 0
    /// The update that was interrupted was answered with a success, and without a word of the client: what a read shows is the answer.
    var wasAccepted = false
    /// What was found out last, in words; `nil` if there was nothing to ask with.
    var finding: String?

    /// Most reads with one token, and most repetitions of a register.
    static let limit = 2

    init(_ lost: LostCall, interrupting call: Call? = nil) {
        self.lost = lost
        interrupted = call
        tokens = lost.tokens
    }

    var mayProbeAgain: Bool { probes < Self.limit }

    /// The server has seen a read with the first token.
    mutating func probed() { probes += 1 }

    mutating func dropToken(after refusal: Refusal) {
        refused.append(tokens.removeFirst())
        self.refusal = refusal
        probes = 0
    }

    /// How the server has refused the token that it names now: one that was replaced by an answer that nobody has seen.
    func refusal(of token: Secret?) -> Refusal? { token.flatMap { refused.contains($0) ? refusal : nil } }

    /// `nil` without a token and an address that it may be sent to. An administrator has one token for all clients.
    func request(at server: ServerContext) -> HTTPRequest? {
        guard server.traits.reads != false, let bearer = server.managingBearer(tokens.first),
            let registration = lost.registration, let address = server.managementAddress(of: registration)
        else { return nil }
        return RegistrationRequest.read(address: address, bearer: nil).authorized(by: bearer)
    }

    /// What the server may repeat in its own words, refused tokens too.
    var secrets: [Secret] { lost.tokens + lost.part.secrets + (lost.registration?.credentials.all ?? []) }

    /// Takes over what another attempt brought of the answer, if it is more.
    mutating func keep(_ received: [UInt8]) {
        if lost.keep(received) { tokens = lost.tokens.filter { !refused.contains($0) } }
    }

    /// The doubt's words after all that was asked: how the answer was lost, where that is news, and what was found since.
    var reason: String {
        guard let finding else { return lost.reason }
        return interrupted == nil ? finding : "\(lost.reason); \(finding)"
    }
}
