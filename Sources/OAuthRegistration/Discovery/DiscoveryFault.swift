public import StrictJSON

/// Why a discovery document names no usable registration endpoint.
public enum DiscoveryFault: Error, Hashable, Sendable {
    case status(Int)
    /// With where it leads, if that is a whole address. It is not followed: where a server is, is for its users to say.
    case redirect(Int, HTTPAddress?)
    /// No JSON object: a page of HTML that says 200, above all.
    case notMetadata(Refusal.Shape)
    /// The server says nothing of registration. It may still offer it (the member is optional in every specification).
    case noRegistrationEndpoint
    /// It speaks for another issuer: nothing in it is used (RFC 8414, section 3.3).
    case otherIssuer(JSONString?, expected: JSONString)
    /// The member, and what it is instead of a string.
    case wrongType(JSONString, String)
    case repeated(JSONString)
    case badAddress(JSONString, AddressFault)
    /// An http endpoint, named by a document that came over https.
    case insecure(HTTPAddress)

    /// Of several documents' faults the one with the highest is told: the more of a document is there, the more its fault says.
    public var weight: Int {
        switch self {
        case .status, .notMetadata(.empty): 0
        case .notMetadata, .redirect: 1
        case .noRegistrationEndpoint: 2
        case .otherIssuer, .wrongType, .repeated, .badAddress, .insecure: 3
        }
    }

    /// A clause for a sentence about the document: "the document …". It may quote the server, and is to be escaped.
    public var inWords: String {
        switch self {
        case .status(let status): "was answered with status \(status)"
        case .redirect(let status, let address):
            "was answered with a redirect (\(status))" + (address.map { " to \($0.text.prefix(200))" } ?? "")
                + ", which is not followed"
        case .notMetadata(.empty): "is empty"
        case .notMetadata(let shape): "is no JSON object (it looks like \(shape.rawValue))"
        case .noRegistrationEndpoint: "has no registration_endpoint"
        case .otherIssuer(let issuer?, let expected):
            "has the issuer \"\(issuer.excerpt(200))\", and not \"\(expected.text)\", to the letter (RFC 8414, section 3.3)"
        case .otherIssuer(nil, _): "has no issuer, which it must (RFC 8414, section 2)"
        case .wrongType(let name, let kind): "has the \(kind) \(name.text) where a string belongs"
        case .repeated(let name): "has \(name.text) more than once"
        case .badAddress(let text, let fault):
            "has an endpoint that is no address: \"\(text.excerpt(200))\": \(fault)"
        case .insecure(let address): "came over https and has an endpoint without: \(address.text.prefix(200))"
        }
    }
}
