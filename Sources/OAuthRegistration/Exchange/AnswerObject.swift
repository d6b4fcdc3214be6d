import StrictJSON

/// The JSON object that is an answer's body, read as leniently as it can be without a guess: a server issues a client once, and what it issued
/// must not be lost because of a byte that is about something else.
///
/// | the body | is read |
/// |---|---|
/// | begins with a byte order mark | without it (RFC 8259, section 8.1 lets a reader ignore it) |
/// | is not UTF-8 in places (RFC 8259, section 8.1 wants it) | with U+FFFD there; not where that is part of what was issued |
/// | has a member twice | the last wins |
struct AnswerObject {
    let members: JSONObject
    let notes: [AnswerNote]

    /// `nil` for anything else than an object.
    init?(_ body: [UInt8]) {
        var notes: [AnswerNote] = []
        var bytes = body
        if bytes.starts(with: Self.mark) {
            bytes.removeFirst(Self.mark.count)
            notes.append(.byteOrderMark)
        }
        if String(validating: bytes, as: UTF8.self) == nil {
            bytes = Array(String(decoding: bytes, as: UTF8.self).utf8)
            notes.append(.notUTF8)
        }
        guard let (value, duplicates) = try? JSONReader.readLenient(bytes), let members = value.object else { return nil }
        if notes.contains(.notUTF8), ClientMetadata.issuedMembers.contains(where: { members[$0]?.isRepaired ?? false }) {
            return nil
        }
        self.members = members
        self.notes = notes + duplicates.map { .repeatedMember($0.name) }
    }

    static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
}

extension JSONValue {
    /// Whether it is a text with a character that stands for bytes which were none.
    var isRepaired: Bool { text?.unicodeScalars.contains("\u{FFFD}") ?? false }
}
