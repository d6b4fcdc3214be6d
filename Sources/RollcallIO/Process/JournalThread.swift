import Dispatch

/// A thread of its own for calls that block: a `fdatasync` on the concurrency pool, which has a thread a core, would stop every
/// HTTP exchange that the core serves. What is given to it runs one after the other, in order.
///
/// It is an executor, too: an actor with it as its `unownedExecutor` owns a state store that must not leave its thread.
public final class JournalThread: SerialExecutor {
    private let queue: DispatchQueue

    public init(label: String = "journal") { queue = DispatchQueue(label: label) }

    /// Runs `work` to its end, also if the caller's task is cancelled meanwhile.
    public func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
