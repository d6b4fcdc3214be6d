import OAuthRegistration
import RollcallCore
import RollcallIO

/// From a manifest and a state to a plan, with everything that decides whether it may be applied.
struct PlanMaker: Sendable {
    let manifest: Manifest
    let place: StatePlace
    let options: PlanOptions
    let allowDeletes: Int?
    let console: Console

    struct Made: Sendable {
        var plan: Plan
        /// What makes the plan ambiguous, or what refuses it; warnings too.
        var diagnostics: Diagnostics

        /// Nothing of it is to be applied.
        var isRefused: Bool { diagnostics.hasErrors }

        /// Refused, and without a change to look at.
        var isEmptyRefusal: Bool { isRefused && plan.changes.isEmpty }
    }

    func make(on state: StateDocument?, _ refreshed: Refresh.Result? = nil) -> Made {
        var made = make(
            on: state, observations: refreshed?.observations ?? [:], endpoints: refreshed?.endpoints ?? [:],
            triages: refreshed?.triages ?? [:])
        if let refreshed { made.diagnostics.report(contentsOf: refreshed.oddities) }
        return made
    }

    func make(
        on state: StateDocument?, observations: [ClientLabel: ObservedClient] = [:], endpoints: [String: HTTPAddress],
        triages: [ClientLabel: Triage] = [:]
    ) -> Made {
        var diagnostics = Diagnostics()
        let input = PlanInput(
            manifest: manifest, state: state, observations: observations, endpoints: endpoints, options: options, digest: sha256)
        let plan = Planner.plan(input, diagnostics: &diagnostics)
        diagnostics.report(contentsOf: EmptySelection.check(options, manifest, state: state))
        let limits = Limits.check(plan, recorded: state?.count ?? 0, limits: manifest.project.limits, allowed: allowDeletes)
        diagnostics.report(contentsOf: limits)
        diagnostics.report(contentsOf: Protection.check(plan, state: state))
        diagnostics.report(contentsOf: BlockingDoubts(plan: plan, state: state).diagnostics)
        diagnostics.report(contentsOf: Silences(observations, in: state, of: manifest.project, triages: triages).diagnostics)
        diagnostics.report(contentsOf: ExpiringSecrets(plan, in: state, options, now: WallClock.seconds()).diagnostics)
        diagnostics.report(
            contentsOf: ExpiringRegistrations(plan, in: state, of: manifest.project, options, now: WallClock.seconds())
                .diagnostics)
        return Made(plan: plan, diagnostics: WrittenFields(manifest).placed(diagnostics))
    }
}
