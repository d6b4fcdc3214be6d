/// How a simulated server departs from the plainest reading of RFC 7591 and 7592. Real ones do all of this.
struct ServerManner: Hashable {
    /// A read brings a new registration access token, and the one used is dead.
    var rotatesOnRead = false
    var rotatesOnUpdate = false
    /// The token before lives until its successor is first used.
    var hasGrace = false
    /// An update brings a new secret.
    var renewsSecret = false
    /// Processes registers with the same `Idempotency-Key` once, and answers them alike.
    var heedsKeys = false
    /// RFC 7592 is there at all; else the answer to a registration has neither address nor token.
    var manages = true
    var secret = Secret.any
    var scope = Scope.kept
    /// A member that an update leaves out stays.
    var keepsOmitted = false
    /// Clients are managed with an access token that is obtained, and now and then it has expired.
    var hasAdministrator = false

    /// A read may come from a replica that has not heard of the last token and the last secret.
    var lags = false

    /// What an update must hold of `client_secret`.
    enum Secret: Int, CaseIterable { case any, refused, required }

    /// What becomes of `scope`.
    enum Scope: Int, CaseIterable {
        case kept
        /// Accepted and never shown.
        case hidden
        /// Stored and shown with a word more.
        case widened
        /// Stored as sent, shown as an array.
        case retyped
    }

    /// The plainest half of the time.
    init(choosing choices: inout Choices) {
        rotatesOnRead = choices.chance(40)
        rotatesOnUpdate = choices.chance(50)
        hasGrace = (rotatesOnRead || rotatesOnUpdate) && choices.chance(30)
        heedsKeys = choices.chance(15)
        lags = rotatesOnUpdate && !rotatesOnRead && choices.chance(50)
        guard choices.chance(50) else { return }
        renewsSecret = choices.chance(25)
        manages = !choices.chance(12)
        secret = choices.chance(30) ? Secret.allCases[choices.below(Secret.allCases.count)] : .any
        scope = choices.chance(40) ? Scope.allCases[choices.below(Scope.allCases.count)] : .kept
        keepsOmitted = choices.chance(20)
        hasAdministrator = choices.chance(20)
    }

    init() {}

    /// Stores and shows fields as they were sent.
    var isPlainAboutFields: Bool { scope == .kept && !keepsOmitted && manages }
}

extension ServerManner: CustomStringConvertible {
    /// For a story.
    var description: String {
        let words = [
            rotatesOnRead ? "rotates on read" : nil, rotatesOnUpdate ? "rotates on update" : nil, hasGrace ? "with grace" : nil,
            heedsKeys ? "heeds keys" : nil, renewsSecret ? "renews the secret" : nil, manages ? nil : "has no RFC 7592",
            secret == .any ? nil : "secret \(secret)", scope == .kept ? nil : "scope \(scope)",
            keepsOmitted ? "keeps what is left out" : nil, hasAdministrator ? "is managed by an administrator" : nil,
            lags ? "lags" : nil,
        ]
        let said = words.compactMap(\.self)
        return said.isEmpty ? "plain" : said.joined(separator: ", ")
    }
}
