import StrictJSON
import Testing

/// nst/JSONTestSuite, where it lies beside the repository: what must be accepted is, what must be refused is, and what RFC 8259
/// leaves open is pinned here.
@Suite struct JSONTestSuiteTests {
    @Test func everyMandatoryFileIsJudgedAsTheSuiteSays() throws {
        guard let folder = Corpora.find("JSONTestSuite/test_parsing") else { return }
        let files = try Corpora.files(in: folder, prefix: "y_") + Corpora.files(in: folder, prefix: "n_")
        #expect(files.count == 283)
        for (name, bytes) in files {
            let lenient = JSONVerdict.ofLenientReader(bytes)
            #expect(lenient.isAccepted == name.hasPrefix("y_"), "\(name): \(lenient)")
            #expect(JSONVerdict.ofScanner(bytes) == lenient, "\(name)")
        }
        // The one thing in which our own files are held to more than the RFC asks.
        let refused = files.filter { JSONVerdict.ofReader($0.bytes) != JSONVerdict.ofLenientReader($0.bytes) }.map(\.name)
        #expect(refused == ["y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"])
    }

    @Test func everyOpenFileIsJudgedAsPinned() throws {
        guard let folder = Corpora.find("JSONTestSuite/test_parsing") else { return }
        let files = try Corpora.files(in: folder, prefix: "i_")
        #expect(files.map(\.name) == Self.open.keys.sorted().map { "i_\($0).json" })
        for (name, bytes) in files {
            let pinned = Self.open[String(name.dropFirst(2).dropLast(5))]
            #expect(JSONVerdict.ofReader(bytes) == pinned, "\(name)")
            #expect(JSONVerdict.ofScanner(bytes) == pinned, "\(name)")
        }
    }

    /// Numbers keep their text, so none is too large. Text that is not UTF-8, or would not be once decoded, is refused; so are a byte
    /// order mark and any depth over 64.
    private static let open: [String: JSONVerdict] = [
        "number_double_huge_neg_exp": .accepted,
        "number_huge_exp": .accepted,
        "number_neg_int_huge_exp": .accepted,
        "number_pos_double_huge_exp": .accepted,
        "number_real_neg_overflow": .accepted,
        "number_real_pos_overflow": .accepted,
        "number_real_underflow": .accepted,
        "number_too_big_neg_int": .accepted,
        "number_too_big_pos_int": .accepted,
        "number_very_big_negative_int": .accepted,
        "object_key_lone_2nd_surrogate": .refused(.loneSurrogate, at: 2),
        "string_1st_surrogate_but_2nd_missing": .refused(.loneSurrogate, at: 2),
        "string_1st_valid_surrogate_2nd_invalid": .refused(.loneSurrogate, at: 2),
        "string_UTF-16LE_with_BOM": .refused(.unexpectedByte, at: 0),
        "string_UTF-8_invalid_sequence": .refused(.badUTF8, at: 7),
        "string_UTF8_surrogate_U+D800": .refused(.badUTF8, at: 2),
        "string_incomplete_surrogate_and_escape_valid": .refused(.loneSurrogate, at: 2),
        "string_incomplete_surrogate_pair": .refused(.loneSurrogate, at: 2),
        "string_incomplete_surrogates_escape_valid": .refused(.loneSurrogate, at: 2),
        "string_invalid_lonely_surrogate": .refused(.loneSurrogate, at: 2),
        "string_invalid_surrogate": .refused(.loneSurrogate, at: 2),
        "string_invalid_utf-8": .refused(.badUTF8, at: 2),
        "string_inverted_surrogates_U+1D11E": .refused(.loneSurrogate, at: 2),
        "string_iso_latin_1": .refused(.badUTF8, at: 2),
        "string_lone_second_surrogate": .refused(.loneSurrogate, at: 2),
        "string_lone_utf8_continuation_byte": .refused(.badUTF8, at: 2),
        "string_not_in_unicode_range": .refused(.badUTF8, at: 2),
        "string_overlong_sequence_2_bytes": .refused(.badUTF8, at: 2),
        "string_overlong_sequence_6_bytes": .refused(.badUTF8, at: 2),
        "string_overlong_sequence_6_bytes_null": .refused(.badUTF8, at: 2),
        "string_truncated-utf-8": .refused(.badUTF8, at: 2),
        "string_utf16BE_no_BOM": .refused(.unexpectedByte, at: 0),
        "string_utf16LE_no_BOM": .refused(.unexpectedByte, at: 1),
        "structure_500_nested_arrays": .refused(.tooDeep, at: 64),
        "structure_UTF-8_BOM_empty_object": .refused(.byteOrderMark, at: 0),
    ]
}
