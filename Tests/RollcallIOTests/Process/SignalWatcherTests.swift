import Glibc
import RollcallIO
import Testing

/// Real signals, to processes of their own: a signal that nobody watches ends them.
@Suite struct SignalWatcherTests {
    @Test func signalsAreToldInOrderAndThenDoWhatTheyDid() async {
        await #expect(processExitsWith: .signal(SIGTERM)) {
            let (told, telling) = AsyncStream<Int>.makeStream()
            let watcher = SignalWatcher { telling.yield($0) }
            var counts = told.makeAsyncIterator()
            for (number, signal) in [SIGINT, SIGTERM, SIGHUP, SIGINT].enumerated() {
                kill(getpid(), signal)
                guard await counts.next() == number + 1 else { exit(1) }
            }
            watcher.cancel()
            watcher.cancel()
            kill(getpid(), SIGTERM)
            while true { pause() }
        }
    }

    @Test func aHangUpThatIsIgnoredStaysSo() async {
        await #expect(processExitsWith: .exitCode(7)) {
            signal(SIGHUP, SIG_IGN)
            let (told, telling) = AsyncStream<Int>.makeStream()
            let watcher = SignalWatcher { telling.yield($0) }
            kill(getpid(), SIGHUP)
            kill(getpid(), SIGINT)
            var counts = told.makeAsyncIterator()
            guard await counts.next() == 1 else { exit(1) }
            watcher.cancel()
            kill(getpid(), SIGHUP)
            exit(7)
        }
    }
}
