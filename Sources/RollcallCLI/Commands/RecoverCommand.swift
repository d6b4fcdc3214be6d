import ArgumentParser
import OAuthRegistration
import RollcallCore
import RollcallIO

/// Settles what is in doubt: by asking the servers, or, where they cannot tell, by what somebody says.
struct RecoverCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "recover", abstract: "Settle calls in doubt: ask the servers, or say what became of one.",
        discussion: """
            A call is in doubt when it was sent and its complete answer was never seen. Without options, asks the servers what became \
            of each (or of the one that is named), records what they tell, and shows the ways out of what they cannot tell. A register \
            is never sent again by itself. Exit status 3 when something is still in doubt.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var report: ReportOptions
    @OptionGroup var locking: LockOptions

    @Option(
        help: ArgumentHelp(
            "Take this client information response (RFC 7591, section 3.2.1; - is standard input) as the call's answer.",
            valueName: "file"))
    var answer: String?

    @Flag(help: "Take the call as not carried out; what may be at the server stays there.")
    var abandon = false

    @Flag(help: "Somebody has looked, and the client is not at the server: the next apply registers it.")
    var registerAgain = false

    @Flag(help: "Do not ask.")
    var autoApprove = false

    @Argument(help: ArgumentHelp("The call, as status shows it.", valueName: "id"))
    var id: OperationID?

    var format: ReportFormat { report.format }
    static let changesSomething = true

    func validate() throws {
        let ways = [answer != nil, abandon, registerAgain].count { $0 }
        if ways > 1 { throw ValidationError("--answer, --abandon and --register-again exclude each other") }
        if ways == 1, id == nil { throw ValidationError("--answer, --abandon and --register-again are about one call: name it") }
    }

    func execute(_ console: Console) async throws -> ExitStatus {
        let project = try Workspace().checkedProject(console)
        let place = StatePlace(project, console, lockTimeout: locking.lockTimeout)
        let state = try await place.required(console)
        _ = try asked(state)
        if state.doubts.isEmpty { return tell([], state, console) }
        let given = try answer.map(AnswerFile.read)
        return try await place.run("recover") { keeper in
            let (state, seal) = (await keeper.state, await keeper.seal)
            let calls = try asked(state).map { try place.open($0, in: state, with: seal) }
            let settling = Settling(project: project, place: place, keeper: keeper, console: console)
            let recoveries: [Recovery]
            if let lost = calls.first, abandon || registerAgain || given != nil {
                let word = GivenWord(lost: lost, place: place, keeper: keeper, console: console, autoApprove: autoApprove)
                let recovery =
                    if let given { try await word.answer(given) } else if abandon { try await word.abandon() } else {
                        try await word.registerAgain()
                    }
                guard let recovery else { return .refused }
                recoveries = [recovery]
            } else {
                recoveries = try await ask(calls, settling)
            }
            if await keeper.hasRecords { try await place.storing { try await keeper.checkpoint(await keeper.state) } }
            await place.reportIncidents(of: keeper)
            return tell(recoveries, await keeper.state, console)
        }
    }

    /// The calls that are meant; without one of that id the command ends.
    private func asked(_ state: StateDocument) throws(CommandFailure) -> [Doubt] {
        guard let id else { return state.sortedDoubts }
        if let doubt = state.doubts[id] { return [doubt] }
        throw CommandFailure(.notInDoubt(id))
    }

    private func ask(_ calls: [LostCall], _ settling: Settling) async throws -> [Recovery] {
        let settlements = try await settling.run(calls.map(\.intent.id))
        let state = await settling.keeper.state
        return calls.map { Recovery($0, settlements[$0.intent.id], in: state) }
    }

    private func tell(_ recoveries: [Recovery], _ state: StateDocument, _ console: Console) -> ExitStatus {
        console.result(RecoveryView(style: console.output).text(recoveries, remaining: state.doubts.count))
        console.document(RecoveryJSON.document(recoveries, remaining: state.sortedDoubts))
        return state.doubts.isEmpty ? .done : .undone
    }
}
