public import OAuthRegistration

/// The real loop around `Run`: one task owns it, effects are child tasks, and their outcomes come in through one inbox, so there
/// is nothing to lock. It decides nothing; the simulation drives the same `Run`.
public struct RunLoop: Sendable {
    let transport: any HTTPTransport
    let append: Append
    let sleep: Sleep
    let now: Now

    /// Returns when the records are durable, or cannot be made so. Must not block the caller's thread.
    public typealias Append = @Sendable ([JournalRecord]) async -> Recording
    /// In milliseconds.
    public typealias Sleep = @Sendable (Int) async -> Void
    public typealias Now = @Sendable () -> Timestamp

    public init(
        transport: any HTTPTransport, append: @escaping Append, sleep: @escaping Sleep, now: @escaping Now
    ) {
        self.transport = transport
        self.append = append
        self.sleep = sleep
        self.now = now
    }

    /// Where a run is told to stop, from any thread.
    public struct Inbox: Sendable {
        let stream: AsyncStream<Run.Event>
        let continuation: AsyncStream<Run.Event>.Continuation

        public init() { (stream, continuation) = AsyncStream.makeStream(of: Run.Event.self) }

        /// Begin nothing new.
        public func stop() { continuation.yield(.stop) }
        /// Give up what is in flight.
        public func abandon() { continuation.yield(.abandon) }

        /// What somebody who has interrupted so many times so far wants.
        public func interrupt(times: Int) {
            switch times {
            case ..<1: break
            case 1: stop()
            default: abandon()
            }
        }
    }

    /// - Parameter watch: sees how each step ended, when it did; for progress.
    /// - Returns: one settlement a step, in the steps' order, and what is known of the servers now.
    public func drive(
        _ start: Run, inbox: Inbox = Inbox(), watch: (Int, Settlement) -> Void = { _, _ in }
    ) async -> (settlements: [Settlement], learned: [String: ServerEvidence]) {
        var run = start
        var settlements: [Settlement] = []
        inbox.continuation.yield(.begin)
        await withDiscardingTaskGroup { group in
            for await event in inbox.stream {
                for command in run.handle(event, now: now()) {
                    switch command {
                    case .perform(let index, let effect):
                        group.addTask { inbox.continuation.yield(.outcome(index, await perform(effect))) }
                    case .sync(let records):
                        group.addTask { inbox.continuation.yield(.recorded(await append(records))) }
                    case .settled(let index, let settlement): watch(index, settlement)
                    case .done(let all):
                        settlements = all
                        inbox.continuation.finish()
                    }
                }
            }
            // Calls that were given up: their outcomes no longer matter.
            group.cancelAll()
        }
        return (settlements, run.learned)
    }

    private func perform(_ effect: Step.Effect) async -> Step.Outcome {
        switch effect {
        case .send(let request): return .http(await transport.send(request))
        case .wait(let milliseconds):
            await sleep(milliseconds)
            return .waited
        case .record, .finish: preconditionFailure("a run keeps these to itself")
        }
    }
}
