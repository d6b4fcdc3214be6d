import OAuthRegistration
import RollcallCore
import StrictJSON

/// What `recover` did, as a person reads it: each call with what was found and what became of it; what is still in doubt with the ways
/// out.
struct RecoveryView {
    let style: Style

    func text(_ recoveries: [Recovery], remaining: Int) -> String {
        if recoveries.isEmpty, remaining == 0 { return "Nothing is in doubt.\n" }
        return recoveries.map(text).joined(separator: "\n") + "\n" + summary(recoveries, remaining)
    }

    private func text(_ recovery: Recovery) -> String {
        let intent = recovery.lost.intent
        let symbol = recovery.isSettled ? style.paint("=", .blue) : style.paint("!", .red)
        let call = "\(symbol) \(InertText.escaped(intent.id.text))  \(intent.operation.rawValue) "
        let place = "\(style.paint(intent.label.text, .bold)) at \(InertText.escaped(intent.server)), sent \(intent.sentAt)\n"
        return call + place + WrappedText.indented(InertText.escaped(recovery.words), by: 4) + ways(recovery)
    }

    private func ways(_ recovery: Recovery) -> String {
        let ways = recovery.ways
        if ways.isEmpty { return "" }
        let what = recovery.lost.hasPart ? "a part of an answer is kept" : "nothing of an answer was received"
        let lines = ways.map { way in
            "      \(InertText.escaped(way.command))\n" + WrappedText.indented(InertText.escaped(way.meaning), by: 10)
        }
        return "    \(what). The ways out:\n" + lines.joined()
    }

    private func summary(_ recoveries: [Recovery], _ remaining: Int) -> String {
        let settled = recoveries.count(where: \.isSettled)
        let parts = [settled == 0 ? nil : "\(settled) settled", remaining == 0 ? "nothing in doubt" : Self.count(remaining)]
        return parts.compactMap(\.self).joined(separator: ", ") + ".\n"
    }

    private static func count(_ calls: Int) -> String { "\(calls) call\(calls == 1 ? "" : "s") in doubt" }
}

/// The same as JSON. What came of an answer is not in it: it may hold credentials.
enum RecoveryJSON {
    static func document(_ recoveries: [Recovery], remaining: [Doubt]) -> JSONObject {
        [
            "calls": .array(recoveries.map { .object(object($0)) }),
            "in_doubt": .array(remaining.map { .string($0.intent.id.text) }),
        ]
    }

    private static func object(_ recovery: Recovery) -> JSONObject {
        var object = RecordedJSON.doubt(recovery.lost.intent, reason: recovery.lost.reason, hasPart: recovery.lost.hasPart)
        object["found"] = .string(recovery.words)
        object["outcome"] = .string(name(of: recovery.outcome))
        object["ways"] = .array(recovery.ways.map { ["command": .string($0.command), "meaning": .string($0.meaning)] })
        return object
    }

    private static func name(of outcome: Recovery.Outcome) -> String {
        switch outcome {
        case .carriedOut: "carried_out"
        case .notCarriedOut: "not_carried_out"
        case .answered: "answered"
        case .given: "answer_given"
        case .abandoned: "abandoned"
        case .registerAgain: "register_again"
        case .inDoubt: "in_doubt"
        }
    }
}
