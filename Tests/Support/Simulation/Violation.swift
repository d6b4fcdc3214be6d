/// What is true after every round of a history, whatever happened, and how it is called when it is not (reliability.md, 4b;
/// protocol.md, 6.1).
public struct Violation: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Kind: String, Hashable, Sendable, CaseIterable, Comparable {
        /// V1, I6: a POST left for a client without anybody having decided on it.
        case registeredTwice = "registered twice"
        /// I7: a POST left for a client that state holds.
        case registeredOverRecord = "registered over a record"
        /// V2: a client is alive at the server, and neither state nor a doubt knows of it.
        case lostClient = "lost client"
        /// V3, I1: an answer was durable, and what it brought is not in state.
        case lostAnswer = "lost answer"
        /// The recorded token does not open the client, and nobody ever said so.
        case lostToken = "lost token"
        /// V4: the state does not load.
        case unreadableState = "unreadable state"
        /// V4: a damaged state was taken for an empty one.
        case damageNotNoticed = "damage not noticed"
        /// V5: quiet runs do not come to the end of what there is to do.
        case doesNotConverge = "does not converge"
        /// V7: a run that came to its end left a temporary file.
        case leftoverFile = "leftover file"
        /// V6, I4: a sealed state, its journal or a backup holds what a server issued as it was issued.
        case secretInPlain = "secret in plain"
        /// I5: two calls for one client at once.
        case callsOverlap = "calls overlap"
        /// I5: a token was sent that a durable answer had replaced.
        case oldTokenSent = "old token sent"
        /// I8: the same input made another plan.
        case plannedOtherwise = "planned otherwise"
        /// I9: a plan was applied to what it was not made from, or refused without that.
        case stalePlanApplied = "stale plan applied"
        /// A command that only asks changed a client's record beyond what a server may issue with a read.
        case changedByRead = "changed by a read"
        /// I10: an update held what RFC 7592, section 2.2 forbids.
        case forbiddenMember = "forbidden member"

        public static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }
    }

    public let kind: Kind
    /// Of what, for whoever reads it.
    public let subject: String

    public var description: String { subject.isEmpty ? kind.rawValue : "\(kind.rawValue): \(subject)" }
}
