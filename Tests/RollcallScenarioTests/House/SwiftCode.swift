/// Swift text with comments and the insides of string literals left out, its line breaks kept. Nested comments, raw and multi-line
/// strings are known; an interpolation counts as part of its string. Works on bytes: all of the sources are read in every test run.
struct SwiftCode {
    static func bare(_ text: String) -> String {
        var reader = SwiftCode(bytes: Array(text.utf8))
        while !reader.atEnd { reader.step() }
        return String(decoding: reader.code, as: UTF8.self)
    }

    private let bytes: [UInt8]
    private var offset = 0
    private var code: [UInt8] = []

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var atEnd: Bool { offset >= bytes.count }

    private func sees(_ text: String) -> Bool { bytes[offset...].starts(with: text.utf8) }

    private mutating func step() {
        switch bytes[offset] {
        case UInt8(ascii: "/") where sees("//"): while !atEnd, bytes[offset] != Self.newline { offset += 1 }
        case UInt8(ascii: "/") where sees("/*"): skipComment()
        case UInt8(ascii: "\""): skipString(hashes: 0)
        case UInt8(ascii: "#") where opensRawString: skipString(hashes: countHashes())
        case let byte:
            code.append(byte)
            offset += 1
        }
    }

    private static let newline = UInt8(ascii: "\n")

    private func countHashes() -> Int { bytes[offset...].prefix { $0 == UInt8(ascii: "#") }.count }

    private var opensRawString: Bool {
        let quote = offset + countHashes()
        return quote < bytes.count && bytes[quote] == UInt8(ascii: "\"")
    }

    private mutating func skipComment() {
        var depth = 0
        repeat {
            if sees("/*") { depth += 1 }
            if sees("*/") { depth -= 1 }
            skip(sees("/*") || sees("*/") ? 2 : 1)
        } while depth > 0 && !atEnd
    }

    private mutating func skipString(hashes: Int) {
        offset += hashes
        let quotes = sees("\"\"\"") ? "\"\"\"" : "\""
        let end = quotes + String(repeating: "#", count: hashes)
        let escape = "\\" + String(repeating: "#", count: hashes)
        offset += quotes.utf8.count
        while !atEnd, !sees(end) { skip(sees(escape) ? escape.utf8.count + 1 : 1) }
        offset += end.utf8.count
        code += "\"\"".utf8
    }

    /// Passes over `count` bytes and keeps the line breaks among them.
    private mutating func skip(_ count: Int) {
        code += bytes[offset..<min(offset + count, bytes.count)].filter { $0 == Self.newline }
        offset += count
    }
}
