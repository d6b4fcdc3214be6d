import Glibc
import RollcallCore
import RollcallIO

/// Follows a run: tells of each change when the last of its calls has ended. On a terminal there is also a line that is written
/// over: done, failed, remaining, rate.
final class Progress {
    private let plan: Plan
    private let execution: Execution
    private let authorities: [String: CallAuthority]
    private let report: ApplyReport
    private let console: Console
    private let hasLine: Bool
    private let started = ContinuousClock.now
    private var lineWritten: ContinuousClock.Instant?
    /// By assignment.
    private var settlements: [Settlement?]
    /// By change: its assignments, and how many of them have not ended.
    private var calls: [[Int]]
    private var open: [Int]
    /// Servers at which a client was registered.
    private var registered: Set<String> = []
    private var done = 0
    private var failed = 0

    init(_ plan: Plan, _ execution: Execution, _ authorities: [String: CallAuthority], console: Console) {
        self.plan = plan
        self.execution = execution
        self.authorities = authorities
        self.console = console
        report = ApplyReport(plan: plan, console: console)
        hasLine = execution.assignments.count > 1 && console.level >= .info && Terminal.isTerminal(STDERR_FILENO)
        settlements = Array(repeating: nil, count: execution.assignments.count)
        calls = Array(repeating: [], count: plan.changes.count)
        for (index, change) in execution.changes.enumerated() { calls[change].append(index) }
        open = calls.map(\.count)
    }

    /// Tells of the changes that need no call.
    func begin() {
        for change in plan.changes.indices where calls[change].isEmpty { report.tell(result(change)) }
    }

    func settled(_ index: Int, _ settlement: Settlement) {
        settlements[index] = settlement
        count(settlement)
        let change = execution.changes[index]
        if case .done = settlement, case .register = execution.assignments[index].work {
            registered.insert(plan.changes[change].server)
        }
        open[change] -= 1
        if open[change] == 0 {
            clearLine()
            report.tell(result(change))
        }
        writeLine()
    }

    /// Of every change, in the plan's order. Tells of those that never came to their end.
    func end() -> [ChangeResult] {
        clearLine()
        for change in plan.changes.indices where open[change] > 0 { report.tell(result(change)) }
        return plan.changes.indices.map(result)
    }

    private func result(_ change: Int) -> ChangeResult {
        var result = ChangeResult(
            plan.changes[change], calls[change].map { settlements[$0] ?? .notStarted },
            remaining: execution.remaining[change] ?? [])
        result.authority = authorities[result.change.server]
        result.authority?.hasRegistered = registered.contains(result.change.server)
        return result
    }

    // MARK: The line

    private func count(_ settlement: Settlement) {
        switch settlement {
        case .done, .observed: done += 1
        case .failed, .inDoubt, .unrecorded: failed += 1
        case .notStarted: break
        }
    }

    private func writeLine() {
        guard hasLine, lineWritten.map({ ContinuousClock.now - $0 > .milliseconds(100) }) ?? true else { return }
        lineWritten = .now
        let seconds = max(0.001, (ContinuousClock.now - started) / .seconds(1))
        let remaining = settlements.count - done - failed
        let rate = Int(Double(done + failed) / seconds)
        console.prompt("\r\(done) done, \(failed) failed, \(remaining) remaining, \(rate)/s\u{1B}[K")
    }

    private func clearLine() {
        guard lineWritten != nil else { return }
        console.prompt("\r\u{1B}[K")
        lineWritten = nil
    }
}
