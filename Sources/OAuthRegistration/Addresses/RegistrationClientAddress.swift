public import StrictJSON

/// Where a client is managed: what a server's `registration_client_uri` comes to, so that a registration access token goes
/// nowhere but to the registration endpoint's origin. Only the origin is pinned, never the path.
public enum RegistrationClientAddress: Hashable, Sendable {
    /// `upgraded`: it was given as http, at the host of an https endpoint, and is used with the endpoint's scheme and port.
    /// Servers behind a proxy that ends TLS answer so (the Kodjin onboarding page's does).
    case use(HTTPAddress, upgraded: Bool)
    case notUsed(Reason)

    public enum Reason: Hashable, Sendable {
        case notGiven
        /// RFC 7592, section 3 wants a fully qualified URL.
        case notAnAddress(AddressFault)
        /// `same_origin` would use its path at the endpoint's origin.
        case otherOrigin(Origin)
    }

    public static func resolve(
        given: JSONString?, endpoint: HTTPAddress, policy: RegistrationClientURIPolicy
    ) -> RegistrationClientAddress {
        guard let given else { return .notUsed(.notGiven) }
        // A fragment is never sent (RFC 9110, section 4.2.5).
        let text = given.text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init) ?? ""
        do {
            switch policy {
            case .asGiven: return asGiven(try HTTPAddress(given: text), endpoint: endpoint)
            case .sameOrigin:
                return .use(try root(of: endpoint).resolving(text).moved(to: endpoint.origin), upgraded: false)
            }
        } catch  where policy == .sameOrigin && error.reason == .notHTTP {
            return .notUsed(.notAnAddress(AddressFault(.notAReference, at: 0)))
        } catch {
            return .notUsed(.notAnAddress(error))
        }
    }

    /// Which address of a client counts, once an answer names one: the one that it names, unless that cannot be used and the recorded one can.
    /// A server behind a proxy may know itself by another name when it answers a read.
    public static func preferred(
        _ given: JSONString?, over recorded: JSONString?, endpoint: HTTPAddress, policy: RegistrationClientURIPolicy
    ) -> JSONString? {
        guard let given, let recorded else { return given ?? recorded }
        switch (
            resolve(given: given, endpoint: endpoint, policy: policy),
            resolve(given: recorded, endpoint: endpoint, policy: policy)
        ) {
        case (.notUsed, .use): return recorded
        case (.use, _), (.notUsed, .notUsed): return given
        }
    }

    /// What is no whole address is a path from the root, with or without its slash: nothing is put together from the endpoint's
    /// path.
    private static func root(of endpoint: HTTPAddress) -> HTTPAddress {
        HTTPAddress(origin: endpoint.origin, path: "/", query: nil)
    }

    private static func asGiven(_ address: HTTPAddress, endpoint: HTTPAddress) -> RegistrationClientAddress {
        if address.origin == endpoint.origin { return .use(address, upgraded: false) }
        switch (address.origin.scheme, endpoint.origin.scheme) {
        case (.http, .https) where address.origin.host == endpoint.origin.host:
            return .use(address.moved(to: endpoint.origin), upgraded: true)
        case (.http, _), (.https, _): return .notUsed(.otherOrigin(address.origin))
        }
    }
}

/// What is done with a `registration_client_uri` that is not at the registration endpoint's origin.
public enum RegistrationClientURIPolicy: String, Hashable, Sendable, CaseIterable {
    /// It is not used.
    case asGiven = "as_given"
    /// Its path and query are used at the endpoint's origin.
    case sameOrigin = "same_origin"
}
