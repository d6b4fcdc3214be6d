/// What is checked before libyaml sees a byte: plain UTF-8 without what YAML 1.1 and 1.2, or two editors, read differently.
///
/// - A byte order mark only at the start; lines end with LF or CRLF. libyaml also breaks lines at CR, U+0085, U+2028 and
///   U+2029, so line numbers would not be an editor's.
/// - At most one directive, `%YAML`: libyaml compares each `%TAG` with all before it, which takes a minute for 2.7 MB.
struct YAMLText {
    struct Fault: Hashable {
        enum Kind: Hashable { case encoding, directive }

        var kind: Kind
        var offset: Int
        /// A full sentence.
        var detail: String
        var hint: String
    }

    let bytes: [UInt8]
    /// Behind the byte order mark, if there is one.
    let start: Int

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// The first thing that is wrong; whatever follows may be a consequence.
    func firstFault() -> Fault? {
        if let fault = otherEncoding() { return fault }
        var offset = start
        var directives = 0
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "%"), offset == start || bytes[offset - 1] == UInt8(ascii: "\n") {
                directives += 1
                if directives > 1 || !isVersionDirective(at: offset) { return directive(at: offset) }
            }
            if byte >= 0x20 && byte < 0x7F || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t") {
                offset += 1
            } else if byte < 0x80 {
                guard byte == UInt8(ascii: "\r"), offset + 1 < bytes.count, bytes[offset + 1] == UInt8(ascii: "\n") else {
                    return control(byte, at: offset)
                }
                offset += 1
            } else {
                guard let (scalar, length) = scalar(at: offset) else { return notUTF8(at: offset) }
                if let fault = unwanted(scalar, at: offset) { return fault }
                offset += length
            }
        }
        return nil
    }

    /// Where the last line ends, if no line break does that: libyaml takes what stands behind it for a line further.
    var brokenOff: (line: Int, column: Int)? { bytes.last == UInt8(ascii: "\n") ? nil : position(of: bytes.count) }

    /// Line and column of a byte, both from 0; columns count Unicode scalars.
    func position(of offset: Int) -> (line: Int, column: Int) {
        var line = 0
        var column = 0
        for byte in bytes[start..<max(start, offset)] {
            if byte == UInt8(ascii: "\n") { (line, column) = (line + 1, 0) } else if byte & 0xC0 != 0x80 { column += 1 }
        }
        return (line, column)
    }

    // MARK: Faults

    private func otherEncoding() -> Fault? {
        let marks: [[UInt8]] = [[0xFE, 0xFF], [0xFF, 0xFE], [0x00, 0x00, 0xFE, 0xFF]]
        let hasMark = marks.contains { bytes.starts(with: $0) }
        let hasEveryOtherNUL = bytes.count > 1 && (bytes[0] == 0) != (bytes[1] == 0)
        guard hasMark || hasEveryOtherNUL else { return nil }
        return Fault(
            kind: .encoding, offset: 0, detail: "The file is UTF-16 or UTF-32; rollcall reads UTF-8.",
            hint: "save the file as UTF-8")
    }

    private func notUTF8(at offset: Int) -> Fault {
        Fault(
            kind: .encoding, offset: offset,
            detail:
                "The byte \(hexadecimal(UInt32(bytes[offset]), digits: 2)) is not UTF-8 here, so what it means cannot be known.",
            hint: "save the file as UTF-8")
    }

    private func control(_ byte: UInt8, at offset: Int) -> Fault {
        if byte == UInt8(ascii: "\r") {
            return Fault(
                kind: .encoding, offset: offset,
                detail: "A line ends with CR alone, which editors and YAML readers count differently.",
                hint: "end lines with LF or CRLF")
        }
        return unwantedCharacter(UInt32(byte), at: offset)
    }

    private func unwanted(_ scalar: UInt32, at offset: Int) -> Fault? {
        switch scalar {
        case 0x85, 0x2028, 0x2029:
            Fault(
                kind: .encoding, offset: offset,
                detail: "The character U+\(hexadecimal(scalar)) ends a line for some YAML readers and not for others.",
                hint: "end lines with LF or CRLF; inside a text write \"\\u\(hexadecimal(scalar))\", in double quotes")
        case 0xFEFF:
            Fault(
                kind: .encoding, offset: offset,
                detail: "A byte order mark stands inside the file; it belongs at its start only.",
                hint: "remove the invisible character")
        case 0x80...0x9F, 0xFFFE, 0xFFFF: unwantedCharacter(scalar, at: offset)
        default: nil
        }
    }

    private func unwantedCharacter(_ scalar: UInt32, at offset: Int) -> Fault {
        Fault(
            kind: .encoding, offset: offset,
            detail: "The character U+\(hexadecimal(scalar)) must not stand in YAML (YAML 1.2, section 5.1).",
            hint: "remove it; inside a text it can be written as \"\\u\(hexadecimal(scalar))\", in double quotes")
    }

    private func directive(at offset: Int) -> Fault {
        Fault(
            kind: .directive, offset: offset,
            detail: "A line that begins with % is a YAML directive; only one %YAML 1.2 is read.",
            hint: "remove the line")
    }

    private func isVersionDirective(at offset: Int) -> Bool { bytes[offset...].starts(with: Array("%YAML ".utf8)) }

    // MARK: UTF-8

    /// The scalar that begins with the byte at `offset`, which is not ASCII; `nil` if that is not UTF-8.
    private func scalar(at offset: Int) -> (value: UInt32, length: Int)? {
        let first = bytes[offset]
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, first <= 0xF4, offset + length <= bytes.count else { return nil }
        var value = UInt32(first) & (0x7F >> UInt32(length))
        for byte in bytes[(offset + 1)..<(offset + length)] {
            guard byte & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
        return value >= least && Unicode.Scalar(value) != nil ? (value, length) : nil
    }

    private func hexadecimal(_ value: UInt32, digits: Int = 4) -> String {
        let text = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
