import OAuthRegistration
import RollcallCore
import RollcallIO

/// The way to each server of a project, as its `tls:` and `proxy:` have it.
struct Connections: Sendable {
    let project: Project
    private let console: Console
    /// To all servers that have neither.
    private let plain: any HTTPTransport

    init(_ project: Project, _ console: Console) {
        self.project = project
        self.console = console
        plain = Transport.make(console)
    }

    /// Where a server can be looked for: a document about it is public, so nobody is shown a certificate of ours there.
    func withoutIdentity(_ key: String) throws(ConnectionSettingsFailure) -> any HTTPTransport {
        guard let server = project.servers[key], server.tls?.caFile != nil || server.proxy != nil else { return plain }
        return Transport.make(console, try settings(of: server))
    }

    /// The transports of a run, by the servers' keys. A server whose certificates or key cannot be used has none: it is not to be
    /// spoken to in another way.
    ///
    /// - Parameter privateKeys: to the client certificates, by the servers' keys; of one that is missing it is said already.
    func open(
        _ keys: some Sequence<String>, privateKeys: [String: Secret], _ diagnostics: inout Diagnostics
    ) -> [String: any HTTPTransport] {
        var transports: [String: any HTTPTransport] = [:]
        for key in keys {
            guard let server = project.servers[key], server.tls != nil || server.proxy != nil else {
                transports[key] = plain
                continue
            }
            do throws(ConnectionSettingsFailure) {
                var settings = try settings(of: server)
                if let path = server.tls?.certificate {
                    guard let privateKey = privateKeys[key] else { continue }
                    try settings.identify(as: path, key: privateKey)
                }
                transports[key] = Transport.make(console, settings)
            } catch {
                var diagnostic = error.diagnostic
                diagnostic.location = server.location
                diagnostics.report(diagnostic)
            }
        }
        return transports
    }

    private func settings(of server: Project.Server) throws(ConnectionSettingsFailure) -> ConnectionSettings {
        var settings = ConnectionSettings(proxy: server.proxy)
        if let path = server.tls?.caFile { try settings.trust(path) }
        return settings
    }
}
