import StrictJSON
import Testing

/// What is read is what was written: canonical bytes, numbers as text, names by their bytes.
@Suite struct JSONValueTests {
    @Test func canonicalBytesAreTheShortestAndInOrder() throws {
        for (text, canonical) in Self.canonical {
            let value = try JSONReader.read(Array(text.utf8))
            #expect(String(decoding: value.canonicalBytes, as: UTF8.self) == canonical)
            let again = try JSONReader.read(value.canonicalBytes)
            #expect(again == value && again.canonicalBytes == value.canonicalBytes, "\(canonical)")
            #expect(JSONVerdict.ofScanner(value.canonicalBytes, order: .ascending) == .accepted, "\(canonical)")
        }
    }

    private static let canonical: [(String, String)] = [
        (" [ 1 , true , null ] ", "[1,true,null]"), ("{ }", "{}"),
        (#"{"b":1,"a":{"d":[],"c":""}}"#, #"{"a":{"c":"","d":[]},"b":1}"#),
        // Names go by their decoded bytes: U+FF21 before U+1F600 (UTF-16 would say otherwise), and a prefix first.
        (#"{"\ud83d\ude00":1,"Ａ":2,"z":3,"ab":4,"a":5,"B":6}"#, #"{"B":6,"a":5,"ab":4,"z":3,"Ａ":2,"😀":1}"#),
        (#"{"\u0062":1,"a":2}"#, #"{"a":2,"b":1}"#),
        (#""\/\u002f\u0041\u00e9\u2028\u007f""#, "\"//Aé\u{2028}\u{7F}\""),
        (#""\u0022\u005c\u0008\u000C\u000a\u000D\u0009\u0000\u001F""#, #""\"\\\b\f\n\r\t\u0000\u001f""#),
        (
            "[0,-0,1.0,1.50,1E400,1e+2,0.0000001,123456789012345678901234567890]",
            "[0,-0,1.0,1.50,1E400,1e+2,0.0000001,123456789012345678901234567890]"
        ),
    ]

    @Test func numbersAreTheirText() throws {
        #expect(try JSONReader.read(Array("1.0".utf8)) != JSONReader.read(Array("1".utf8)))
        for (text, integer) in [
            ("9223372036854775807", .max), ("-9223372036854775808", .min), ("0", 0), ("9223372036854775808", nil), ("1.0", nil),
            ("1e2", nil),
        ] as [(String, Int64?)] {
            #expect(try JSONReader.read(Array(text.utf8)).int64 == integer, "\(text)")
        }
    }

    @Test func stringsThatOnlyLookAlikeDiffer() throws {
        let (composed, decomposed): (JSONString, JSONString) = ("\u{E9}", "e\u{301}")
        #expect(composed != decomposed && decomposed < composed)
        let text = "{\"\u{E9}\":1,\"e\u{301}\":2}"
        let object = try #require(try JSONReader.read(Array(text.utf8)).object)
        #expect(object.count == 2 && object[composed] == 1 && object[decomposed] == 2)
    }

    @Test func ofRepeatedMembersTheLastWinsAndEachIsReported() throws {
        for (text, value, repeated) in Self.repeated {
            let bytes = Array(text.utf8)
            let read = try JSONReader.readLenient(bytes)
            #expect(String(decoding: read.value.canonicalBytes, as: UTF8.self) == value)
            #expect(read.duplicates.map { "\($0.name)@\($0.offset)" } == repeated, "\(text)")
            let first = try #require(read.duplicates.first)
            #expect(JSONVerdict.ofReader(bytes) == .refused(.duplicateMember, at: first.offset), "\(text)")
            #expect(!JSONVerdict.ofScanner(bytes, order: .ascending).isAccepted, "\(text)")
        }
    }

    private static let repeated: [(String, String, [String])] = [
        (#"{"a":1,"a":2}"#, #"{"a":2}"#, ["a@8"]),
        (#"{"a":1,"b":0,"a":2,"a":3}"#, #"{"a":3,"b":0}"#, ["a@14", "a@20"]),
        (#"{"a":1,"\u0061":2}"#, #"{"a":2}"#, ["a@8"]),
        // In the order of the text, though the inner object ends first; the one that loses is reported too.
        (#"{"b":0,"b":{"x":1,"x":2},"b":{"y":1}}"#, #"{"b":{"y":1}}"#, ["b@8", "x@19", "b@26"]),
        (#"[{"a":1},{"a":1,"":0,"":1}]"#, #"[{"a":1},{"":1,"a":1}]"#, ["@22"]),
    ]

    @Test func ascendingNamesAreCheckedAsTheyReadDecoded() {
        let (unordered, duplicate) = (JSONFault.Reason.unorderedMember, JSONFault.Reason.duplicateMember)
        for (text, verdict) in [
            (#"{"":0,"a":0,"aa":0,"b":{"a":0}}"#, .accepted), (#"{"b":0,"a":0}"#, .refused(unordered, at: 8)),
            (#"{"aa":0,"a":0}"#, .refused(unordered, at: 9)), (#"{"a":0,"a":0}"#, .refused(duplicate, at: 8)),
            (#"{"a":0,"\u0061":0}"#, .refused(duplicate, at: 8)), (#"{"a\u0062":0,"ac":0}"#, .accepted),
            (#"{"ac":0,"a\u0062":0}"#, .refused(unordered, at: 9)), (#"{"\/":0,"0":0}"#, .accepted),
            // A backslash sorts by what it stands for, not as itself; what follows one is compared too.
            (#"{"a\n":0,"aA":0}"#, .accepted), (#"{"aA":0,"a\n":0}"#, .refused(unordered, at: 9)),
            (#"{"\n\na":0,"\n\nb":0}"#, .accepted), (#"{"\n\nb":0,"\n\na":0}"#, .refused(unordered, at: 12)),
            (#"{"é":0,"😀":0}"#, .accepted), (#"{"😀":0,"Ａ":0}"#, .refused(unordered, at: 11)),
            (#"[{"a":0},{"b":0},{"a":{"d":0,"c":0}}]"#, .refused(unordered, at: 30)),
        ] as [(String, JSONVerdict)] {
            #expect(JSONVerdict.ofScanner(Array(text.utf8), order: .ascending) == verdict, "\(text)")
        }
    }

    @Test func aMemberCanBeAskedToFollowANameOfTheCallers() throws {
        var scanner = JSONScanner(Array(#"{"web":1,"tv":2}"#.utf8))
        try scanner.enterObject()
        let web = try scanner.nextMember()
        try scanner.skipValue()
        #expect(throws: JSONFault(.unorderedMember, at: 10)) { try scanner.nextMember(after: web) }
    }

    @Test func anObjectKeepsItsNamesInOrder() {
        var object: JSONObject = ["m": 1, "z": 2, "a": 3, "z": 4]
        object["b"] = 5
        object["m"] = nil
        object["nothing"] = nil
        object["a"] = 6
        #expect(object.names == ["a", "b", "z"])
        #expect(String(decoding: object.canonicalBytes, as: UTF8.self) == #"{"a":6,"b":5,"z":4}"#)
        #expect(object["z"] == 4 && object["c"] == nil && object["zz"] == nil)
    }
}
