public import StrictJSON

/// One place at which a server may say what it is, and what its document must hold to be believed.
public struct DiscoverySource: Hashable, Sendable {
    public let kind: Kind
    public let request: HTTPRequest
    /// What relative addresses count from, and whose origin the endpoints are to have.
    public let base: HTTPAddress
    /// The document's `issuer` must be these bytes (RFC 8414, section 3.3; OpenID Connect Discovery 1.0, section 4.3).
    private(set) var issuer: JSONString?

    public enum Kind: Hashable, Sendable {
        /// RFC 8414, section 3.
        case authorizationServer
        /// OpenID Connect Discovery 1.0, section 4.
        case openIDProvider
        /// SMART App Launch 2.2, "Conformance".
        case smartConfiguration
        /// A FHIR server's own description, with the `oauth-uris` extension of SMART App Launch 1.0.
        case capabilityStatement
    }

    private init(_ kind: Kind, _ address: HTTPAddress, base: HTTPAddress, issuer: JSONString? = nil) {
        self.kind = kind
        self.base = base
        self.issuer = issuer
        request = HTTPRequest(.get, address, answerLimit: HTTPRequest.discoveryAnswerLimit)
    }

    /// In the order in which they are asked. The well-known part goes before the issuer's path (RFC 8414, section 3.1) or after it
    /// (OpenID Connect Discovery 1.0, section 4); servers have been seen with either form of either.
    public static func ofIssuer(_ issuer: HTTPAddress, spelled text: JSONString) -> [DiscoverySource] {
        let forms: [(Kind, document: String, isInserted: Bool)] = [
            (.authorizationServer, "oauth-authorization-server", true), (.openIDProvider, "openid-configuration", false),
            (.openIDProvider, "openid-configuration", true), (.authorizationServer, "oauth-authorization-server", false),
        ]
        var sources: [DiscoverySource] = []
        for (kind, document, isInserted) in forms {
            let address = issuer.wellKnown(document, isInserted: isInserted)
            if sources.contains(where: { $0.request.address == address }) { continue }
            sources.append(DiscoverySource(kind, address, base: issuer, issuer: text))
        }
        return sources
    }

    /// The path is appended to the FHIR base URL, and not put before its path; old servers have a CapabilityStatement only.
    public static func ofFHIRBaseURL(_ base: HTTPAddress) -> [DiscoverySource] {
        [
            DiscoverySource(.smartConfiguration, base.appendingPath(".well-known/smart-configuration"), base: base),
            DiscoverySource(.capabilityStatement, base.appendingPath("metadata"), base: base),
        ]
    }

    func spelled(_ issuer: JSONString) -> DiscoverySource {
        var source = self
        source.issuer = issuer
        return source
    }

    /// What an answer says, read as JSON whatever its `Content-Type`.
    public func metadata(in answer: HTTPAnswer) throws(DiscoveryFault) -> ServerMetadata {
        if answer.status != 304, (300..<400).contains(answer.status) {
            throw .redirect(answer.status, HTTPAddress(redirect: answer.location))
        }
        guard answer.status == 200 else { throw .status(answer.status) }
        let content = AnswerContent(answer)
        guard let document = content.value?.object else { throw .notMetadata(content.shape) }
        switch kind {
        case .authorizationServer, .openIDProvider, .smartConfiguration:
            let metadata = try ServerMetadata(document, repeated: content.duplicates.map(\.name), base: base)
            if let issuer, metadata.issuer != issuer { throw .otherIssuer(metadata.issuer, expected: issuer) }
            return metadata
        case .capabilityStatement: return try ServerMetadata(capabilityStatement: document, base: base)
        }
    }
}

extension HTTPAddress {
    /// `https://h/t` and `x` make `https://h/.well-known/x/t`, or `https://h/t/.well-known/x`.
    fileprivate func wellKnown(_ document: String, isInserted: Bool) -> HTTPAddress {
        let path = path.utf8.last == UInt8(ascii: "/") ? String(path.dropLast()) : path
        let wellKnown = "/.well-known/\(document)"
        return HTTPAddress(origin: origin, path: isInserted ? wellKnown + path : path + wellKnown, query: nil)
    }
}
