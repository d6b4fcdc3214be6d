public import OAuthRegistration
import StrictJSON

/// One client on its way: a pure state machine. An outcome goes in, the one effect to perform next comes out.
///
///     intended ─ sync ─▶ send ─▶ answered (raw) ─ sync ─▶ parse ─▶ the next call, or the end
///        │                 ├─ not sent ─▶ wait, send again; in the end `refused`
///        │                 └─ no answer ─▶ in doubt ─ sync ─▶ ask the server what became of it (`Inquiry`)
///        ╰ a cut here or later leaves an intent without an answer: in doubt
///
/// What always holds: no request leaves before its intent is durable; no byte of an answer is read before the answer is
/// durable; one intent is never two requests at the server; a call in doubt is never sent again, unless the server is known
/// to answer for both (`Idempotency-Key`). A read that cannot rotate a token is the exception to the first two: it may be
/// sent without an intent and asked again.
public struct Step: Sendable {
    public let assignment: Assignment
    var phase = Phase.planned
    /// Credentials and address, the newest that are durable.
    var known: KnownRegistration?
    /// The server's answer to the last write.
    var granted: ClientMetadata?
    /// What a read before the update showed.
    var shown: ClientMetadata?
    /// Why the read before the update was refused, where the update goes out without it.
    var refusedRead: Refusal?
    /// Why the delete was refused, while a read is to show whether the registration is still there.
    var refusedDelete: Refusal?
    var learned = ServerEvidence()
    /// The last call that was accepted: it is over, and what was learned can be recorded with its id.
    var accepted: OperationID?
    var report = Settlement.Report()
    /// The first attempts that the server answered with "later".
    var postponements = 0
    /// A call was made anew because its access token had been refused.
    var hasRenewed = false
    /// Nothing new is begun; what belongs to a call under way goes on.
    var isStopping = false
    /// Nothing is sent any more.
    var isAbandoned = false
    /// About a call whose answer was lost.
    var inquiry: Inquiry?
    /// The last read showed a credential that had been replaced: it came from where nobody had heard of that yet.
    var isReadStale = false
    /// Credentials that came with answers which were no whole ones, and access tokens that calls were sent with: a server may repeat them.
    var heard: [Secret]

    enum Phase: Hashable, Sendable {
        case planned
        /// Its intent is on its way to the disk.
        case intending(Call)
        case sending(Call)
        case backingOff(Call)
        /// The server asked to come back; a new call is made then, with an intent of its own.
        case postponed(Call.Purpose)
        /// The answer is on its way to the disk.
        case answering(Call, HTTPAnswer)
        /// That the call is in doubt, and what came of its answer, is on its way to the disk; then the server is asked.
        case doubting(Call, received: [UInt8], reason: String)
        /// What an inquiry has brought so far is on its way to the disk; then the next thing is asked.
        case inquiring
        /// Something that ends the step is on its way to the disk. An answer that comes in the meantime is not dropped.
        case closing(Call, Settlement, late: HTTPAnswer?)
        /// What was learned is on its way to the disk.
        case settling(Settlement)
        /// The answer to a register could be recorded nowhere: the registration is being deleted again.
        case withdrawing(Call, JSONString)
        case settled
    }

    public enum Effect: Hashable, Sendable {
        /// Make these durable, then say `durable`.
        case record([JournalRecord])
        case send(HTTPRequest)
        case wait(Pause)
        case finish(Settlement)
    }

    public enum Outcome: Hashable, Sendable {
        case begin
        case durable
        /// It cannot be made so. `Place`: where the answer among the records was put instead.
        case unrecorded(Recording.Place?)
        case http(HTTPOutcome)
        case waited
        /// Begin nothing new; what is in flight goes on.
        case stop
        /// Give up what is in flight: it is in doubt.
        case abandon
    }

    public init(_ assignment: Assignment) {
        self.assignment = assignment
        known = assignment.known
        heard = assignment.heard
        switch assignment.work {
        case .register, .delete: break
        case .update(let client, _, _), .observe(let client): granted = client.granted
        case .settle(let lost): inquiry = Inquiry(lost)
        }
    }

    /// `nil`: nothing to do until the outcome of an effect that is still under way.
    public mutating func next(after outcome: Outcome, in context: inout StepContext) -> Effect? {
        if case .withdrawing(let call, let clientID) = phase { return withdrawn(clientID, by: call, after: outcome, in: context) }
        switch outcome {
        case .begin: return begin(in: &context)
        case .durable: return durable(in: &context)
        case .unrecorded(let place): return unrecorded(place, in: &context)
        case .http(.answer(let answer)): return received(answer, in: &context)
        case .http(.notSent(let failure)): return notSent(failure, in: &context)
        case .http(.noAnswer(let received, let failure)): return noAnswer(received, failure, in: &context)
        case .waited: return waited(in: &context)
        case .stop: return stop()
        case .abandon: return abandon()
        }
    }
}

/// What a step may know of the run around it.
public struct StepContext: Sendable {
    public var server: ServerContext
    public var now: Timestamp
    var ids: OperationNumbers
    /// The run has not used up its further attempts.
    var mayTryAgain = true

    mutating func nextID() -> OperationID { ids.next() }
}

/// Hands out the ids of a run's calls.
struct OperationNumbers: Hashable, Sendable {
    let run: String
    private var last = 0

    init(run: String) { self.run = run }

    mutating func next() -> OperationID {
        last += 1
        return OperationID(run: run, number: last)
    }
}
