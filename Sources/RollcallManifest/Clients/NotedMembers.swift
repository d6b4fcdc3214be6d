/// Where in the arena the values stand that the RFCs' advice is about, so that a client with nothing to say about is told by
/// its bytes, and never becomes a value.
struct NotedMembers {
    private var redirectURIs: Range<Int>?
    private var grantTypes: Range<Int>?
    private var responseTypes: Range<Int>?
    private var keys: Range<Int>?

    subscript(field: NotedField) -> Range<Int>? {
        get {
            switch field {
            case .redirectURIs: redirectURIs
            case .grantTypes: grantTypes
            case .responseTypes: responseTypes
            case .keys: keys
            }
        }
        set {
            switch field {
            case .redirectURIs: redirectURIs = newValue
            case .grantTypes: grantTypes = newValue
            case .responseTypes: responseTypes = newValue
            case .keys: keys = newValue
            }
        }
    }

    /// `false` only if `ClientMetadata.findings()` is empty.
    func deserveAdvice(in arena: [UInt8]) -> Bool {
        if keys != nil { return true }
        if let redirectURIs, !Self.arePlainHTTPS(arena[redirectURIs]) { return true }
        if let grantTypes, Self.adviceWords.contains(where: { arena[grantTypes].holds($0) }) { return true }
        guard let responseTypes, arena[responseTypes].count > 2 else { return false }
        guard arena[responseTypes].elementsEqual(Self.codeOnly) else { return true }
        return grantTypes.map { !arena[$0].holds(Self.codeGrant) } ?? false
    }

    private static let adviceWords = [Array(#""implicit""#.utf8), Array(#""password""#.utf8)]
    private static let codeGrant = Array(#""authorization_code""#.utf8)
    private static let codeOnly = Array(#"["code"]"#.utf8)
    private static let schemeInQuotes = Array(#""https://"#.utf8)

    /// `["https://…",…]` of letters, digits and a few marks, each with a host that begins with one of the former.
    private static func arePlainHTTPS(_ list: ArraySlice<UInt8>) -> Bool {
        var rest = list.dropFirst()
        while rest.first != UInt8(ascii: "]") {
            guard rest.starts(with: schemeInQuotes) else { return false }
            rest = rest.dropFirst(schemeInQuotes.count)
            guard let first = rest.first, first.isPlainURICharacter, !"/-._~:?&=%".utf8.contains(first) else { return false }
            guard let quote = rest.firstIndex(where: { !$0.isPlainURICharacter }), rest[quote] == UInt8(ascii: "\"") else {
                return false
            }
            rest = rest[(quote + 1)...]
            if rest.first == UInt8(ascii: ",") { rest = rest.dropFirst() }
        }
        return true
    }
}

extension UInt8 {
    fileprivate var isPlainURICharacter: Bool {
        (self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "z"))
            || (self >= UInt8(ascii: "-") && self <= UInt8(ascii: ":"))
            || "_~?&=%".utf8.contains(self)
    }
}

extension ArraySlice<UInt8> {
    /// Whether the bytes of `word` stand in it one after the other.
    fileprivate func holds(_ word: [UInt8]) -> Bool {
        guard count >= word.count else { return false }
        return (startIndex...(endIndex - word.count)).contains { self[$0...].starts(with: word) }
    }
}
