import OAuthRegistration
import StrictJSON

/// Why a call stays in doubt although the server was asked, or could not be.
enum Finding: Hashable, Sendable {
    /// The read was answered in a way that says nothing of the client.
    case said(Refusal)
    /// The token was refused.
    case refused(Refusal)
    case noAnswer(String)
    /// These show neither what they were nor what they were to be.
    case showsOtherwise([JSONString])
    /// The server does not show what the update was to change.
    case showsNothing
    /// State has no such registration any more.
    case notRecorded
    /// There is nothing to ask with.
    case noWay
    /// A register of whose answer this came, and no token.
    case named(JSONString)
    /// A register that was sent again.
    case refusedAgain(Refusal)
    case saidAgain(Refusal)
    case noAnswerAgain(String)

    /// What is to be said where the server could not be asked; `nil` if that goes without saying.
    static func ofSilence(_ lost: LostCall) -> Finding? {
        switch lost.operation {
        case .register: lost.part.clientID.map(Finding.named)
        case .read, .update, .delete: .noWay
        }
    }

    /// Most characters of what a server says that are kept.
    private static let limit = 500

    /// A clause for a sentence about the call.
    func words(of lost: LostCall) -> String { String(clause(lost).prefix(Self.limit)) }

    private func clause(_ lost: LostCall) -> String {
        switch self {
        case .said(let refusal): "asked since what the client is, the server said \(refusal.inWords)"
        case .refused(let refusal): "asked since, the server said \(refusal.inWords): \(Self.doubt(lost))"
        case .noAnswer(let text): "asked since what the client is, there was no answer: \(text)"
        case .showsOtherwise(let names):
            "asked since, the server shows \(names.map(\.text).joined(separator: ", ")) neither as before nor as wanted"
        case .showsNothing: "the server does not show what the update was to change"
        case .notRecorded: "state no longer has the registration that it was about"
        case .noWay: "there is no address, or no token, to ask the server with"
        case .named(let clientID): "the part of the answer that came names the client \(clientID), and holds no token to ask with"
        case .refusedAgain(let refusal): "sent again with its Idempotency-Key, it was refused: \(refusal.inWords)"
        case .saidAgain(let refusal): "sent again with its Idempotency-Key, it was answered with \(refusal.inWords)"
        case .noAnswerAgain(let text): "sent again with its Idempotency-Key, it had no answer either: \(text)"
        }
    }

    /// Why a refused token leaves it open.
    private static func doubt(_ lost: LostCall) -> String {
        switch lost.operation {
        case .register: "the token that came with a part of the answer is not accepted"
        case .update: "it may have issued another token with the answer that was lost"
        case .delete: "so it says of a client that is gone, and of a token that is no longer good"
        case .read: "the token is not accepted any more"
        }
    }
}
