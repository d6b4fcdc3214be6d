/// What a scalar without quotes means in the core schema of YAML 1.2 (section 10.3.2), and what YAML 1.1 readers would take a
/// text for.
enum CoreScalar: Equatable {
    case null
    case bool(Bool)
    /// `isJSON`: its text is a number of RFC 8259, so it can be passed on as it stands. `012`, `0x1F`, `+1` and `.5` are not.
    case number(isJSON: Bool)
    /// `.inf` or `.nan`, which JSON cannot say.
    case notFinite
    case text(Lookalike?)

    /// What another reader takes the text for.
    enum Lookalike: String {
        case truthValue = "a truth value"
        case baseSixty = "a number in base 60"
        case number = "a number"
        case date = "a date"
    }

    init(_ text: ArraySlice<UInt8>) {
        guard let first = text.first else {
            self = .null
            return
        }
        switch first {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            self = Self.numeric(text)
        default: self = text.count <= 5 ? Self.words[Array(text)] ?? .text(nil) : .text(nil)
        }
    }

    /// In the three spellings that YAML has for each: `no`, `No`, `NO`.
    private static let words: [[UInt8]: CoreScalar] = {
        var words: [[UInt8]: CoreScalar] = [Array("~".utf8): .null]
        let meanings: [(CoreScalar, [String])] = [
            (.null, ["null"]), (.bool(true), ["true"]), (.bool(false), ["false"]),
            (.text(.truthValue), ["yes", "no", "on", "off", "y", "n"]),
        ]
        for (meaning, spellings) in meanings {
            for word in spellings {
                for spelling in [word, word.prefix(1).uppercased() + word.dropFirst(), word.uppercased()] {
                    words[Array(spelling.utf8)] = meaning
                }
            }
        }
        return words
    }()

    private static func numeric(_ text: ArraySlice<UInt8>) -> CoreScalar {
        var cursor = NumberCursor(text)
        if cursor.isCoreNumber() { return .number(isJSON: NumberCursor(text).isJSONNumber()) }
        let unsigned = text.first == UInt8(ascii: "+") || text.first == UInt8(ascii: "-") ? text.dropFirst() : text
        let word = String(decoding: unsigned, as: UTF8.self)
        if [".inf", ".Inf", ".INF"].contains(word) { return .notFinite }
        if [".nan", ".NaN", ".NAN"].contains(word), unsigned.count == text.count { return .notFinite }
        return .text(lookalike(unsigned))
    }

    /// YAML 1.1's `1:30`, `1_000`, `0b11` and `2024-01-31`.
    private static func lookalike(_ text: ArraySlice<UInt8>) -> Lookalike? {
        let groups = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        if groups.count > 1, groups.allSatisfy({ !$0.isEmpty && $0.count <= 20 && $0.allSatisfy(\.isDigitOrUnderscore) }),
            groups.dropFirst().allSatisfy({ $0.count <= 2 })
        {
            return .baseSixty
        }
        if text.first?.isDigit == true, text.allSatisfy(\.isDigitOrUnderscore) { return .number }
        if text.starts(with: Array("0b".utf8)), text.count > 2, text.dropFirst(2).allSatisfy(\.isDigitOrUnderscore) {
            return .number
        }
        return isDate(text) ? .date : nil
    }

    private static func isDate(_ text: ArraySlice<UInt8>) -> Bool {
        let day = text.prefix { $0.isDigit || $0 == UInt8(ascii: "-") }
        let parts = day.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1...].allSatisfy({ $0.count == 1 || $0.count == 2 }) else {
            return false
        }
        guard let next = text[day.endIndex...].first else { return true }
        return next == UInt8(ascii: "T") || next == UInt8(ascii: "t") || next == UInt8(ascii: " ")
    }
}

/// The two grammars of numbers.
private struct NumberCursor {
    private var rest: ArraySlice<UInt8>

    init(_ text: ArraySlice<UInt8>) { rest = text }

    /// `[-+]?[0-9]+`, `0o[0-7]+`, `0x[0-9a-fA-F]+`, or `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`.
    mutating func isCoreNumber() -> Bool {
        if rest.starts(with: Array("0o".utf8)) { return rest.count > 2 && rest.dropFirst(2).allSatisfy { $0 & 0xF8 == 0x30 } }
        if rest.starts(with: Array("0x".utf8)) { return rest.count > 2 && rest.dropFirst(2).allSatisfy(\.isHexDigit) }
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let whole = digits()
        let hasPoint = take(".")
        let fraction = hasPoint ? digits() : 0
        return whole + fraction > 0 && exponent() && rest.isEmpty
    }

    /// RFC 8259, section 6.
    consuming func isJSONNumber() -> Bool {
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let leadsWithZero = rest.first == UInt8(ascii: "0")
        let whole = digits()
        guard whole == 1 || whole > 1 && !leadsWithZero else { return false }
        if take("."), digits() == 0 { return false }
        return exponent() && rest.isEmpty
    }

    private mutating func exponent() -> Bool {
        guard take("e") || take("E") else { return true }
        if !take("+") { _ = take("-") }
        return digits() > 0
    }

    private mutating func digits() -> Int {
        let count = rest.prefix(while: \.isDigit).count
        rest.removeFirst(count)
        return count
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }
}

extension UInt8 {
    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
    fileprivate var isDigitOrUnderscore: Bool { isDigit || self == UInt8(ascii: "_") }
    fileprivate var isHexDigit: Bool { isDigit || (self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "f")) }
}
