import OAuthRegistration
import RollcallCore
import StrictJSON

/// What `recover` found out about one call, or was told of it.
struct Recovery {
    /// As it was in doubt.
    let lost: LostCall
    let outcome: Outcome
    /// The label's client is the registration that the call was about: to forget it is one way out.
    let isOfTheClient: Bool

    enum Outcome: Hashable {
        /// A read has shown it, or the server has answered it again.
        case carriedOut
        case notCarriedOut
        /// Of a read: the server has answered another one, and how.
        case answered(String)
        /// Somebody gave its answer, with this client in it.
        case given(JSONString, isManageable: Bool)
        case abandoned(orphan: JSONString?)
        case registerAgain
        case inDoubt(reason: String)
    }

    var isSettled: Bool {
        switch outcome {
        case .carriedOut, .notCarriedOut, .answered, .given, .abandoned, .registerAgain: true
        case .inDoubt: false
        }
    }

    /// After the servers were asked.
    init(_ lost: LostCall, _ settlement: Settlement?, in state: StateDocument) {
        let remaining = state.doubts[lost.intent.id]
        self.init(lost, remaining.map { .inDoubt(reason: $0.reason) } ?? Self.outcome(settlement, lost), in: state)
    }

    init(_ lost: LostCall, _ outcome: Outcome, in state: StateDocument) {
        self.lost = lost
        self.outcome = outcome
        isOfTheClient = state[lost.intent.label]?.registration == lost.intent.registration
    }

    private static func outcome(_ settlement: Settlement?, _ lost: LostCall) -> Outcome {
        switch settlement {
        case .failed(.notCarriedOut): .notCarriedOut
        case .failed(.unreadable(let reason)): .answered("the server refused another one: \(reason.inWords)")
        case .done(let report) where report.refusedToken != nil:
            .answered("the server has the client, and it is recorded; \(Self.refused(report.refusedToken))")
        case .done where lost.intent.operation == .read: .answered("the server has answered another one")
        // Not asked by itself: another call about the same registration told.
        case nil, .observed, .inDoubt, .notStarted, .failed, .unrecorded: .answered("another call about the client has told")
        case .done: .carriedOut
        }
    }

    private static func refused(_ refusal: Refusal?) -> String {
        "the token that it was issued with is refused\(refusal.map { ", \($0.inWords)" } ?? "")"
    }

    // MARK: Words

    /// What was found, and what became of it.
    var words: String {
        switch outcome {
        case .carriedOut: carriedOut
        case .notCarriedOut: "it was not carried out: the server has the client as it was before"
        case .answered(let words): words
        case .given(let clientID, let isManageable):
            "recorded as its answer: the client \(clientID)" + (isManageable ? "" : ", without the token to manage it with")
        case .abandoned(let orphan):
            "taken as not carried out" + (orphan.map { "; the client \($0) stays in state as one that nothing declares" } ?? "")
        case .registerAgain: "no longer in doubt: the next apply registers it"
        case .inDoubt(let reason): reason
        }
    }

    private var carriedOut: String {
        switch lost.intent.operation {
        case .register: "the server has the client: it is recorded"
        case .update: "it was carried out: the server has the client as the update wanted it, and it is recorded"
        case .delete: "it was carried out: the client is gone"
        case .read: "answered"
        }
    }

    /// The ways out of a doubt that remains: commands, each with what it means.
    var ways: [(command: String, meaning: String)] {
        if isSettled { return [] }
        return (lost.hasPart ? [door] : []) + settling
    }

    /// What came of an answer may hold what the server issued, in a form that nobody here can read.
    private var door: (command: String, meaning: String) {
        (
            "rollcall credentials \(lost.intent.id) --field received",
            "the bytes that came, credentials included: if the client is in them, make FILE of it, a JSON object with its client_id"
        )
    }

    private var settling: [(command: String, meaning: String)] {
        let command = "rollcall recover \(lost.intent.id)"
        let abandon = "\(command) --abandon"
        switch lost.intent.operation {
        case .register:
            let answer = ("\(command) --answer FILE", "it is there: FILE holds what the server says of it, credentials included")
            if let clientID = lost.part.clientID {
                return [
                    answer,
                    (
                        abandon,
                        "the client \(clientID) stays there, and in state as one that nothing declares; the next apply registers anew"
                    ),
                ]
            }
            return [
                answer,
                ("\(command) --register-again", "somebody has looked, and it is not there: the next apply registers it"),
                (abandon, "whatever is there stays there, and nothing manages it; the next apply registers it anew"),
            ]
        case .update:
            return [
                ("\(command) --answer FILE", "FILE holds what the server says of the client now, with its token"),
                (abandon, "take it as not carried out; the next apply updates the client again"),
                (command, "ask the server again"),
            ]
        case .delete:
            let gone =
                isOfTheClient
                ? [
                    (
                        "\(abandon) && rollcall forget \(lost.intent.label)",
                        "somebody has looked, and it is gone: state forgets it"
                    )
                ] : []
            return [
                ("\(command) --answer FILE", "it is there: FILE holds what the server says of it, with its token"),
                (abandon, "take it as not carried out; the next apply deletes it again"),
            ] + (gone.isEmpty ? [(command, "ask the server again")] : gone)
        case .read:
            return [
                ("\(command) --answer FILE", "FILE holds what the server says of the client now, with its token"),
                (abandon, "go on with the token that is recorded"),
                (command, "ask the server again"),
            ]
        }
    }
}
