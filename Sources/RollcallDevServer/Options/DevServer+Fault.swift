public import OAuthRegistration
public import StrictJSON

extension DevServer {
    /// One exchange going wrong, on purpose.
    public struct Fault: Sendable, Hashable {
        /// Which exchange: the `occurrence`-th (from 1) of this operation, counted since the start.
        public var operation: RegistrationOperation
        public var occurrence: Int
        public var effect: Effect

        public enum Effect: Sendable, Hashable {
            /// Answered so, and not processed.
            case answer(status: Int, contentType: String = "application/json", body: String = "", retryAfter: String? = nil)
            /// Processed and kept; then answered so, as a gateway does that has lost the answer.
            case answerAfterCommit(status: Int)
            /// The connection is closed; nothing was processed.
            case cutBeforeCommit
            /// Processed and kept; then the connection is closed without a byte of an answer.
            case cutAfterCommit
            /// Processed and kept; then the connection is closed in the middle of the answer's body.
            case cutInAnswer
            /// Processed and kept; then answered with these members over its own, as a server does that masks them.
            case show(JSONObject)
            /// Processed and kept; then answered with the answer as a member of another object.
            case wrap(JSONString)
            /// Processed and kept at once, answered this much later.
            case delay(Duration)
        }

        public init(_ operation: RegistrationOperation, _ occurrence: Int = 1, _ effect: Effect) {
            self.operation = operation
            self.occurrence = occurrence
            self.effect = effect
        }
    }
}
