/// Where in the arena the values stand that the RFCs' advice is about, so that a client with nothing to say about is told by
/// its bytes, and never becomes a value.
struct NotedMembers {
    private var redirectURIs: Range<Int>?
    private var grantTypes: Range<Int>?
    private var responseTypes: Range<Int>?
    private var method: Range<Int>?
    /// There is a member that most clients lack: its value decides nothing here.
    private var hasRareMember = false

    mutating func note(_ field: NotedField, _ value: Range<Int>) {
        switch field {
        case .redirectURIs: redirectURIs = value
        case .grantTypes: grantTypes = value
        case .responseTypes: responseTypes = value
        case .method: method = value
        case .keys, .subjectType, .idTokenEncryption, .requestObjectEncryption, .userinfoEncryption: hasRareMember = true
        }
    }

    /// `false` only if `ClientMetadata.findings(at:)` is empty.
    func deserveAdvice(in arena: [UInt8], whereEmptyIsAbsent isAbsent: Bool) -> Bool {
        if hasRareMember { return true }
        if isAbsent, grantTypes.map({ !arena[$0].holds(Self.codeGrant) }) ?? (responseTypes != nil) { return true }
        if let method, !Self.plainMethods.contains(where: { arena[method].elementsEqual($0) }) { return true }
        if let redirectURIs, !Self.arePlainHTTPS(arena[redirectURIs]) { return true }
        let hasRedirects = redirectURIs.map { arena[$0].count > 2 } ?? false
        if let grantTypes, !hasRedirects, arena[grantTypes].holds(Self.codeGrant) { return true }
        if let grantTypes, Self.adviceWords.contains(where: { arena[grantTypes].holds($0) }) { return true }
        guard let responseTypes, arena[responseTypes].count > 2 else { return false }
        guard arena[responseTypes].elementsEqual(Self.codeOnly) else { return true }
        return grantTypes.map { !arena[$0].holds(Self.codeGrant) } ?? false
    }

    private static let adviceWords = [Array(#""implicit""#.utf8), Array(#""password""#.utf8)]
    private static let plainMethods = [Array(#""client_secret_basic""#.utf8), Array(#""client_secret_post""#.utf8)]
    private static let codeGrant = Array(#""authorization_code""#.utf8)
    private static let codeOnly = Array(#"["code"]"#.utf8)
    private static let schemeInQuotes = Array(#""https://"#.utf8)

    /// `["https://…",…]` of letters, digits and a few marks, each with a host that begins with one of the former, without a port
    /// or a dot at a part's end, and not long.
    private static func arePlainHTTPS(_ list: ArraySlice<UInt8>) -> Bool {
        var rest = list.dropFirst()
        while rest.first != UInt8(ascii: "]") {
            guard rest.starts(with: schemeInQuotes) else { return false }
            rest = rest.dropFirst(schemeInQuotes.count)
            guard let length = plainLength(rest), length < 1024 else { return false }
            rest = rest.dropFirst(length + 1)
            if rest.first == UInt8(ascii: ",") { rest = rest.dropFirst() }
        }
        return true
    }

    /// Up to the quote at the end of a plain address; `nil` if it is none.
    private static func plainLength(_ text: ArraySlice<UInt8>) -> Int? {
        var last = UInt8(ascii: ".")
        for (offset, byte) in text.enumerated() {
            guard byte.isPlainURICharacter else { return byte == UInt8(ascii: "\"") && last != UInt8(ascii: ".") ? offset : nil }
            if last == UInt8(ascii: "."), !byte.isLetterOrDigit { return nil }
            last = byte
        }
        return nil
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        isDigit || (self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "z"))
    }

    fileprivate var isPlainURICharacter: Bool { isLetterOrDigit || "-./_~?&=".utf8.contains(self) }
}

extension ArraySlice<UInt8> {
    /// Whether the bytes of `word` stand in it one after the other.
    fileprivate func holds(_ word: [UInt8]) -> Bool {
        guard count >= word.count else { return false }
        return (startIndex...(endIndex - word.count)).contains { self[$0...].starts(with: word) }
    }
}
