import OAuthRegistration

/// Rows that a profile makes: its name in `rollcall.yaml`, and a server that is as it says.
extension ContractServer {
    /// The same server, with all that is known of it said beforehand.
    func with(profile: String) -> ContractServer {
        var server = self
        server.name = "\(name), profile \(profile)"
        server.profile = profile
        return server
    }

    /// A server of each built-in profile, where `rollcall.yaml` names the profile and where it does not.
    static let profiled: [ContractServer] = {
        let profiles = ServerProfile.all.filter { ![.generic, .keycloak].contains($0) }
        let servers = profiles.flatMap { profile in
            let server = behaving(as: profile)
            return [server, server.with(profile: profile.name)]
        }
        return servers + byHand.filter { $0.name == "dev-server keycloak" }.map { $0.with(profile: "keycloak") }
    }()

    private static func behaving(as profile: ServerProfile) -> ContractServer {
        let name = profile.name
        var server = ContractServer(name: "dev-server \(name)", start: { try await .embedded(name) })
        let methods = profile.methods?.value ?? ClientMethod.allCases
        server.refusesSecret = profile.secretInUpdate?.value == .refused
        server.cannot[.refuseAWrongToken] = "this personality is open to anyone"
        if methods.isEmpty { server.cannot[.manage] = "the profile has no methods" }
        if !methods.contains(.put) { server.cannot[.update] = "the profile has no PUT" }
        if profile.rotatesOnRead?.value == true { server.cannot[.keepTheTokenOnRead] = "so the profile says" }
        if profile.rotatesOnUpdate?.value == true { server.cannot[.keepTheTokenOnUpdate] = "so the profile says" }
        if profile.deadTokenStatuses?.value.first == 400 { server.cannot[.sayUnauthorized] = "so the profile says" }
        return server
    }
}
