import OAuthRegistration
import RollcallCore
import RollcallDevServer
import RollcallIO
import StrictJSON

/// Asks a server what it says of itself: one of the project's, in its own way, or one that only an address is known of.
struct ServerSurveyor {
    let console: Console

    /// - Parameter text: an issuer, a FHIR base URL, a registration endpoint, or the address of a document about one.
    func survey(address text: String) async throws -> Discovered {
        let address: HTTPAddress
        do throws(AddressFault) { address = try HTTPAddress(text) } catch {
            // A password may stand in it.
            let shown =
                error.reason == .userInformation ? "The address has user information in it" : "This is no address: \(error)"
            throw CommandFailure(
                Diagnostic(.badAddress, "\(shown).", hint: "write an address such as https://id.example.com"))
        }
        let server = Project.Server(
            namedBy: .issuer(address, spelled: address.text), allowHTTP: true,
            location: SourceLocation(file: Workspace.projectFile, line: 1, column: 1))
        let locator = ServerLocator(transport: Transport.make(console), sleep: RunLoop.sleep, now: WallClock.now)
        return await discovered(
            ShownAddress.text(JSONString(address.text)).text, server, at: locator, DiscoverySource.about(address),
            further: DiscoverySource.above(address))
    }

    /// - Parameter key: of a server of the project.
    func survey(_ key: String, of project: Project) async throws -> Discovered {
        guard let server = project.servers[key] else { throw CommandFailure(Self.unknown(key, project)) }
        let transport: any HTTPTransport
        do throws(ConnectionSettingsFailure) { transport = try Connections(project, console).withoutIdentity(key) } catch {
            var diagnostic = error.diagnostic
            diagnostic.location = server.location
            throw CommandFailure(diagnostic)
        }
        let locator = ServerLocator(transport: transport, sleep: RunLoop.sleep, now: WallClock.now)
        switch server.namedBy {
        case .issuer(let issuer, let spelled):
            let sources = DiscoverySource.ofIssuer(issuer, spelled: JSONString(spelled))
            return await discovered(key, server, at: locator, sources, isSpelled: true)
        case .fhirBaseURL(let base):
            return await discovered(key, server, at: locator, DiscoverySource.ofFHIRBaseURL(base), isSpelled: true)
        case .registrationEndpoint(let address):
            return await discovered(
                key, server, at: locator, DiscoverySource.about(address), further: DiscoverySource.above(address))
        case .embedded(let personality):
            // Nothing of its clients is wanted, so its file stays closed.
            let options = DevServer.Options(personality: Personality(rawValue: personality.rawValue) ?? .rfc)
            return try await DevServer.withServer(options) { own in
                let address = try HTTPAddress(own.registrationEndpoint)
                return await discovered(
                    key, server, at: locator, DiscoverySource.above(address) + DiscoverySource.about(address))
            }
        }
    }

    private func discovered(
        _ asked: String, _ server: Project.Server, at locator: ServerLocator, _ sources: [DiscoverySource],
        further: [DiscoverySource] = [], isSpelled: Bool = false
    ) async -> Discovered {
        let survey = await locator.survey(sources, further: further, isSpelled: isSpelled)
        let objection = survey.deciding.flatMap { source, metadata in
            metadata.registrationEndpoint.flatMap { locator.objection(to: $0, named: source, by: server) }
        }
        return Discovered(asked: asked, server: server, survey: survey, objection: objection)
    }

    static func unknown(_ key: String, _ project: Project) -> Diagnostic {
        let keys = project.servers.keys.sorted()
        let near = EditDistance.nearest(to: Array(key.utf8), among: keys)
        return Diagnostic(
            .unknownServer,
            "rollcall.yaml has no server \"\(JSONString(key).excerpt(80))\". It has: \(keys.joined(separator: ", ")).",
            hint: near.map { "did you mean \($0)?" } ?? "write one of them, or an address such as https://id.example.com")
    }
}
