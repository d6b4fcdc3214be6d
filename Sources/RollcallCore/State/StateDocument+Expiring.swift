import OAuthRegistration

/// Registrations that were left at their servers, and that have come to their end there, by the server's own word.
extension StateDocument {
    /// Their secret has expired: nobody can use them any more, and some servers remove such a client. One that a call in doubt is about is
    /// not among them.
    ///
    /// - Parameter now: seconds since 1970.
    public func expiredOrphans(now: Int) -> [FormerRegistration] {
        let doubtful = Set(doubts.values.map(\.intent.registration))
        return orphans.filter { $0.hasExpired(now: now) && !doubtful.contains($0.registration) }
    }

    public func dropping(_ dropped: [FormerRegistration]) -> StateDocument {
        var state = self
        let registrations = Set(dropped.map(\.registration))
        state.orphans.removeAll { registrations.contains($0.registration) }
        return state
    }
}

extension FormerRegistration {
    /// RFC 7591, section 3.2.1: 0 is never.
    ///
    /// - Parameter now: seconds since 1970.
    public func hasExpired(now: Int) -> Bool { clientSecretExpiresAt.map { $0 != 0 && $0 <= Int64(now) } ?? false }

    /// Said once it is no longer in state.
    public var droppedDiagnostic: Diagnostic {
        Diagnostic(
            .orphanExpired,
            "The secret of the registration \(clientID), which was left behind at \"\(server)\", has expired (RFC 7591, section 3.2.1): it can "
                + "no longer be used, and state no longer has it.")
    }
}
