import OAuthRegistration
import RollcallCore
import RollcallIO

/// What the references to initial access tokens hold, each read once.
enum InitialAccessTokens {
    /// By the server's key, as the references are.
    static func read(
        _ references: [String: Reference], of project: Project, _ diagnostics: inout Diagnostics
    ) async -> [String: Secret] {
        let reader = ReferenceReader(folder: ".", environment: Environment.all)
        var secrets: [Reference: Secret] = [:]
        var tokens: [String: Secret] = [:]
        for (key, reference) in references.sorted(by: { $0.key < $1.key }) {
            if secrets[reference] == nil {
                switch await reader.read(reference) {
                case .success(let secret): secrets[reference] = secret
                case .failure(let failure):
                    var diagnostic = failure.diagnostic
                    diagnostic.location = project.servers[key]?.location
                    diagnostics.report(diagnostic)
                }
            }
            tokens[key] = secrets[reference]
        }
        return tokens
    }
}
