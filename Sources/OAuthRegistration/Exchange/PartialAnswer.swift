public import StrictJSON

/// What came of a client information response that was cut off: the members that came whole. A server that issued a client has said
/// so in them, and they may hold the only copy of its token.
public struct PartialAnswer: Hashable, Sendable {
    /// Empty where nothing can be made of what came.
    public let members: JSONObject

    public init(_ received: [UInt8]) {
        members = Self.candidates(received).lazy.compactMap { AnswerObject($0)?.members }.first ?? [:]
    }

    public var clientID: JSONString? { text("client_id") }
    public var registrationClientURI: JSONString? { text("registration_client_uri") }
    public var registrationAccessToken: Secret? { text("registration_access_token").map { Secret($0.utf8) } }
    public var clientSecret: Secret? { text("client_secret").map { Secret($0.utf8) } }

    /// What of it nobody may see.
    public var secrets: [Secret] {
        let query = registrationClientURI?.utf8.split(separator: UInt8(ascii: "?"), maxSplits: 1).dropFirst().first
        return [clientSecret, registrationAccessToken].compactMap(\.self)
            + Secret.values(ofQuery: query.map { String(decoding: $0, as: UTF8.self) } ?? "")
    }

    /// With `completion` over them: the answer as it would have come, as far as anybody knows.
    public func completed(by completion: JSONObject) -> JSONObject {
        var whole = members
        for member in completion.members { whole[member.name] = member.value }
        return whole
    }

    /// An empty string is none.
    private func text(_ name: JSONString) -> JSONString? { members[name]?.string.flatMap { $0.utf8.isEmpty ? nil : $0 } }

    /// All of it; with its end put back, where the last member is a whole string; and without the member that was cut.
    private static func candidates(_ received: [UInt8]) -> [[UInt8]] {
        let end = [UInt8(ascii: "}")]
        let isAfterString = received.last == UInt8(ascii: "\"")
        let whole = lastComma(received).map { Array(received[..<$0]) + end }
        return [received] + (isAfterString ? [received + end] : []) + (whole.map { [$0] } ?? [])
    }

    /// The last comma between members of the outermost object.
    private static func lastComma(_ bytes: [UInt8]) -> Int? {
        var (depth, isInString, isEscaped, last) = (0, false, false, nil as Int?)
        for (index, byte) in bytes.enumerated() {
            if isEscaped { isEscaped = false; continue }
            switch (byte, isInString) {
            case (UInt8(ascii: "\\"), true): isEscaped = true
            case (UInt8(ascii: "\""), _): isInString.toggle()
            case (_, true): break
            case (UInt8(ascii: "{"), _), (UInt8(ascii: "["), _): depth += 1
            case (UInt8(ascii: "}"), _), (UInt8(ascii: "]"), _): depth -= 1
            case (UInt8(ascii: ","), _): if depth == 1 { last = index }
            case (_, false): break
            }
        }
        return last
    }
}
