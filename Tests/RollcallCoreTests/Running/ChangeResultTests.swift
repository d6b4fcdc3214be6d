import OAuthRegistration
import RollcallTestKit
import StrictJSON
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

    /// Its token may have been replaced without a word: the run is not all done, and no other client of the server is updated in it. After a
    /// registration the client may only not be known everywhere yet.
    @Test func anUpdateThatLeavesItsClientUnreadableStopsTheOthers() throws {
        var report = Settlement.Report()
        report.refusedReadBack = Refusal(status: 401, shape: .empty)
        for (action, isUndone) in [(Change.Action.update, true), (.register, false)] {
            let change = Change(label: "web", action: action, reason: .fieldsDiffer, server: "demo")
            let result = ChangeResult(change, [.done(report)])
            #expect(result.outcome == .done && result.isUndone == isUndone)
            let told = try #require(result.diagnostics.all.first)
            #expect(told.code == .clientUnreadable && told.severity == .warning && told.detail.contains("status 401"))
        }
        guard case .observe(let client) = RunningSamples.observe("web").work else { preconditionFailure("it observes") }
        let target = Change.Target(metadata: ClientMetadata(), tags: [:], protect: false, ignore: [])
        let update = Assignment(label: "web", server: "x", work: .update(client, target, fields: []))
        var failures = ServerFailures()
        let noted = [
            failures.note(.done(Settlement.Report()), of: update),
            failures.note(.done(report), of: RunningSamples.register("web")),
            failures.note(.done(report), of: update),
        ]
        #expect(noted == [false, false, true])
        failures.leaveAlone("x", steps: 2)
        let again = failures.note(.done(report), of: update)
        #expect(!again && failures.notBegun == ["x": 2])
    }

    /// A registration and the read back after it may be odd in the same way.
    @Test func whatIsOddInTwoAnswersIsSaidOnce() {
        var report = Settlement.Report()
        report.notes = [.byteOrderMark, .masked("client_secret"), .byteOrderMark]
        let change = Change(label: "web", action: .register, reason: .notRecorded, server: "demo")
        let told = ChangeResult(change, [.done(report)]).diagnostics.all.map(\.code)
        #expect(told == [.answerOdd, .answerOdd])
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

    /// What somebody has to know of a server's reads, and what is to be done; one fact is told once.
    @Test func whatTheReadsAroundAWriteComeToIsTold() throws {
        let nowhere = Refusal(status: 404, shape: .empty)
        var (silent, readless, contradicted, odd) = (
            Settlement.Report(), Settlement.Report(), Settlement.Report(), Settlement.Report()
        )
        silent.refusedReadBack = nowhere
        readless.readless = nowhere
        contradicted.contradicted = ["redirect_uris"]
        odd.notes = [.byteOrderMark, .notUTF8, .byteOrderMark]
        odd.address = RegistrationClientAddress.resolve(
            given: "https://id.example.com:x/c", endpoint: RunningSamples.endpoint, policy: .sameOrigin)
        let rows: [(Settlement.Report, Change.Action, [DiagnosticCode], hint: String)] = [
            (silent, .register, [.clientUnreadable], "rollcall drift web"),
            (readless, .update, [.readsNothing], "rollcall drift"),
            (contradicted, .update, [.fieldContradicted], "fields: { redirect_uris: rewritten }"),
            (odd, .register, [.addressNotUsed, .answerOdd, .answerOdd], "the server's operator correct"),
        ]
        for (report, action, codes, hint) in rows {
            let result = ChangeResult(
                Change(label: "web", action: action, reason: .fieldsDiffer, server: "demo"), [.done(report)])
            let told = result.diagnostics.all
            #expect(told.map(\.code) == codes && !result.isUndone, "\(codes)")
            #expect(told.first?.hint?.contains(hint) == true, "\(told.first?.hint ?? "no hint")")
        }
        let left = ChangeResult(
            Change(label: "web", action: .delete, reason: .formerRemains, server: "demo"), [.failed(.notDeleted(nowhere))])
        let told = try #require(left.diagnostics.all.first)
        #expect(left.isUndone && told.code == .callRefused && told.hint?.contains("forget") == false)
    }
}
