public import OAuthRegistration

extension RecordedClient {
    /// When the registration is gone, by what is known of its server: so long after it was made, whatever was updated since (Janssen's
    /// `dynamicRegistrationExpirationTime` counts from there). In seconds since 1970; `nil` where nothing ends it.
    ///
    /// The default of a product yields to what the server itself has said of the client, in `client_secret_expires_at`, as Janssen does; what
    /// somebody declares of a server of theirs does not.
    public func registrationEnd(at profile: ServerProfile) -> Int64? {
        guard let lifetime = profile.registrationLifetime else { return nil }
        if lifetime.source.kind != .declared, let said = clientSecretExpiresAt, said > 0 { return nil }
        // One that was imported is older than its record.
        let begin = [clientIDIssuedAt, registeredAt.seconds.map(Int64.init)].compactMap(\.self).filter { $0 > 0 }.min()
        guard let (end, isTooLate) = begin?.addingReportingOverflow(Int64(lifetime.value)), !isTooLate else { return nil }
        return end
    }
}

extension StateDocument {
    /// The profile of a server that state knows under this key: the manifest's, where it declares the server, else the recorded one.
    public func profile(of key: String, in project: Project) -> ServerProfile {
        project.servers[key].flatMap { project.profile(named: $0.profile) } ?? servers[key]?.knownProfile ?? .generic
    }
}
