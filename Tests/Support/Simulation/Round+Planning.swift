import OAuthRegistration
import RollcallCore

/// The part of a round that decides what is to be done.
extension Round {
    /// `nil` if nothing is.
    func plan(_ request: Request, _ observations: [ClientLabel: ObservedClient]) -> Plan? {
        if request.isSaved, let saved = world.user.savedPlan { return savedPlan(saved) }
        let state = keeper.state
        let input = input(request, state, observations)
        var diagnostics = Diagnostics()
        let plan = Planner.plan(input, diagnostics: &diagnostics)
        if world.choices.chance(10) { checkPurity(of: plan, from: input, request) }
        diagnostics.report(
            contentsOf: Limits.check(
                plan, recorded: state.count, limits: input.manifest.project.limits, allowed: request.allowsAll ? 99 : nil))
        diagnostics.report(contentsOf: Protection.check(plan, state: state))
        if let error = diagnostics.all.first(where: { $0.severity == .error }) {
            world.tell("  refused: \(error.code.summary)")
            return nil
        }
        if request.isForPaper {
            put(plan, onPaperFor: state)
            return nil
        }
        agree(to: plan)
        return plan
    }

    private func input(
        _ request: Request, _ state: StateDocument, _ observations: [ClientLabel: ObservedClient]
    ) -> PlanInput {
        var state = state
        var observations = observations
        switch world.weakening {
        case .repeatsDoubts: state.doubts = state.doubts.filter { $0.value.intent.operation != .register }
        case .refusedMeansGone:
            for (label, observed) in observations where observed.isRefused(401) {
                state[label] = nil
                observations[label] = nil
            }
        case nil, .noIntent, .intentNotSynced, .answerNotSynced, .repeatsInTheRun, .journalEmptiedEarly, .stateNotSynced,
            .directoryNotSynced, .checkpointDropsOpenCalls, .emptyMeansNew, .syncRepeated, .failuresIgnored,
            .deadTokenMeansDeleted, .keysTrusted, .stalePlansApplied, .refreshForgotten, .doubledCalls, .issuedSentBack,
            .replacedForgotten:
            break
        }
        var options = PlanOptions(labels: request.label.map { [$0] } ?? [], destroy: request.isDestroying)
        if request.isDestroying {
            return PlanInput(
                manifest: world.user.manifest(World.projectServers[world.servers.count]), state: state, options: options,
                digest: chunkDigest)
        }
        options.keepsFormer = world.user.keepsFormer
        options.replace = world.user.replaced.filter { request.label == nil || request.label == $0 }
        return PlanInput(
            manifest: world.user.manifest(World.projectServers[world.servers.count]), state: state, observations: observations,
            options: options, digest: chunkDigest)
    }

    /// The user reads the plan and says yes: what it replaces may be registered once more.
    private func agree(to plan: Plan) {
        for change in plan.changes {
            world.tell("  plan: \(change.label) \(change.action.rawValue) (\(change.reason.rawValue))")
            if change.action == .replace { world.truth.licenseReplace(Truth.subject(of: change.label)) }
        }
    }

    // MARK: Paper

    private func put(_ plan: Plan, onPaperFor state: StateDocument) {
        guard let read = try? PlanCodec.read(PlanCodec.write(plan, digest: chunkDigest), digest: chunkDigest), read == plan else {
            return world.report(.plannedOtherwise, "a plan reads back as another one")
        }
        world.tell("  on paper: \(plan.changes.map { "\($0.label) \($0.action.rawValue)" }.joined(separator: ", "))")
        world.user.savedPlan = SimulatedUser.SavedPlan(plan: plan, records: records(of: plan, in: state))
    }

    /// It is applied exactly if state says what it said, and refused else.
    private func savedPlan(_ saved: SimulatedUser.SavedPlan) -> Plan? {
        let state = keeper.state
        world.user.savedPlan = nil
        let isStale = Staleness.diagnostics(saved.plan, against: state, digest: chunkDigest).hasErrors
        let hasChanged = records(of: saved.plan, in: state) != saved.records
        world.tell("  the plan on paper is \(isStale ? "refused" : "applied")")
        if isStale, world.weakening != .stalePlansApplied {
            if !hasChanged, !isInDoubt(saved.plan, in: state) { world.report(.stalePlanApplied, "refused, and not stale") }
            return nil
        }
        if hasChanged { world.report(.stalePlanApplied) }
        agree(to: saved.plan)
        return saved.plan
    }

    private func records(of plan: Plan, in state: StateDocument) -> [ClientLabel: SimulatedUser.Record] {
        var records: [ClientLabel: SimulatedUser.Record] = [:]
        for change in plan.changes where change.action != .nothing {
            for label in [change.label, change.movedFrom ?? change.label] {
                records[label] = state[label].map(SimulatedUser.Record.init)
            }
        }
        return records
    }

    private func isInDoubt(_ plan: Plan, in state: StateDocument) -> Bool {
        let labels = state.doubts.values.filter { $0.intent.operation != .read }.map(\.intent.label)
        return plan.changes.contains { labels.contains($0.label) || $0.movedFrom.map(labels.contains) ?? false }
    }

    // MARK: Purity

    /// The same input in another order makes the same plan, byte for byte.
    private func checkPurity(of plan: Plan, from input: PlanInput, _ request: Request) {
        var input = input
        input.manifest = world.user.manifest(World.projectServers[world.servers.count], shuffled: true)
        var diagnostics = Diagnostics()
        let again = Planner.plan(input, diagnostics: &diagnostics)
        if PlanCodec.write(again, digest: chunkDigest) != PlanCodec.write(plan, digest: chunkDigest) {
            world.report(.plannedOtherwise)
        }
    }
}

extension ObservedClient {
    fileprivate func isRefused(_ status: Int) -> Bool {
        if case .unreadable(.refused(let refusal)) = self { refusal.status == status } else { false }
    }
}
