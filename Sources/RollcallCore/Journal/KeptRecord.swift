import OAuthRegistration
import StrictJSON

/// A record as it stands in a journal. What came of an answer may be sealed: such a record can be kept and counted, and says what it
/// says only once it is opened.
public enum KeptRecord: Hashable, Sendable {
    case open(JournalRecord)
    case sealed(SealedRecord)

    /// - Parameter lineage: of the journal.
    public func opened(with seal: Seal, lineage: String) throws(SealFault) -> JournalRecord {
        switch self {
        case .open(let record): record
        case .sealed(let sealed): try sealed.opened(with: seal, lineage: lineage)
        }
    }

    /// Whether it holds what came of an answer: to take that up, a command must know how to record credentials.
    var holdsAnswer: Bool {
        switch self {
        case .open(.answered), .sealed: true
        case .open(.inDoubt(_, let received, _)): !received.isEmpty
        case .open(.intended), .open(.refused), .open(.settled): false
        }
    }
}

/// A record whose answer is sealed.
public struct SealedRecord: Hashable, Sendable {
    /// The record with nothing in the place of the answer.
    private let record: JournalRecord
    private let answer: SealedSecret

    init(_ record: JournalRecord, answer: SealedSecret) {
        self.record = record
        self.answer = answer
    }

    func opened(with seal: Seal, lineage: String) throws(SealFault) -> JournalRecord {
        let bytes = try seal.open(.sealed(answer), .answer(to: record.id, lineage: lineage)).expose { $0 }
        switch record {
        case .answered(let id, var answer, let at):
            answer.body = bytes
            return .answered(id, answer, at: at)
        case .inDoubt(let id, _, let reason): return .inDoubt(id, received: bytes, reason: reason)
        case .intended, .refused, .settled: return record
        }
    }
}

extension JournalRecord {
    /// The call that it is about.
    public var id: OperationID {
        switch self {
        case .intended(let intent): intent.id
        case .answered(let id, _, _), .refused(let id, _), .inDoubt(let id, _, _), .settled(let id, _, _): id
        }
    }
}
