import StrictJSON
import Testing

/// RFC 8259 in a table that always runs: what is refused, why, and at which byte.
@Suite struct JSONGrammarTests {
    @Test func whatTheGrammarAllowsIsAccepted() {
        for text in Self.accepted {
            #expect(JSONVerdict.ofReader(Array(text.utf8)) == .accepted, "\(text)")
            #expect(JSONVerdict.ofScanner(Array(text.utf8)) == .accepted, "\(text)")
        }
    }

    @Test func whatItForbidsIsRefusedAtTheByteThatIsWrong() {
        for (text, reason, offset) in Self.refused {
            expect(Array(text.utf8), .refused(reason, at: offset))
        }
    }

    @Test func whatIsNotUTF8IsRefusedAtTheCharacterThatIsWrong() {
        for (inside, offset) in Self.notUTF8 {
            expect(Array("\"a".utf8) + inside + Array("\"".utf8), .refused(.badUTF8, at: offset))
        }
        for inside: [UInt8] in [
            [0xC2, 0x80], [0xE0, 0xA0, 0x80], [0xED, 0x9F, 0xBF], [0xF0, 0x90, 0x80, 0x80], [0xF4, 0x8F, 0xBF, 0xBF],
        ] {
            expect(Array("\"".utf8) + inside + Array("\"".utf8), .accepted)
        }
    }

    @Test func sixtyFourLevelsAreReadAndNoMore() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            func nested(_ depth: Int) -> [UInt8] {
                Array((String(repeating: open, count: depth) + "0" + String(repeating: close, count: depth)).utf8)
            }
            expect(nested(64), .accepted)
            expect(nested(65), .refused(.tooDeep, at: 64 * open.utf8.count))
            expect(Array(String(repeating: open, count: 100_000).utf8), .refused(.tooDeep, at: 64 * open.utf8.count))
        }
        // Siblings are no depth.
        expect(Array(("[" + String(repeating: "[[]],", count: 1000) + "0]").utf8), .accepted)
    }

    @Test func aRangeIsReadAsIfItWereTheWholeText() throws {
        let bytes = Array("xx[1]yy".utf8)
        #expect(try JSONReader.read(bytes, in: 2..<5) == [1])
        #expect(throws: JSONFault(.unexpectedEnd, at: 4)) { try JSONReader.read(bytes, in: 2..<4) }
        #expect(throws: JSONFault(.trailingBytes, at: 5)) { try JSONReader.read(bytes, in: 2..<6) }
        // A string longer than a machine word must not be followed beyond the range.
        #expect(throws: JSONFault(.unexpectedEnd, at: 9)) { try JSONReader.read(Array("\"0123456789abcdef\"".utf8), in: 0..<9) }
    }

    @Test func aFaultKnowsItsLineAndColumn() {
        let text = Array("{\n  \"é\": 01\n}".utf8)
        let fault = #expect(throws: JSONFault.self) { try JSONReader.read(text) }
        #expect(fault?.offset == 11)
        #expect(fault.map { $0.position(in: text) == (line: 2, column: 10) } == true)
    }

    private func expect(_ bytes: [UInt8], _ verdict: JSONVerdict) {
        let text = String(decoding: bytes.prefix(80), as: UTF8.self)
        #expect(JSONVerdict.ofReader(bytes) == verdict, "\(text)")
        #expect(JSONVerdict.ofScanner(bytes) == verdict, "\(text)")
    }

    private static let accepted: [String] = [
        "null", "true", " false ", "\t\r\n 0 \t\r\n", "{}", "[]", "[ ]", "{ }", "\"\"", "-0", "-0.0", "0e1", "0E+1", "1e-2",
        "1.25E400",
        "123456789012345678901234567890", "[1 , 2,[ 3 ] ]", #"{"a" : {"b" :[ ] } ,"c":null}"#, #""\"\\\/\b\f\n\r\tA""#,
        #""\u0000\u001f\uD834\udd1e\uffff""#, "\"\u{7F}\u{2028}\u{10FFFF}\"", #"{"":0}"#,
    ]

    private static let refused: [(String, JSONFault.Reason, Int)] = [
        ("", .unexpectedEnd, 0), ("  \n", .unexpectedEnd, 3), ("[", .unexpectedEnd, 1), ("[1", .unexpectedEnd, 2),
        ("[1,", .unexpectedEnd, 3), ("{", .unexpectedEnd, 1), ("{\"a\"", .unexpectedEnd, 4), ("{\"a\":", .unexpectedEnd, 5),
        ("{\"a\":1", .unexpectedEnd, 6), ("\"abc", .unexpectedEnd, 4), ("\"abc\\", .unexpectedEnd, 5),
        (#""\u12"#, .unexpectedEnd, 5),
        (#""\ud834\u12"#, .unexpectedEnd, 11), ("tru", .unexpectedEnd, 3), ("-", .unexpectedEnd, 1), ("1.", .unexpectedEnd, 2),
        ("1e", .unexpectedEnd, 2), ("1e+", .unexpectedEnd, 3),
        ("1 2", .trailingBytes, 2), ("{}}", .trailingBytes, 2), ("[],", .trailingBytes, 2), ("nullx", .trailingBytes, 4),
        ("null\0", .trailingBytes, 4), ("[1,]", .unexpectedByte, 3), ("[,1]", .unexpectedByte, 1), ("[1 2]", .unexpectedByte, 3),
        ("[1}", .unexpectedByte, 2), ("{\"a\":1,}", .unexpectedByte, 7), ("{,}", .unexpectedByte, 1),
        ("{\"a\" 1}", .unexpectedByte, 5),
        ("{\"a\",1}", .unexpectedByte, 4), ("{a:1}", .unexpectedByte, 1), ("{1:1}", .unexpectedByte, 1),
        ("{\"a\":}", .unexpectedByte, 5),
        ("'a'", .unexpectedByte, 0), ("+1", .unexpectedByte, 0), (".5", .unexpectedByte, 0), ("NaN", .unexpectedByte, 0),
        ("True", .unexpectedByte, 0), ("trve", .unexpectedByte, 2), ("nul]", .unexpectedByte, 3), ("/**/1", .unexpectedByte, 0),
        ("\u{A0}1", .unexpectedByte, 0), ("\u{0B}1", .unexpectedByte, 0), ("<html>", .unexpectedByte, 0),
        ("01", .badNumber, 1), ("-01", .badNumber, 2), ("00", .badNumber, 1), ("-x", .badNumber, 1), ("1.e2", .badNumber, 2),
        ("1.2.3", .badNumber, 3), ("1e5x", .badNumber, 3), ("0x1F", .badNumber, 1), ("1_000", .trailingBytes, 1),
        ("1E1.5", .badNumber, 3),
        ("-Infinity", .badNumber, 1), ("[1-2]", .badNumber, 2),
        (#""\x41""#, .badEscape, 1), (#""ab\'""#, .badEscape, 3), (#""\U0041""#, .badEscape, 1), (#""\u12G4""#, .badEscape, 1),
        (#""\u12""#, .badEscape, 1), (#""\ud834\u1G00""#, .badEscape, 7),
        (#""\ud834""#, .loneSurrogate, 1), (#""a\udd1e""#, .loneSurrogate, 2), (#""\ud834A""#, .loneSurrogate, 1),
        (#""\ud834\n""#, .loneSurrogate, 1), (#""\ud834\ud834\udd1e""#, .loneSurrogate, 1),
        ("\"a\nb\"", .controlCharacter, 2), ("\"0123456789\u{1F}\"", .controlCharacter, 11),
        ("{\"a\tb\":1}", .controlCharacter, 3),
        ("\"\0\"", .controlCharacter, 1), ("\u{FEFF}{}", .byteOrderMark, 0), (" \u{FEFF}1", .byteOrderMark, 1),
    ]

    private static let notUTF8: [([UInt8], Int)] = [
        ([0x80], 2), ([0xBF], 2), ([0xC0, 0xAF], 2), ([0xC1, 0x81], 2), ([0xC3], 2), ([0xC3, 0x28], 2), ([0xE0, 0x9F, 0xBF], 2),
        ([0xE2, 0x82], 2), ([0xE2, 0x28, 0xA1], 2), ([0xED, 0xA0, 0x80], 2), ([0xF0, 0x8F, 0xBF, 0xBF], 2),
        ([0xF0, 0x9F, 0x98], 2),
        ([0xF4, 0x90, 0x80, 0x80], 2), ([0xF5, 0x80, 0x80, 0x80], 2), ([0xFF], 2), ([0xFE, 0xFF], 2), ([0xC3, 0xA9, 0x80], 4),
        (Array("0123456789".utf8) + [0xE9], 12),
    ]
}
