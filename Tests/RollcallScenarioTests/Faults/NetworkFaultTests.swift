import Foundation
import StrictJSON
import Testing

/// The network cells of the fault matrix, one after the other, against the built binary.
@Suite struct NetworkFaultTests {
    @Test(arguments: NetworkFault.rows) func whateverHappensOnTheWayIsToldAndNotMadeWorse(_ fault: NetworkFault) async throws {
        let outcome = try await Self.turnstile.pass { try await FaultPlay(fault: fault).run() }
        let (first, status) = (outcome.first, try document(outcome.status))

        // What came of it, how often it was asked, and what is said.
        #expect(outcome.requests.first == fault.requests, "\(first.everything)")
        #expect(fault.words.isEmpty || spoken(first).contains(fault.words), "\(first.everything)")
        switch fault.ends {
        case .done, .failed, .inDoubt, .carriedOut, .notCarriedOut:
            if fault.call == .read {
                #expect(!first.everything.contains("did not say"), "\(first.everything)")
            } else {
                #expect(first.status == ([.done, .carriedOut].contains(fault.ends) ? 0 : 3), "\(first.everything)")
                #expect(first.output.contains(line(fault)), "\(first.everything)")
            }
        case .unreadable: #expect(first.everything.contains("did not say what web is now"), "\(first.everything)")
        }

        // V1, V2: never registered twice, and never lost without a word.
        #expect(outcome.answers.count { $0.hasPrefix("HTTP/1.1 201") } <= 1)
        let doubts = status["in_doubt"]?.array?.count ?? 0
        let clients = status["clients"]?.array?.count ?? 0
        if outcome.answers.contains(where: { $0.hasPrefix("HTTP/1.1 201") }), fault.call == .register {
            #expect(doubts + clients == 1)
        }

        // A write in doubt is not sent again, by the same run or the next, and what came of an answer is kept; nor is one that was carried
        // out. One that was not is planned anew.
        if fault.call != .read { #expect(doubts == (fault.ends == .inDoubt ? 1 : 0), "\(outcome.status.everything)") }
        if let again = outcome.again {
            let repetitions = outcome.requests.all - outcome.requests.first
            #expect(repetitions == (fault.ends == .notCarriedOut ? 1 : 0), "\(again.everything)")
            #expect(again.status == (fault.ends == .inDoubt ? 3 : 0), "\(again.everything)")
            if fault.keepsPart { #expect(outcome.state.contains("\"received\":\""), "\(outcome.state)") }
        }

        // V6: nothing that was issued, or allowed it, is in what was written to the terminal. Nor did another origin hear anything.
        for secret in secrets(outcome) {
            for output in outcome.outputs + [outcome.status] {
                #expect(!output.everything.contains(secret), "\(output.everything)")
            }
        }
        #expect(outcome.elsewhere == 0)
        for output in outcome.outputs { expectInert(output.everything) }
        #expect(outcome.taken < 32 << 20, "\(outcome.taken) bytes of a flood were taken")
    }

    private static let turnstile = Turnstile(width: 4)

    @Test func everyCellHasARow() {
        let cells = Set(NetworkFault.rows.map(\.cell))
        let faults = ["F57", "F60", "F61", "F62", "F63", "F64", "F65", "F66", "F67", "F68", "F69", "F70", "F71"]
        #expect(cells == Set(faults + ["R02", "R03", "R05", "R06", "R07", "R08", "R09"]))
    }

    /// No control character, nothing that turns the text around, no command to a CI runner; and not more than a person reads.
    private func expectInert(_ text: String) {
        let odd = text.unicodeScalars.filter { $0.value < 0x20 && $0 != "\n" || $0.properties.generalCategory == .format }
        #expect(odd.isEmpty, "\(text)")
        for line in text.split(separator: "\n") {
            #expect(!line.hasPrefix("::") && !line.contains("##[") && !line.contains("##vso["), "\(line)")
        }
        #expect(text.utf8.count < 20_000)
    }

    // MARK: Reading what was written

    private func document(_ result: Command.Result) throws -> JSONObject {
        try #require(try JSONReader.read(Array(result.output.utf8)).object, "\(result.everything)")
    }

    private func line(_ fault: NetworkFault) -> String {
        switch fault.ends {
        case .done, .carriedOut, .unreadable: "Applied: 1 "
        case .failed, .notCarriedOut: "web  could not \(fault.call) at demo"
        case .inDoubt: "web  in doubt (\(fault.call)) at demo"
        }
    }

    /// Without the line breaks of the terminal.
    private func spoken(_ result: Command.Result) -> String {
        result.everything.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    }

    private func secrets(_ outcome: FaultPlay.Outcome) -> [String] {
        let issued = outcome.answers.flatMap { answer -> [String] in
            guard let body = answer.range(of: "\r\n\r\n").map({ answer[$0.upperBound...] }),
                let object = try? JSONReader.read(Array(body.utf8)).object
            else { return [] }
            return ["client_secret", "registration_access_token"].compactMap { object[JSONString($0)]?.text }
        }
        return (issued + [FaultPlay.token]).flatMap { secret in
            [secret, Data(secret.utf8).base64EncodedString(), secret.utf8.map { String($0, radix: 16) }.joined()]
        }
    }
}
