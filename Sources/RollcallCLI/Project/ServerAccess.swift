import OAuthRegistration
import RollcallCore
import RollcallDevServer
import RollcallIO
import StrictJSON

/// The way to the servers of a run: finds those that have an address, starts those that are embedded.
struct ServerAccess: Sendable {
    let connections: Connections
    let place: StatePlace

    private var project: Project { connections.project }

    /// The registration endpoints of servers that state does not know by their name, so that one that was only renamed is
    /// recognised. A server that cannot be found is reported when it is needed.
    func endpoints(unknownTo state: StateDocument) async -> [String: HTTPAddress] {
        let known = Set(state.servers.values.map(\.namedBy))
        var endpoints: [String: HTTPAddress] = [:]
        for (key, server) in project.servers where !known.contains(server.namedBy.json) && !known.isEmpty {
            if case .success(let located?) = await locate(key, server) { endpoints[key] = located.registrationEndpoint }
        }
        return endpoints
    }

    /// Finds the servers, and keeps the embedded ones running while `body` goes on.
    ///
    /// - Parameters:
    ///   - keys: of servers, in state or project; ascending.
    ///   - discover: whose registration endpoint is asked for anew; the others are where state has them, unless the project names
    ///     them by something else since.
    ///   - known: those of `discover` that stay where state has them if they cannot be found now, or only at another origin: there the
    ///     clients are that state has. One that state does not have is left out then, with a warning.
    func withServers<Result: Sendable>(
        _ keys: [String], in state: StateDocument, discover: Set<String>, known: Set<String> = [],
        _ body: ([String: LocatedServer], Diagnostics) async throws -> Result
    ) async throws -> Result {
        var located: [String: LocatedServer] = [:]
        var diagnostics = Diagnostics()
        var embedded: [(key: String, personality: Personality)] = []
        for key in keys {
            if let personality = personality(of: key, in: state) {
                embedded.append((key, personality))
                continue
            }
            let recorded = recorded(key, in: state)
            if !discover.contains(key), !lacksTokenEndpoint(key), let recorded {
                located[key] = recorded
            } else if let server = project.servers[key] {
                let fallback = known.contains(key) ? recorded : nil
                switch await locate(key, server) {
                case .success(let found): located[key] = fallback.flatMap { $0.origin == found?.origin ? nil : $0 } ?? found
                case .failure(let failure):
                    var diagnostic = failure.diagnostic
                    if fallback != nil || known.contains(key) && state.servers[key] == nil { diagnostic.severity = .warning }
                    located[key] = fallback
                    diagnostics.report(diagnostic)
                }
            }
        }
        return try await start(embedded[...], located, diagnostics, body)
    }

    /// Where state has it, if that is still the server that the project means.
    private func recorded(_ key: String, in state: StateDocument) -> LocatedServer? {
        guard let record = state.servers[key], isNamed(key, as: record),
            let address = try? HTTPAddress(record.registrationEndpoint)
        else { return nil }
        return LocatedServer(at: address, issuer: record.issuer)
    }

    /// Where the server's clients obtain their tokens, if its own document says so, and a secret may go there.
    func tokenEndpoint(of key: String) async -> HTTPAddress? {
        guard let server = project.servers[key], case .success(let located?) = await locate(key, server),
            let endpoint = located.tokenEndpoint
        else { return nil }
        let origins = [located.registrationEndpoint.origin] + server.allowOrigins
        return origins.contains(endpoint.origin) ? endpoint : nil
    }

    private func locate(_ key: String, _ server: Project.Server) async -> Result<LocatedServer?, LocatingFault> {
        let transport: any HTTPTransport
        do throws(ConnectionSettingsFailure) { transport = try connections.withoutIdentity(key) } catch {
            var diagnostic = error.diagnostic
            diagnostic.location = server.location
            return .failure(LocatingFault(diagnostic: diagnostic))
        }
        return await ServerLocator(transport: transport, sleep: RunLoop.sleep, now: WallClock.now).locate(key, server)
            .mapError { LocatingFault(diagnostic: $0.diagnostic) }
    }

    /// Why a server is not found, or cannot be looked for.
    private struct LocatingFault: Error { let diagnostic: Diagnostic }

    /// One after the other, each around the rest.
    private func start<Result: Sendable>(
        _ embedded: ArraySlice<(key: String, personality: Personality)>, _ located: [String: LocatedServer],
        _ diagnostics: Diagnostics, _ body: ([String: LocatedServer], Diagnostics) async throws -> Result
    ) async throws -> Result {
        guard let first = embedded.first else { return try await body(located, diagnostics) }
        let options = DevServer.Options(personality: first.personality, dataPath: place.embeddedPath(first.key))
        do {
            return try await DevServer.withServer(options) { address in
                var located = located
                located[first.key] = try LocatedServer(embedded: address)
                return try await start(embedded.dropFirst(), located, diagnostics, body)
            }
        } catch let failure as DevServerFailure {
            throw CommandFailure(
                Diagnostic(
                    .embeddedFailed, "The embedded server \"\(first.key)\" did not start: \(failure.description).",
                    at: project.servers[first.key]?.location))
        }
    }

    /// Whether every call there needs an access token, and only the server's document says where it comes from.
    private func lacksTokenEndpoint(_ key: String) -> Bool {
        guard let server = project.servers[key], let client = server.clientCredentials else { return false }
        return server.manageWith == .accessToken && client.tokenEndpoint == nil
    }

    private func isNamed(_ key: String, as record: ServerRecord) -> Bool {
        project.servers[key].map { $0.namedBy.json == record.namedBy } ?? true
    }

    private func personality(of key: String, in state: StateDocument) -> Personality? {
        if let server = project.servers[key] {
            guard case .embedded(let personality) = server.namedBy else { return nil }
            return Personality(rawValue: personality.rawValue)
        }
        return (state.servers[key]?.namedBy["embedded"]?.text).flatMap(Personality.init(rawValue:))
    }
}

extension LocatedServer {
    /// Recorded without its address, which differs from start to start.
    fileprivate init(embedded address: DevServer.Address) throws {
        let endpoint = try HTTPAddress(address.registrationEndpoint)
        self.init(
            registrationEndpoint: endpoint, issuer: nil, origin: LocatedServer.embedded, recordedEndpoint: endpoint.path,
            ownAccessToken: address.initialAccessToken)
    }
}
