import OAuthRegistration

/// The order in which calls in doubt are asked about: of each registration one at a time, because what one brings may be what the next
/// one needs, or all that there is to know. A read of whose answer something came is first, for that may be a newer token; other reads
/// are last. What came of any of the answers is known while the others are asked about, also when its own call is settled: a server may
/// repeat it in its own words.
public struct SettlingQueue: Sendable {
    private var waiting: [Doubt]
    private var heard: [RegistrationID: [Secret]] = [:]

    public init(_ doubts: [Doubt]) {
        let reads = doubts.filter { $0.intent.operation == .read }
        waiting =
            reads.filter { !$0.received.isEmpty } + doubts.filter { $0.intent.operation != .read }
            + reads.filter(\.received.isEmpty)
    }

    /// Of each registration the first that is still in doubt; nothing when all have been asked about. A register that was sent again has
    /// one answer with the first: asking for one is asking for both.
    public mutating func next(in state: StateDocument, opening seal: Seal) -> [Doubt] {
        heard.merge(state.heard(opening: seal)) { $0 + $1 }
        var taken: [RegistrationID: RegistrationOperation] = [:]
        var round: [Doubt] = []
        waiting = waiting.filter { waiting in
            guard let doubt = state.doubts[waiting.intent.id] else { return false }
            let intent = doubt.intent
            if let operation = taken[intent.registration] { return operation != .register || intent.operation != .register }
            taken[intent.registration] = intent.operation
            round.append(doubt)
            return false
        }
        return round
    }

    /// The step that asks about one of them.
    public func assignment(settling lost: LostCall, in state: StateDocument) -> Assignment {
        var assignment = Assignment(settling: lost)
        assignment.heard = heard[lost.intent.registration] ?? []
        assignment.hasReadInDoubt = state.registrationsWithReadInDoubt.contains(lost.intent.registration)
        return assignment
    }
}
