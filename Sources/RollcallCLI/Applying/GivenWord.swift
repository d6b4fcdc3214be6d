import OAuthRegistration
import RollcallCore
import RollcallIO

/// What somebody says became of a call in doubt. `nil` where the question was not answered with yes.
struct GivenWord {
    let lost: LostCall
    let place: StatePlace
    let keeper: StateKeeper
    let console: Console
    let autoApprove: Bool

    private var intent: Intent { lost.intent }

    /// Recorded as the call's answer, as if it had come then.
    func answer(_ body: [UInt8]) async throws -> Recovery? {
        let given: GivenAnswer
        do { given = try GivenAnswer(body, to: lost, in: await keeper.state) } catch { throw CommandFailure(refusal(error)) }
        try await place.storing {
            try await keeper.reserve(callsInFlight: 1)
        }
        _ = await keeper.append(given.records(to: intent, run: RunID.random(), at: WallClock.now()))
        if let failure = await keeper.failures.first { throw CommandFailure(failure.diagnostic(path: place.path)) }
        let state = await keeper.state
        let registration = state.registration(intent.registration, label: intent.label)
        let isManageable =
            registration?.credentials.registrationAccessToken != nil && registration?.registrationClientURI != nil
        return Recovery(lost, .given(given.information.clientID, isManageable: isManageable), in: state)
    }

    func abandon() async throws -> Recovery? {
        guard try isAgreed("Take \(call) as not carried out? \(consequence)") else { return nil }
        let before = await keeper.state
        let state = before.abandoning(lost, sealing: await keeper.seal)
        try await place.storing { try await keeper.checkpoint(state) }
        let orphan = state.orphans.first { $0.registration == intent.registration }
        return Recovery(lost, .abandoned(orphan: orphan?.clientID), in: state)
    }

    func registerAgain() async throws -> Recovery? {
        guard intent.operation == .register else {
            throw CommandFailure(
                notSettled(
                    "Only a register can be made again, and \(intent.id) is of another kind: \(intent.operation.rawValue).",
                    hint: "ask the server, or take it as not carried out:\n  rollcall recover \(intent.id)\n"
                        + "  rollcall recover \(intent.id) --abandon"))
        }
        if let clientID = lost.part.clientID {
            throw CommandFailure(
                notSettled(
                    "The part of the answer that came names the client \(clientID): it was registered. To register it again would make a "
                        + "second one.",
                    hint: "give its answer, or leave that client to itself:\n  rollcall recover \(intent.id) --answer FILE\n"
                        + "  rollcall recover \(intent.id) --abandon"))
        }
        let question =
            "Has somebody looked at \(intent.server), and \(intent.label) is not registered there? Registered again, it would "
            + "be there twice."
        guard try isAgreed(question) else { return nil }
        let state = await keeper.state.withdrawing(intent)
        try await place.storing { try await keeper.checkpoint(state) }
        return Recovery(lost, .registerAgain, in: state)
    }

    // MARK: Words

    private func isAgreed(_ question: String) throws -> Bool {
        try autoApprove || Approval(console: console).ask(InertText.escaped(question))
    }

    private var call: String { "the \(intent.operation.rawValue) of \(intent.label) at \(intent.server)" }

    private var consequence: String {
        let part = lost.part
        switch intent.operation {
        case .register:
            guard let clientID = part.clientID else {
                return "If a client was registered, it stays there, and nothing will manage it."
            }
            return "The client \(clientID) was registered: it stays there, and in state as one that nothing declares."
        case .update, .read, .delete:
            return part.registrationAccessToken == nil
                ? "State keeps what it says of the client." : "The token that came with a part of the answer is dropped."
        }
    }

    private func refusal(_ fault: GivenAnswer.Fault) -> Diagnostic {
        let hint =
            "give what the server answers to a registration (RFC 7591, section 3.2.1):\n  rollcall recover \(intent.id) --answer FILE"
        return switch fault {
        case .tooLarge:
            notSettled(
                "The answer is larger than \(HTTPRequest.registrationAnswerLimit) bytes: it is none that a server gave.",
                hint: hint)
        case .noClient(let fault):
            notSettled(
                "The answer \(fault.inWords). What is wanted is the client information response itself: a JSON object with the client_id.",
                hint: hint)
        case .anotherClient(let clientID, let expected):
            notSettled("The answer is about the client \(clientID), and the call was about \(expected).", hint: hint)
        case .recorded(let label):
            notSettled(
                "The client of the answer is recorded already, as \"\(label)\".",
                hint: "see which of the two is meant:\n  rollcall status")
        case .registrationGone:
            notSettled(
                "State no longer has the registration that the call was about.",
                hint: "take it as not carried out:\n  rollcall recover \(intent.id) --abandon")
        }
    }

    private func notSettled(_ detail: String, hint: String) -> Diagnostic {
        Diagnostic(.callNotSettled, detail, hint: hint, client: intent.label)
    }
}
