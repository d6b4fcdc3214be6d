import OAuthRegistration
import StrictJSON

/// One call of a step, from its intent to its answer.
struct Call: Hashable, Sendable {
    let id: OperationID
    let purpose: Purpose
    let request: HTTPRequest
    /// An intent was made durable before it was sent.
    let isJournaled: Bool
    /// From 1. A further attempt is made only where nothing was sent, or where a read harms nothing.
    var attempt = 1

    /// What the call is for decides what follows its answer.
    enum Purpose: Hashable, Sendable {
        case register
        case observe
        case readBeforeUpdate
        case update(UpdateAttempt)
        case readBack
        case delete
        /// A read, to find out whether a registration is there that the server refused to delete.
        case readAfterDelete
        /// A read, to find out what became of a call whose answer was lost.
        case inquire
        /// A register whose answer was lost, sent again with the key that makes the server answer for both.
        case registerAgain

        var operation: RegistrationOperation {
            switch self {
            case .register, .registerAgain: .register
            case .observe, .readBeforeUpdate, .readBack, .readAfterDelete, .inquire: .read
            case .update: .update
            case .delete: .delete
            }
        }

        /// Whether it goes on when nothing new is to be begun: it belongs to a call that was under way.
        var finishesAnother: Bool {
            switch self {
            case .inquire, .registerAgain: true
            case .register, .observe, .readBeforeUpdate, .update, .readBack, .delete, .readAfterDelete: false
            }
        }
    }

    var finishesAnother: Bool { purpose.finishesAnother }

    /// How an update is composed: the RFC leaves room, and a server that refuses one way is asked once in the other.
    struct UpdateAttempt: Hashable, Sendable {
        var includesSecret: Bool
        /// The other way about the secret has been refused.
        var isSecondWay = false
        /// Without the members that the server shows, the catalogue lacks and nobody declares: it has refused one of them.
        var omitsUnknown = false
        /// Members that the server shows and has refused by name, and nobody declares.
        var omitted: [JSONString] = []
        /// Members that it left out and whose absence was refused by name: sent empty if nobody declares them any more, else as the server shows
        /// them.
        var demanded: [JSONString] = []
        /// Fields sent as `""` or `[]`, because they survived being left out.
        var cleared: [JSONString] = []
    }
}
