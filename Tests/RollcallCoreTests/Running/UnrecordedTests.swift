import OAuthRegistration
import RollcallTestKit
import StrictJSON
import Testing

@testable import RollcallCore

/// What is said of an answer that could not be recorded: what became of the client, one thing to do, and no credential.
struct UnrecordedTests {
    @Test func everyEndOfAnAnswerSaysWhatBecameOfItAndWhatToDo() throws {
        let id = OperationID("00000001-7")
        let rows: [(Settlement.Unrecorded, DiagnosticCode, detail: String, hint: String)] = [
            (
                .kept(.file("recovery/7.json")), .answerKept, "recovery/7.json",
                "rollcall recover 00000001-7 --answer recovery/7.json"
            ),
            (.kept(.journal("s.journal")), .answerKept, "s.journal", "copy that file"),
            (.withdrawn("c7"), .registrationWithdrawn, "deleted again: no client c7", "rollcall recover 00000001-7 --abandon"),
            (.orphaned("c7", reason: "it was busy"), .registrationOrphaned, "c7, and its credentials are lost", "delete c7"),
            (.lost(status: 200), .answerLost, "status 200", "rollcall recover 00000001-7"),
        ]
        let change = Change(label: StateSamples.label("web"), action: .register, reason: .notRecorded, server: "demo")
        for (end, code, detail, hint) in rows {
            let result = ChangeResult(change, [.unrecorded(id, end)])
            #expect(result.outcome == .inDoubt && result.isUndone)
            let diagnostic = try #require(result.diagnostics.all.first)
            #expect(diagnostic.code == code && diagnostic.client == change.label)
            #expect(diagnostic.detail.contains(detail) && diagnostic.detail.contains(id.text), "\(diagnostic.detail)")
            #expect(diagnostic.hint?.contains(hint) == true, "\(String(describing: diagnostic.hint))")
        }
    }

    @Test func whatHappenedToTheStoreIsSaid() throws {
        let disk = RecorderScript.diskWithState()
        disk["demo.json.journal"] = Array(JournalCodec.line(StateSamples.header).bytes) + [0x78]
        let recovery = RecoveryFolder<SimulatedDisk>(path: "recovery") { () throws(DiskFailure) in
            throw DiskFailure("open", "recovery", reason: "it is no folder")
        }
        let recorder = Recorder(StoreScript.store(on: disk), recovery: recovery, journalPath: "demo.json.journal")
        #expect(try recorder.store.lock(as: StoreScript.holder))
        try recorder.begin(run: "r1")
        var failures = 1
        disk.fault = { effect in
            guard effect.operation == "sync", failures > 0 else { return nil }
            failures -= 1
            return .failure("Input/output error")
        }
        let intent = StateSamples.intent(.register, "web", id: "a-1", registration: 1)
        #expect(recorder.append([.intended(intent)]) == .durable)
        failures = .max
        let answer = HTTPAnswer(status: 201, body: Array(#"{"client_id":"c"}"#.utf8))
        let held = Recording.Place.journal("demo.json.journal")
        #expect(recorder.append([.answered(intent.id, answer, at: Timestamp("t"))]) == .failed(kept: [intent.id: held]))
        let incidents = StateIncidents(recorder)
        #expect(incidents.found(path: "demo.json").all.map(\.code) == [.journalTorn])
        #expect(incidents.happened(path: "demo.json").all.map(\.code) == [.journalMoved, .journalNotDurable])
        #expect(incidents.kept.isEmpty && recorder.failures.map(\.endsRecording) == [true])
    }
}
