import OAuthRegistration
import RollcallTestKit
import Testing

@testable import RollcallCore

/// What became of a change, by what became of its calls.
@Suite struct ChangeResultTests {
    /// It is told once and makes the run one that left something undone; the client is as it was wanted.
    @Test func aRegistrationThatIsLeftBehindIsTold() throws {
        var left = Settlement.Report()
        left.leftBehind = Refusal(status: 405, shape: .empty)
        let done = Settlement.done(Settlement.Report())
        let rows: [(Change.Action, Change.Reason, [Settlement], ChangeResult.Outcome, isUndone: Bool)] = [
            (.replace, .replaceRequested, [done, .done(left)], .done, true),
            (.replace, .replaceRequested, [done, done], .done, false),
            (.delete, .formerRemains, [.done(left)], .nothing, true),
            (.delete, .formerRemains, [done, .done(left)], .done, true),
            (.delete, .formerRemains, [done], .done, false),
            (.delete, .formerRemains, [.done(left), .notStarted], .notStarted, true),
        ]
        for (action, reason, settlements, outcome, isUndone) in rows {
            let change = Change(label: "web", action: action, reason: reason, server: "demo")
            let result = ChangeResult(change, settlements)
            #expect(result.outcome == outcome && result.isUndone == isUndone, "\(action) \(settlements.count)")
        }
        let change = Change(label: "web", action: .replace, reason: .replaceRequested, server: "demo")
        let told = try #require(ChangeResult(change, [done, .done(left)]).diagnostics.all.first)
        #expect(told.code == .registrationRemains && told.severity == .warning && told.detail.contains("status 405"))
    }

    /// Done to the letter, "run the command again" would register the client once more for each delete that fails.
    @Test func aReplaceWhoseDeleteFailedIsNotRepeated() throws {
        let refusal = Refusal(status: 409, shape: .empty)
        for failure in [Settlement.Failure.refused(.delete, refusal), .notCarriedOut(.delete, reason: "it was lost")] {
            let change = Change(label: "web", action: .replace, reason: .replaceRequested, server: "demo")
            let result = ChangeResult(change, [.done(Settlement.Report()), .failed(failure)])
            let hint = try #require(result.diagnostics.all.first?.hint)
            #expect(hint.contains("without --replace") && result.isUndone)
            let other = ChangeResult(
                Change(label: "web", action: .delete, reason: .notDeclared, server: "demo"), [.failed(failure)])
            #expect(other.diagnostics.all.first?.hint?.contains("--replace") == false)
        }
    }
}
