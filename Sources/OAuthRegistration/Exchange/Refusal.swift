public import StrictJSON

/// An answer that is no success, in the server's words.
public struct Refusal: Hashable, Sendable {
    public var status: Int
    /// `error` and `error_description` (RFC 7591, section 3.2.2; RFC 6750, section 3.1): the server's text, to be quoted and escaped.
    public var error: JSONString?
    /// Where there is no `error` either, the `message` of a gateway's JSON.
    public var errorDescription: JSONString?
    public var shape: Shape
    /// When the server wants to be asked again, if it says so.
    public var retryAfter: RetryAfter?
    /// Where a redirect would have led.
    public var redirect: HTTPAddress?

    /// What the body looks like; it tells a server from what stands in front of it.
    public enum Shape: String, Hashable, Sendable {
        /// A JSON object with `error`.
        case oauth
        /// Another JSON value: often a gateway's (Kong: `{"message":"no Route matched with those values"}`).
        case json
        /// A client information response, of another client than the one asked about.
        case anotherClient = "another client's answer"
        case truncatedJSON = "truncated JSON"
        case html = "HTML"
        /// Nobody asked for that, and a proxy may do it all the same.
        case compressed = "compressed data"
        case text
        case empty
    }

    public init(
        status: Int, error: JSONString? = nil, errorDescription: JSONString? = nil, shape: Shape,
        retryAfter: RetryAfter? = nil, redirect: HTTPAddress? = nil
    ) {
        self.status = status
        self.error = error
        self.errorDescription = errorDescription
        self.shape = shape
        self.retryAfter = retryAfter
        self.redirect = redirect
    }

    /// Reads whatever the body offers; there is no body that it cannot describe.
    public init(_ answer: HTTPAnswer) {
        let content = AnswerContent(answer)
        let object = content.value?.object ?? [:]
        let error = object["error"]?.string
        self.init(
            status: answer.status, error: error,
            errorDescription: object["error_description"]?.string ?? (error == nil ? object["message"]?.string : nil),
            shape: error == nil ? content.shape : .oauth, retryAfter: answer.retryAfter.flatMap { RetryAfter($0) },
            redirect: (300..<400).contains(answer.status) ? HTTPAddress(redirect: answer.location) : nil)
    }

    /// The server has judged the request, and will judge the same request alike: it does not ask to come back later, and is not out of
    /// order itself.
    public var isDefinite: Bool { (400..<500).contains(status) && ![408, 425, 429].contains(status) || status == 501 }

    /// The same, with every occurrence of a secret in the server's words taken out: some repeat the request in their answers.
    public func withholding(_ secrets: [Secret]) -> Refusal {
        var refusal = self
        for secret in secrets where !secret.isEmpty {
            secret.expose { bytes in
                refusal.error = refusal.error?.replacing(bytes)
                refusal.errorDescription = refusal.errorDescription?.replacing(bytes)
                if let path = refusal.redirect?.path, JSONString(path).replacing(bytes) != JSONString(path) {
                    refusal.redirect = nil
                }
            }
        }
        return refusal
    }
}

extension JSONString {
    fileprivate func replacing(_ secret: [UInt8]) -> JSONString {
        var text: [UInt8] = []
        var rest = Array(utf8)[...]
        while let first = rest.first {
            if rest.starts(with: secret) {
                text += Array("(secret)".utf8)
                rest = rest.dropFirst(secret.count)
            } else {
                text.append(first)
                rest = rest.dropFirst()
            }
        }
        return JSONString(validating: text) ?? JSONString("(withheld)")
    }
}

/// A body, as JSON if it is that, else as what it looks like.
struct AnswerContent {
    var value: JSONValue?
    var duplicates: [JSONDuplicate] = []
    var shape: Refusal.Shape

    init(_ answer: HTTPAnswer) {
        do {
            (value, duplicates) = try JSONReader.readLenient(answer.body)
            shape = .json
        } catch {
            shape = Self.shape(of: answer.body, fault: error)
        }
    }

    /// By the first character, because what stands in front of a server names the type wrongly as often as not.
    private static func shape(of body: [UInt8], fault: JSONFault) -> Refusal.Shape {
        if body.isCompressed { return .compressed }
        return switch body.first(where: { !$0.isSpaceOrControl }) {
        case nil: .empty
        case UInt8(ascii: "<"): .html
        case UInt8(ascii: "{"), UInt8(ascii: "["): fault.reason == .unexpectedEnd ? .truncatedJSON : .text
        default: .text
        }
    }
}
