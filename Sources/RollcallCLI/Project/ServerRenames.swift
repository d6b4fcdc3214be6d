import OAuthRegistration
import RollcallCore
import RollcallIO

/// The records of a run name servers by the project's keys, so state has to know them by these before its first call.
extension StatePlace {
    func followRenames(
        of project: Project, endpoints: [String: HTTPAddress], acceptedOrigins: [Origin], _ keeper: StateKeeper
    ) async throws -> StateDocument {
        var diagnostics = Diagnostics()
        let state = await keeper.state
        let matching = ServerMatching(
            project: project, state: state, endpoints: endpoints, acceptedOrigins: acceptedOrigins, diagnostics: &diagnostics)
        if diagnostics.hasErrors { throw CommandFailure(diagnostics) }
        guard !matching.renames.isEmpty else { return state }
        try await storing { try await keeper.checkpoint(state.renaming(matching.renames)) }
        return await keeper.state
    }
}
