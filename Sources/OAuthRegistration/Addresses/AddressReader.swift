/// Reads the grammar of `HTTPAddress`, left to right; the first thing that is wrong is the fault.
///
///     address   = ("http" / "https") "://" host [":" port] path ["?" query]
///     reference = path ["?" query]
struct AddressReader {
    private let bytes: [UInt8]
    private var position = 0

    private static let longest = 8192

    init(_ text: String) throws(AddressFault) {
        bytes = Array(text.utf8)
        if bytes.isEmpty { throw AddressFault(.empty, at: 0) }
        if bytes.count > Self.longest { throw AddressFault(.tooLong, at: 0) }
        for (offset, byte) in bytes.enumerated() {
            if byte.isSpaceOrControl { throw AddressFault(.spaceOrControl, at: offset) }
            if byte >= 0x80 { throw AddressFault(.nonASCII, at: offset) }
            if byte == UInt8(ascii: "\\") { throw AddressFault(.backslash, at: offset) }
        }
    }

    /// Whether it begins as a URI with a scheme does, any scheme (RFC 3986, section 3.1).
    var hasScheme: Bool {
        let scheme = bytes.prefix { $0.isSchemeCharacter }
        return scheme.first?.isASCIILetter == true && bytes[scheme.endIndex...].first == UInt8(ascii: ":")
    }

    /// - Parameter isReference: dot segments in its path are resolved, and no fault.
    mutating func address(isReference: Bool = false) throws(AddressFault) -> HTTPAddress {
        let scheme = try scheme()
        let authorityEnd = end(before: "/?#")
        if let at = bytes[position..<authorityEnd].lastIndex(of: UInt8(ascii: "@")) {
            throw AddressFault(.userInformation, at: at)
        }
        let host = try host(before: authorityEnd)
        let port = try port(before: authorityEnd) ?? scheme.defaultPort
        let path = try path(mayHaveDotSegments: isReference)
        return HTTPAddress(
            origin: Origin(scheme: scheme, host: host, port: port), path: path.isEmpty ? "/" : path.removingDotSegments(),
            query: try query())
    }

    /// A reference without a scheme: a path from the root of `origin`, or below `folder`.
    mutating func reference(at origin: Origin, below folder: String) throws(AddressFault) -> HTTPAddress {
        let path = try path(mayHaveDotSegments: true)
        if path.isEmpty || bytes.starts(with: Array("//".utf8)) { throw AddressFault(.notAReference, at: 0) }
        let isFromRoot = bytes[0] == UInt8(ascii: "/")
        return HTTPAddress(origin: origin, path: (isFromRoot ? path : folder + path).removingDotSegments(), query: try query())
    }

    // MARK: Parts

    private mutating func scheme() throws(AddressFault) -> Origin.Scheme {
        for scheme in [Origin.Scheme.http, .https] {
            let start = Array("\(scheme.rawValue)://".utf8)
            guard bytes.prefix(start.count).map(\.asciiLowercased) == start else { continue }
            position = start.count
            return scheme
        }
        throw AddressFault(.notHTTP, at: 0)
    }

    private mutating func host(before end: Int) throws(AddressFault) -> String {
        let start = position
        if position < end, bytes[position] == UInt8(ascii: "[") {
            guard let close = bytes[start..<end].firstIndex(of: UInt8(ascii: "]")),
                IPAddress.groups(bytes[start + 1..<close]) != nil
            else { throw AddressFault(.badIPAddress, at: start) }
            position = close + 1
        } else {
            position = bytes[start..<end].firstIndex(of: UInt8(ascii: ":")) ?? end
            try checkName(bytes[start..<position])
        }
        return String(decoding: bytes[start..<position].map(\.asciiLowercased), as: UTF8.self)
    }

    /// Labels of letters, digits, hyphens and underscores, or an IPv4 address. What ends in a number is meant as one, and some
    /// readers take `0x7f.1` or `127.1` for it.
    private func checkName(_ name: ArraySlice<UInt8>) throws(AddressFault) {
        if name.isEmpty { throw AddressFault(.noHost, at: name.startIndex) }
        if let bad = name.firstIndex(where: { !$0.isHostCharacter }) { throw AddressFault(.badHost, at: bad) }
        let labels = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if name.count > 253 || labels.contains(where: { $0.isEmpty || $0.count > 63 }) {
            throw AddressFault(.badHost, at: name.startIndex)
        }
        let isNumber =
            labels.last.map { $0.allSatisfy(\.isASCIIDigit) || $0.prefix(2).map(\.asciiLowercased) == Array("0x".utf8) } ?? false
        if isNumber, IPAddress.octets(name) == nil { throw AddressFault(.badIPAddress, at: name.startIndex) }
    }

    private mutating func port(before end: Int) throws(AddressFault) -> UInt16? {
        guard position < end else { return nil }
        let digits = bytes[(position + 1)..<end]
        guard bytes[position] == UInt8(ascii: ":"), digits.allSatisfy(\.isASCIIDigit), digits.first != UInt8(ascii: "0"),
            let port = UInt16(String(decoding: digits, as: UTF8.self))
        else { throw AddressFault(.badPort, at: position) }
        position = end
        return port
    }

    private mutating func path(mayHaveDotSegments: Bool) throws(AddressFault) -> String {
        let start = position
        position = end(before: "?#")
        try checkCharacters(bytes[start..<position], also: "/", separatorsMayBeEncoded: false)
        for segment in bytes[start..<position].split(separator: UInt8(ascii: "/")) where !mayHaveDotSegments {
            if segment.elementsEqual(".".utf8) || segment.elementsEqual("..".utf8) {
                throw AddressFault(.dotSegment, at: segment.startIndex)
            }
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// To the end of the text.
    private mutating func query() throws(AddressFault) -> String? {
        guard position < bytes.count else { return nil }
        if bytes[position] == UInt8(ascii: "#") { throw AddressFault(.fragment, at: position) }
        let start = position + 1
        position = end(before: "#")
        if position < bytes.count { throw AddressFault(.fragment, at: position) }
        try checkCharacters(bytes[start...], also: "/?", separatorsMayBeEncoded: true)
        return String(decoding: bytes[start...], as: UTF8.self)
    }

    // MARK: Characters

    private func end(before delimiters: String) -> Int {
        bytes[position...].firstIndex { delimiters.utf8.contains($0) } ?? bytes.count
    }

    private func checkCharacters(
        _ text: ArraySlice<UInt8>, also others: String, separatorsMayBeEncoded: Bool
    ) throws(AddressFault) {
        for index in text.indices {
            if text[index] == UInt8(ascii: "%") {
                guard index + 2 < text.endIndex, let byte = UInt8(percentEncoded: text[(index + 1)...(index + 2)]) else {
                    throw AddressFault(.badPercent, at: index)
                }
                if !separatorsMayBeEncoded, byte.isSeparatorOrControl { throw AddressFault(.encodedSeparator, at: index) }
            } else if !text[index].isPathCharacter, !others.utf8.contains(text[index]) {
                throw AddressFault(.badCharacter, at: index)
            }
        }
    }
}

extension UInt8 {
    /// RFC 3986, section 3.1.
    var isSchemeCharacter: Bool { isASCIILetterOrDigit || "+-.".utf8.contains(self) }
    fileprivate var isHostCharacter: Bool { isASCIILetterOrDigit || "-._".utf8.contains(self) }
    fileprivate var isSeparatorOrControl: Bool { self < 0x20 || self == 0x7F || "./\\".utf8.contains(self) }

    /// The byte that two hexadecimal digits stand for.
    fileprivate init?(percentEncoded digits: ArraySlice<UInt8>) {
        guard digits.allSatisfy(\.isHexDigit) else { return nil }
        self.init(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
