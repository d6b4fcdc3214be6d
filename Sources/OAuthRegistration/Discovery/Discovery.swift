public import StrictJSON

/// Where a server says that clients register: from a document of its own to the registration endpoint.
///
/// A source of such documents is one function here that makes its request (SMART App Launch 2.2, "Conformance"); what the
/// documents hold is read in one place, because RFC 8414, OpenID Connect Discovery and SMART share their members' names.
public enum Discovery {
    /// `[base]/.well-known/smart-configuration`: the path is appended to the FHIR base URL, not put before its path.
    public static func smartConfiguration(of base: HTTPAddress) -> HTTPRequest {
        HTTPRequest(.get, base.appendingPath(".well-known/smart-configuration"), answerLimit: HTTPRequest.discoveryAnswerLimit)
    }

    /// What an answer to a discovery request says, read as JSON whatever its `Content-Type`.
    ///
    /// Relative addresses count from `base` (as SMART has it, for old servers). An endpoint at another origin is returned as
    /// any other: whether it may be used is the caller's to decide.
    public static func registrationEndpoint(in answer: HTTPAnswer, base: HTTPAddress) throws(DiscoveryFault) -> DiscoveredServer {
        if answer.status != 304, (300..<400).contains(answer.status) {
            throw .redirect(answer.status, HTTPAddress(redirect: answer.location))
        }
        guard answer.status == 200 else { throw .status(answer.status) }
        let content = AnswerContent(answer)
        guard let members = content.value?.object else { throw .notMetadata(content.shape) }
        if let repeated = content.duplicates.first(where: { $0.name == endpointMember || $0.name == issuerMember }) {
            throw .repeated(repeated.name)
        }
        let issuer = try string(issuerMember, in: members)
        guard let given = try string(endpointMember, in: members) else { throw .noRegistrationEndpoint }
        return DiscoveredServer(registrationEndpoint: try address(given, base: base), issuer: issuer)
    }

    private static let endpointMember: JSONString = "registration_endpoint"
    private static let issuerMember: JSONString = "issuer"

    /// Of two meanings we choose none, so a member of another type is a fault; `null` and `""` are absent.
    private static func string(_ name: JSONString, in members: JSONObject) throws(DiscoveryFault) -> JSONString? {
        guard let value = members[name], value != .null, value != "" else { return nil }
        guard let text = value.string else { throw .wrongType(name, value.kind) }
        return text
    }

    private static func address(_ given: JSONString, base: HTTPAddress) throws(DiscoveryFault) -> HTTPAddress {
        let address: HTTPAddress
        do { address = try base.resolving(given.text) } catch { throw .badAddress(given, error) }
        switch (base.origin.scheme, address.origin.scheme) {
        case (.https, .http): throw .insecure(address)
        case (.https, .https), (.http, .http), (.http, .https): return address
        }
    }
}

/// What discovery found.
public struct DiscoveredServer: Hashable, Sendable {
    public var registrationEndpoint: HTTPAddress
    /// As it was given, unchecked: RFC 8414, section 3.3 compares its bytes with the issuer that was asked for.
    public var issuer: JSONString?
}
