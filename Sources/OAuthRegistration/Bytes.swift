/// ASCII classes that the grammars of this module are made of.
extension UInt8 {
    var isASCIIDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
    var isASCIILetter: Bool { asciiLowercased >= UInt8(ascii: "a") && asciiLowercased <= UInt8(ascii: "z") }
    var isASCIILetterOrDigit: Bool { isASCIIDigit || isASCIILetter }
    var isHexDigit: Bool { isASCIIDigit || (asciiLowercased >= UInt8(ascii: "a") && asciiLowercased <= UInt8(ascii: "f")) }
    /// White space or a control character, in ASCII.
    var isSpaceOrControl: Bool { self <= 0x20 || self == 0x7F }

    var asciiLowercased: UInt8 { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self | 0x20 : self }

    /// A character of a URI path segment (RFC 3986, section 3.3), the percent sign apart.
    var isPathCharacter: Bool { isASCIILetterOrDigit || Self.pathPunctuation.contains(self) }

    private static let pathPunctuation = Array("-._~!$&'()*+,;=:@".utf8)
}
