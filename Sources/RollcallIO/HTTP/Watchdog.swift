/// The deadlines that async-http-client lacks: its own ends when the answer's head is there, and its read timeout begins again with
/// every byte, so a server that drips could hold a call for ever.
struct Watchdog: Sendable {
    let exchange: Exchange
    let total: Duration

    /// Returns when patience ends, or its task is cancelled.
    func end() async -> any Error {
        let clock = ContinuousClock()
        let (start, window) = (clock.now, exchange.limits.slowWindow)
        var marks: [(time: ContinuousClock.Instant, bytes: Int)] = []
        do {
            while true {
                try await clock.sleep(for: min(.milliseconds(250), window / 4))
                let (now, bytes) = (clock.now, exchange.snapshot.answerBytes)
                if now - start >= total { return WireFault.deadline }
                if bytes == 0 { continue }
                marks.append((now, bytes))
                guard let mark = marks.last(where: { now - $0.time >= window }) else { continue }
                if bytes - mark.bytes < exchange.limits.slowBytes { return WireFault.slow }
                marks.removeAll { $0.time < mark.time }
            }
        } catch { return error }
    }
}
