public import StrictJSON

/// A registration endpoint, found out from what a server says of itself.
public struct DiscoveredServer: Hashable, Sendable {
    public var registrationEndpoint: HTTPAddress
    public var issuer: JSONString?
}

/// Why a document does not tell where clients are registered; in words, to follow the document's address.
public struct DiscoveryFault: Error, Hashable, Sendable {
    public let reason: String

    init(_ reason: String) { self.reason = reason }
}

/// SMART App Launch 2: the registration endpoint of the server that stands behind a FHIR base URL.
public enum Discovery {
    /// The document's path is appended to the base URL (SMART App Launch 2, "Using well-known").
    public static func smartConfiguration(of base: HTTPAddress) -> HTTPRequest {
        HTTPRequest(
            .get, base.appendingPath(".well-known/smart-configuration"), answerLimit: HTTPRequest.discoveryAnswerLimit)
    }

    /// Servers answer JSON whatever they call it; a page of HTML that says 200 is no metadata. Relative addresses of older
    /// servers are resolved against `base`. An endpoint elsewhere is returned as it is: whether it may be used is the caller's.
    public static func server(in answer: HTTPAnswer, base: HTTPAddress) throws(DiscoveryFault) -> DiscoveredServer {
        guard answer.status == 200 else { throw DiscoveryFault("answered \(answer.status)") }
        let document: JSONValue
        do { document = try JSONReader.readLenient(answer.body).value } catch {
            throw DiscoveryFault("is not JSON: \(error.reason.rawValue)")
        }
        guard let members = document.object else { throw DiscoveryFault("is not a JSON object") }
        guard let member = members["registration_endpoint"], member != .null else {
            throw DiscoveryFault("names no registration_endpoint")
        }
        guard let text = member.text else { throw DiscoveryFault("has a registration_endpoint that is no string") }
        do {
            let endpoint = try base.resolving(text)
            if base.origin.scheme == .https, endpoint.origin.scheme == .http {
                throw DiscoveryFault("names a registration_endpoint without TLS")
            }
            return DiscoveredServer(registrationEndpoint: endpoint, issuer: members["issuer"]?.string)
        } catch let fault as AddressFault {
            throw DiscoveryFault("names a registration_endpoint that \(fault.reason)")
        } catch let fault as DiscoveryFault {
            throw fault
        } catch { preconditionFailure("nothing else is thrown here") }
    }
}
