/// What became of a batch of records.
public enum Recording: Hashable, Sendable {
    /// All of it is durable.
    case durable
    /// There is no room for further answers: all of it is durable but the intents of calls that were still to be sent.
    case withoutIntents
    /// None of it is durable, and nothing more will be. `kept`: by call, where what it holds of an answer was put instead; an answer
    /// without a credential needs no place.
    case failed(kept: [OperationID: Place])

    public enum Place: Hashable, Sendable {
        /// A file of its own, durable: by its path.
        case file(String)
        /// The journal's last line, which can be read until the machine stops: by its path.
        case journal(String)
    }
}
