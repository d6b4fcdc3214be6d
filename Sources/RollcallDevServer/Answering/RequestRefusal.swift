import StrictJSON

/// A request that is answered with an error; nothing was changed.
struct RequestRefusal: Error, Hashable, Sendable {
    let response: ServerResponse

    /// `error` and `error_description` (RFC 7591, section 3.2.2; RFC 6750, section 3.1).
    init(_ status: Int, _ error: String, _ description: String, _ fields: [ServerResponse.Field] = []) {
        response = .json(status, ["error": .string(error), "error_description": .string(description)], fields)
    }

    init(_ status: Int, text: String, _ fields: [ServerResponse.Field] = []) {
        response = ServerResponse(
            status: status, fields: [ServerResponse.Field("Content-Type", "text/plain;charset=UTF-8")] + fields,
            body: Array(text.utf8))
    }

    static func metadata(_ description: String) -> RequestRefusal { RequestRefusal(400, "invalid_client_metadata", description) }
    static func redirectURI(_ description: String) -> RequestRefusal { RequestRefusal(400, "invalid_redirect_uri", description) }

    static let notFound = RequestRefusal(404, text: "no such endpoint\n")
    static let notJSON = RequestRefusal(415, "invalid_request", "the body must be application/json")
    static let tooLarge = RequestRefusal(413, "invalid_request", "the body is larger than 256 KiB")

    /// RFC 9110, section 15.5.6: what is allowed must be named.
    static func methodNotAllowed(_ allowed: [String]) -> RequestRefusal {
        RequestRefusal(
            405, "invalid_request", "this method is not supported here", [.init("Allow", allowed.joined(separator: ", "))])
    }
}
