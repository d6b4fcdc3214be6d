public import StrictJSON

/// Why a body is no client information response (RFC 7591, section 3.2.1). Told to whoever has to make one of it.
public enum AnswerFault: Hashable, Sendable {
    case empty
    /// gzip or Zstandard: a proxy may compress whatever it is asked for.
    case compressed
    /// With its byte order mark, or with a zero byte beside each letter.
    case utf16
    case html
    case notJSON(JSONFault)
    case notObject
    /// An object without one; whether one of its members is an object that has one.
    case withoutClientID(isWrapped: Bool)
    /// It is neither a number nor a string with something in it.
    case badClientID
    /// Bytes that are not UTF-8 are part of what was issued.
    case notUTF8(JSONString)

    /// `nil` if it is one.
    public init?(_ body: [UInt8]) {
        var notes: [AnswerNote] = []
        if ClientInformation(of: .register, reading: body, notes: &notes) != nil { return nil }
        self = Self.form(of: body) ?? Self.content(of: body)
    }

    private static func form(of body: [UInt8]) -> AnswerFault? {
        if body.allSatisfy(\.isSpaceOrControl) { return .empty }
        if body.isCompressed { return .compressed }
        if body.starts(with: [0xFF, 0xFE]) || body.starts(with: [0xFE, 0xFF]) || body.prefix(4).contains(0) { return .utf16 }
        return body.first { !$0.isSpaceOrControl } == UInt8(ascii: "<") ? .html : nil
    }

    private static func content(of body: [UInt8]) -> AnswerFault {
        let bytes = body.starts(with: AnswerObject.mark) ? Array(body.dropFirst(AnswerObject.mark.count)) : body
        let value: JSONValue
        do { value = try JSONReader.readLenient(Array(String(decoding: bytes, as: UTF8.self).utf8)).value } catch {
            return .notJSON(error)
        }
        guard let members = value.object else { return .notObject }
        if let name = ClientMetadata.issuedMembers.first(where: { members[$0]?.isRepaired ?? false }) { return .notUTF8(name) }
        if let id = members["client_id"], id != .null { return .badClientID }
        return .withoutClientID(isWrapped: members.members.contains { $0.value.object?["client_id"] != nil })
    }

    /// A clause for a sentence about it, which quotes nothing of it: it may hold credentials.
    public var inWords: String {
        switch self {
        case .empty: "is empty"
        case .compressed: "is compressed (gzip or Zstandard): unpack it first"
        case .utf16: "is UTF-16, and JSON is UTF-8 (RFC 8259, section 8.1): convert it first"
        case .html: "is HTML, and no JSON"
        case .notJSON(let fault): "is no JSON: \(fault.reason.rawValue), at byte \(fault.offset)"
        case .notObject: "is JSON, and no object"
        case .withoutClientID(isWrapped: false): "is a JSON object without a client_id"
        case .withoutClientID(isWrapped: true):
            "is a JSON object without a client_id; the object in one of its members has one: take that out of it"
        case .badClientID: "has a client_id that is neither a string with something in it nor a number"
        case .notUTF8(let name): "has a \(name.text) with bytes that are not UTF-8 (RFC 8259, section 8.1)"
        }
    }
}

extension [UInt8] {
    /// By the first bytes of gzip (RFC 1952, section 2.3.1) and Zstandard (RFC 8878, section 3.1.1).
    var isCompressed: Bool { starts(with: [0x1F, 0x8B]) || starts(with: [0x28, 0xB5, 0x2F, 0xFD]) }
}
