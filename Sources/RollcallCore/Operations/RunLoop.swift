public import OAuthRegistration

/// The real loop around `Run`: one task owns it, effects are child tasks, and their outcomes come in through one inbox, so there
/// is nothing to lock. It decides nothing; the simulation drives the same `Run`.
public struct RunLoop: Sendable {
    let transport: @Sendable (_ server: String) -> any HTTPTransport
    let append: Append
    let sleep: Sleep
    let now: Now

    /// Returns when the records are durable, or cannot be made so. Must not block the caller's thread.
    public typealias Append = @Sendable ([JournalRecord]) async -> Recording
    /// For a time within the bounds, chosen by chance.
    public typealias Sleep = @Sendable (Pause) async -> Void
    public typealias Now = @Sendable () -> Timestamp

    /// - Parameter transport: the way to a server, by its key.
    public init(
        transport: @escaping @Sendable (_ server: String) -> any HTTPTransport, append: @escaping Append,
        sleep: @escaping Sleep, now: @escaping Now
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
    public func drive(
        _ start: Run, inbox: Inbox = Inbox(), watch: (Int, Settlement) -> Void = { _, _ in }
    ) async -> Ending {
        var run = start
        var settlements: [Settlement] = []
        inbox.continuation.yield(.begin)
        await withDiscardingTaskGroup { group in
            for await event in inbox.stream {
                for command in run.handle(event, now: now()) {
                    switch command {
                    case .perform(let index, let effect):
                        let server = run.assignments[index].server
                        group.addTask { inbox.continuation.yield(.outcome(index, await perform(effect, at: server))) }
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
        return Ending(settlements: settlements, learned: run.learned, leftAlone: run.leftAlone)
    }

    /// How a run ended.
    public struct Ending: Sendable {
        /// One a step, in the steps' order.
        public var settlements: [Settlement]
        /// What is known of the servers now.
        public var learned: [String: ServerEvidence]
        /// Servers that failed too many calls in a row, and how many steps were not begun because of that.
        public var leftAlone: [String: Int]

        /// Said once for each server that had more to do.
        public var diagnostics: Diagnostics {
            let servers = leftAlone.filter { $0.value > 0 }
                .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            return Diagnostics(servers.map { Self.diagnostic($0.key, $0.value) })
        }

        private static func diagnostic(_ server: String, _ steps: Int) -> Diagnostic {
            Diagnostic(
                .serverLeftAlone,
                "\(ServerFailures.limit) calls in a row to the server \"\(server)\" failed, or an update left its client unreadable there, so it is left "
                    + "alone for the rest of this run: "
                    + "\(steps == 1 ? "1 call that was still to be made was" : "\(steps) calls that were still to be made were") not begun.",
                hint: "see what is said of its calls; once that is settled, run the command again")
        }
    }

    private func perform(_ effect: Step.Effect, at server: String) async -> Step.Outcome {
        switch effect {
        case .send(let request): return .http(await transport(server).send(request))
        case .wait(let pause):
            await sleep(pause)
            return .waited
        case .record, .finish: preconditionFailure("a run keeps these to itself")
        }
    }
}
