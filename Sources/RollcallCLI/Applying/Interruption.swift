import RollcallCore
import RollcallIO
import Synchronization

/// SIGINT and SIGTERM, as a run hears them: once, begin nothing new; twice, give up what is in flight.
final class Interruption: Sendable {
    private let current = Mutex<(inbox: RunLoop.Inbox?, count: Int)>((nil, 0))
    private let watcher = Mutex<SignalWatcher?>(nil)

    init(say: @escaping @Sendable (String) -> Void) {
        let watcher = SignalWatcher { [weak self] count in
            say(count == 1 ? "finishing the calls in flight; once more to give them up" : "giving up the calls in flight")
            self?.signalled(count)
        }
        self.watcher.withLock { $0 = watcher }
    }

    /// Where the next run is told to stop.
    func inbox() -> RunLoop.Inbox {
        let inbox = RunLoop.Inbox()
        let count = current.withLock { current in
            current.inbox = inbox
            return current.count
        }
        inbox.interrupt(times: count)
        return inbox
    }

    var isStopped: Bool { current.withLock { $0.count > 0 } }

    func end() { watcher.withLock { $0?.cancel() } }

    private func signalled(_ count: Int) {
        let inbox = current.withLock { current in
            current.count = count
            return current.inbox
        }
        inbox?.interrupt(times: count)
    }
}
