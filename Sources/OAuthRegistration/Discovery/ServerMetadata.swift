public import StrictJSON

/// What a server says of itself: RFC 8414, OpenID Connect Discovery and SMART share their members' names.
public struct ServerMetadata: Hashable, Sendable {
    /// As it was given.
    public var issuer: JSONString?
    /// `nil` where the server says nothing of registration. It may still offer it: the member is optional in every specification.
    public var registrationEndpoint: HTTPAddress?
    public var tokenEndpoint: HTTPAddress?
    /// The token endpoint for clients that prove themselves by their certificate, where it is another one (RFC 8705, section 5).
    public var mutualTLSTokenEndpoint: HTTPAddress?
    public var support: DeclaredSupport
    /// All that it says to support, a member each, as it was given: arrays of strings and booleans (`*_supported`; SMART's
    /// `capabilities`).
    public var declared: JSONObject

    /// - Parameters:
    ///   - repeated: the names of members that stand in the document more than once: of two meanings we choose none.
    ///   - base: what relative addresses count from.
    init(_ members: JSONObject, repeated: [JSONString], base: HTTPAddress) throws(DiscoveryFault) {
        let needed: [JSONString] = ["registration_endpoint", "issuer"]
        if let name = repeated.first(where: needed.contains) { throw .repeated(name) }
        issuer = try members.text("issuer")
        registrationEndpoint = try members.address("registration_endpoint", base: base)
        // What is not needed to register is no reason not to.
        tokenEndpoint = try? members.address("token_endpoint", base: base)
        mutualTLSTokenEndpoint = try? members["mtls_endpoint_aliases"]?.object?.address("token_endpoint", base: base)
        support = DeclaredSupport(members)
        declared = JSONObject(
            members.members.filter { $0.isDeclaration && !repeated.contains($0.name) }.map { ($0.name, $0.value) })
    }

    /// From `rest[].security.extension`, whose `oauth-uris` holds an extension for each endpoint (SMART App Launch 1.0, "Conformance").
    init(capabilityStatement document: JSONObject, base: HTTPAddress) throws(DiscoveryFault) {
        let uris = document.extensions.filter { $0["url"] == .string(Self.oauthURIs) }
        func address(_ name: JSONString) throws(DiscoveryFault) -> HTTPAddress? {
            for uri in uris.flatMap(\.nestedExtensions) where uri["url"] == .string(name) {
                guard let text = uri["valueUri"]?.string else { continue }
                return try HTTPAddress(discovered: text, base: base)
            }
            return nil
        }
        registrationEndpoint = try address("register")
        tokenEndpoint = try? address("token")
        support = DeclaredSupport([:])
        declared = [:]
    }

    private static let oauthURIs: JSONString = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"
}

extension JSONObject {
    /// `null` and `""` are absent; a member of another type is a fault.
    fileprivate func text(_ name: JSONString) throws(DiscoveryFault) -> JSONString? {
        guard let value = self[name], value != .null, value != "" else { return nil }
        guard let text = value.string else { throw .wrongType(name, value.kind) }
        return text
    }

    fileprivate func address(_ name: JSONString, base: HTTPAddress) throws(DiscoveryFault) -> HTTPAddress? {
        guard let given = try text(name) else { return nil }
        return try HTTPAddress(discovered: given, base: base)
    }

    /// A CapabilityStatement's security extensions, of all its `rest` entries.
    fileprivate var extensions: [JSONObject] {
        (self["rest"]?.array ?? []).flatMap { $0.object?["security"]?.object?.nestedExtensions ?? [] }
    }

    fileprivate var nestedExtensions: [JSONObject] { (self["extension"]?.array ?? []).compactMap(\.object) }
}

extension JSONObject.Member {
    fileprivate var isDeclaration: Bool {
        guard name.text.hasSuffix("_supported") || name == "capabilities" else { return false }
        return switch value {
        case .bool: true
        case .array: value.strings != nil
        case .null, .number, .string, .object: false
        }
    }
}

extension HTTPAddress {
    /// An endpoint that a document names. One without encryption, in a document that came with it, is none.
    fileprivate init(discovered given: JSONString, base: HTTPAddress) throws(DiscoveryFault) {
        do { self = try base.resolving(given.text) } catch { throw .badAddress(given, error) }
        switch (base.origin.scheme, origin.scheme) {
        case (.https, .http): throw .insecure(self)
        case (.https, .https), (.http, .http), (.http, .https): break
        }
    }
}
