import OAuthRegistration
import RollcallCore
import RollcallIO

/// What `apply` and `destroy` do: plan, show, ask, apply; all of it under the state's lock.
struct PlanAndApply {
    let maker: PlanMaker
    let command: String
    let isRefreshing: Bool
    let applying: ApplyingOptions

    private var console: Console { maker.console }
    private var place: StatePlace { maker.place }

    func run() async throws -> ExitStatus {
        if try await place.load(console, needsKey: true) == nil {
            guard try beginWithoutState() else { return .refused }
            _ = try await place.readKey()
            try await place.create(command: command)
            return try await place.run(command) { try await run($0, isAgreed: true) }
        }
        return try await place.run(command) { try await run($0, isAgreed: false) }
    }

    /// - Parameter isAgreed: the plan has been shown and agreed to.
    private func run(_ keeper: StateKeeper, isAgreed: Bool) async throws -> ExitStatus {
        let planned = try await plan(keeper)
        let summary = PlanSummary(planned.made.plan)
        if !isAgreed, !planned.made.isEmptyRefusal { show(planned.made) }
        let report = ApplyReport(plan: planned.made.plan, console: console)
        report.begin()
        if planned.made.isRefused { throw CommandFailure(planned.made.diagnostics) }
        console.report(planned.made.diagnostics)
        guard summary.hasChanges || !planned.made.plan.acceptedOrigins.isEmpty else {
            await place.reportIncidents(of: keeper)
            report.end([])
            return summary.leavesSomethingUndone ? .undone : .done
        }
        if !isAgreed, !applying.autoApprove {
            guard try Approval(console: console).ask("\nApply this plan?") else { return .refused }
        }
        console.result("\n")
        return try await PlanApplication(
            plan: planned.made.plan, project: maker.manifest.project, place: place, keeper: keeper,
            endpoints: planned.endpoints, acceptedTokens: planned.accepted, parallelism: applying.parallelism,
            manifest: maker.manifest, console: console
        ).run()
    }

    private func plan(
        _ keeper: StateKeeper
    ) async throws -> (made: PlanMaker.Made, endpoints: [String: HTTPAddress], accepted: Set<RegistrationID>) {
        if isRefreshing {
            let refreshed = try await Refresh(maker: maker, keeper: keeper).run()
            return (maker.make(on: refreshed.state, refreshed), refreshed.endpoints, refreshed.accepted)
        }
        let access = ServerAccess(connections: Connections(maker.manifest.project, console), place: place)
        let state = await keeper.state
        let endpoints = await access.endpoints(unknownTo: state)
        return (maker.make(on: state, endpoints: endpoints), endpoints, [])
    }

    private func show(_ made: PlanMaker.Made) {
        console.result(
            PlanReport(style: console.output, isRefreshed: isRefreshing, isPartial: maker.options.isPartial).text(made.plan))
    }

    /// A wrong path must not register everything again: without a state, a person has to see it and agree.
    private func beginWithoutState() throws -> Bool {
        guard Approval.isPossible else { throw CommandFailure(StateStoreFailure.absent.diagnostic(path: place.path)) }
        let made = maker.make(on: nil, endpoints: [:])
        console.result("no state at \(InertText.escaped(place.path)): everything will be registered\n\n")
        show(made)
        ApplyReport(plan: made.plan, console: console).begin()
        if made.isRefused { throw CommandFailure(made.diagnostics) }
        return try Approval(console: console).ask("\nBegin a new state, and apply this plan?")
    }
}
