import OAuthRegistration
import RollcallCore
import RollcallIO

/// What is behind the references of a run, each read once.
struct ReferencedSecrets {
    private let reader = ReferenceReader(folder: ".", environment: Environment.all)
    let project: Project

    /// By server's key, in the order of the keys. What cannot be read is told once, at the first server that names it.
    func read(
        _ references: [String: Reference], as form: ReferenceReader.Form = .line, _ diagnostics: inout Diagnostics
    ) async -> [String: Secret] {
        var told: Set<Reference> = []
        var secrets: [String: Secret] = [:]
        for (key, reference) in references.sorted(by: { $0.key < $1.key }) {
            switch await reader.read(reference, as: form) {
            case .success(let secret): secrets[key] = secret
            case .failure(let failure):
                guard told.insert(reference).inserted else { continue }
                var diagnostic = failure.diagnostic
                diagnostic.location = project.servers[key]?.location
                diagnostics.report(diagnostic)
            }
        }
        return secrets
    }
}
