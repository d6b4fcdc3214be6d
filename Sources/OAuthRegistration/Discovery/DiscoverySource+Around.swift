import StrictJSON

/// Where to look when all that somebody has is an address.
extension DiscoverySource {
    /// The address as an issuer, then as a FHIR base URL. One of a document itself stands for what it is about.
    public static func about(_ address: HTTPAddress) -> [DiscoverySource] {
        let subject = address.subject
        return ofIssuer(subject, spelled: JSONString(subject.text)) + ofFHIRBaseURL(subject)
    }

    /// The issuers that a registration endpoint at the address may belong to: what stands above it, the nearest first.
    public static func above(_ address: HTTPAddress) -> [DiscoverySource] {
        address.subject.parents.flatMap { ofIssuer($0, spelled: JSONString($0.text)) }
    }

    /// As `metadata(in:)`, for an issuer that nobody has spelled yet: with a slash at its end or without.
    public func metadata(spelledIn answer: HTTPAnswer) throws(DiscoveryFault) -> ServerMetadata {
        do throws(DiscoveryFault) { return try metadata(in: answer) } catch {
            guard case .otherIssuer(let found?, let expected) = error, found.withoutSlash == expected.withoutSlash else {
                throw error
            }
            return try spelled(found).metadata(in: answer)
        }
    }
}

extension HTTPAddress {
    /// What a well-known document at this address is about: `https://h/.well-known/x/t` and `https://h/t/.well-known/x` are about
    /// `https://h/t`. Any other address is about itself, less its query.
    fileprivate var subject: HTTPAddress {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false)
        if let mark = parts.firstIndex(of: ".well-known") { parts.removeSubrange(mark..<min(mark + 2, parts.count)) }
        let path = parts.joined(separator: "/")
        return HTTPAddress(origin: origin, path: path.isEmpty ? "/" : path, query: nil)
    }

    /// The nearest first, the origin's root last; none of the root.
    fileprivate var parents: [HTTPAddress] {
        var parents: [HTTPAddress] = []
        var parts = path.split(separator: "/")
        while parts.popLast() != nil {
            parents.append(HTTPAddress(origin: origin, path: "/" + parts.joined(separator: "/"), query: nil))
        }
        return parents
    }
}

extension JSONString {
    fileprivate var withoutSlash: ArraySlice<UInt8> {
        let bytes = Array(utf8)[...]
        return bytes.last == UInt8(ascii: "/") ? bytes.dropLast() : bytes
    }
}
