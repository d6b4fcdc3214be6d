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

        var operation: RegistrationOperation {
            switch self {
            case .register: .register
            case .observe, .readBeforeUpdate, .readBack: .read
            case .update: .update
            case .delete: .delete
            }
        }
    }

    /// How an update is composed: the RFC leaves room, and a server that refuses one way is asked once in the other.
    struct UpdateAttempt: Hashable, Sendable {
        var includesSecret: Bool
        /// The other way about the secret has been refused.
        var isSecondWay = false
        /// Fields sent as `""` or `[]`, because they survived being left out.
        var cleared: [JSONString] = []
    }
}
