import CPosix
import Dispatch
import Glibc
import Synchronization

/// Tells of SIGINT, SIGTERM and SIGHUP instead of dying from them, from when it is made until it is cancelled. (SIGHUP is left alone
/// where it is ignored already, as by nohup.) One at a time.
///
/// A handler that writes to a pipe, and not Dispatch's signal sources: those begin to listen some time after they are made, and a
/// signal that comes earlier is lost.
public final class SignalWatcher: Sendable {
    private let watch: Mutex<Watch?>

    /// - Parameter onSignal: Gets 1 for the first signal, 2 for the second, whichever they are: one call after the other, on a thread
    ///   that is neither the caller's nor the concurrency pool's.
    public init(onSignal: @escaping @Sendable (Int) -> Void) {
        watch = Mutex(Watch(onSignal))
    }

    deinit { cancel() }

    /// Signals do again what they did before. May be called more than once.
    public func cancel() {
        watch.withLock { watch in
            watch?.cancel()
            watch = nil
        }
    }
}

/// The watched signals with what each did before, and the pipe that they come through.
private struct Watch {
    private let source: any DispatchSourceRead
    private var former: [(signal: Int32, action: sigaction)] = []

    /// `nil` if there are no descriptors left for a pipe: signals do what they did.
    init?(_ onSignal: @escaping @Sendable (Int) -> Void) {
        let pipe = rollcall_signal_pipe()
        guard pipe >= 0 else { return nil }
        // What an earlier watcher was too late to tell.
        _ = Self.read(pipe)
        source = DispatchSource.makeReadSource(fileDescriptor: pipe, queue: DispatchQueue(label: "signals"))
        let told = Counter()
        // Annotated, or it would belong to the main actor where that makes this.
        source.setEventHandler { @Sendable in
            for _ in 0..<Self.read(pipe) { onSignal(told.next()) }
        }
        source.resume()
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            var action = sigaction()
            if signal == SIGHUP, Self.isIgnored(signal) { continue }
            if rollcall_watch_signal(signal, &action) == 0 { former.append((signal, action)) }
        }
    }

    func cancel() {
        for (signal, action) in former { withUnsafePointer(to: action) { _ = sigaction(signal, $0, nil) } }
        source.cancel()
    }

    /// How many signals have come.
    private static func read(_ pipe: Int32) -> Int {
        var bytes = [UInt8](repeating: 0, count: 64)
        return max(0, Glibc.read(pipe, &bytes, bytes.count))
    }

    private static func isIgnored(_ signal: Int32) -> Bool {
        var action = sigaction()
        sigaction(signal, nil, &action)
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    }

    private final class Counter: Sendable {
        private let value = Atomic(0)

        func next() -> Int { value.add(1, ordering: .relaxed).newValue }
    }
}
