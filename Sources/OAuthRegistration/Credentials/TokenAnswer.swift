public import StrictJSON

/// What a token endpoint issued (RFC 6749, section 5.1).
public struct TokenAnswer: Hashable, Sendable {
    public var token: Secret
    /// In seconds from now; `nil` if nobody has said, or nothing that can be meant.
    public var lifetime: Int?

    /// Why an answer holds no token that can be used.
    public enum Fault: Error, Hashable, Sendable {
        case refused(Refusal)
        /// A success without `access_token`; what it looks like instead.
        case noToken(Refusal.Shape)
        /// A token that is presented in another way than as a bearer: RFC 6749, section 7.1 forbids to guess.
        case otherType(JSONString)
        /// With a character that no header field can carry (RFC 6750, section 2.1).
        case notVisible
    }

    public init(_ answer: HTTPAnswer) throws(Fault) {
        guard (200..<300).contains(answer.status) else { throw .refused(Refusal(answer)) }
        let content = AnswerContent(answer)
        guard let object = content.value?.object, let token = object["access_token"]?.string, !token.utf8.isEmpty else {
            // An error that says 200 is still one.
            let refusal = Refusal(answer)
            throw refusal.error == nil ? .noToken(content.shape) : .refused(refusal)
        }
        // Required; a server that leaves it out means the usual one.
        if let type = object["token_type"]?.string, type.utf8.map(\.asciiLowercased) != Array("bearer".utf8) {
            throw .otherType(type)
        }
        guard token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .notVisible }
        self.token = Secret(token.utf8)
        lifetime = ClientInformation.time(object["expires_in"]).flatMap { $0 > 0 ? Int(clamping: $0) : nil }
    }
}
