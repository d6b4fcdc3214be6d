import Testing

@testable import OAuthRegistration

/// `Retry-After` in all its forms; what is none of them asks for nothing.
struct RetryAfterTests {
    /// 1994-11-06T08:49:37Z, the moment of RFC 9110's examples.
    private static let sample = 784_111_777

    @Test func aWaitIsACountOrADateToCome() {
        let rows: [(field: String, seconds: Int?)] = [
            ("2", 2), ("0", 0), (" 120 \t", 120), ("1000000000", 1_000_000_000), ("007", 7),
            ("-5", nil), ("+5", nil), ("1.5", nil), ("soon", nil), ("", nil), ("99999999999999999999", nil), ("2 3", nil),
            ("2,3", nil), ("\u{0662}", nil),
            ("Sun, 06 Nov 1994 08:49:37 GMT", 0), ("Sun, 06 Nov 1994 08:49:57 GMT", 20), ("Sun, 06 Nov 1994 08:49:36 GMT", nil),
            ("Sunday, 06-Nov-94 08:50:37 GMT", 60), ("Sun Nov  6 08:51:37 1994", 120), ("Sun Nov 16 08:49:37 1994", 864_000),
            // The weekday is not checked against the date; a leap second is one.
            ("Mon, 06 Nov 1994 08:49:60 GMT", 23), ("Thu, 29 Feb 1996 08:49:37 GMT", 480 * 86_400),
            // Of two digits: within fifty years to come, else the last century's.
            ("Sunday, 06-Nov-44 08:49:37 GMT", 18_263 * 86_400), ("Sunday, 06-Nov-45 08:49:37 GMT", nil),
            ("Sun, 06 Nov 1994 08:49:57 UTC", nil), ("Sun, 6 Nov 1994 08:49:57 GMT", nil), ("Sun, 06 nov 1994 08:49:57 GMT", nil),
            ("06 Nov 1994 08:49:57 GMT", nil), ("Sun, 31 Nov 1994 08:49:57 GMT", nil), ("Sun, 29 Feb 1995 08:49:57 GMT", nil),
            ("Sun, 06 Nov 1994 24:49:57 GMT", nil), ("Sun, 06 Nov 1994 8:49:57 GMT", nil), ("Sun, 06 Nov 94 08:49:57 GMT", nil),
            ("Sun, 06 Nov 1994 08:49:57 GMT, 5", nil), ("Sun, -6 Nov 1994 08:49:57 GMT", nil),
            ("Sun, 00 Nov 1994 08:49:57 GMT", nil),
        ]
        for (field, seconds) in rows {
            #expect(RetryAfter(field)?.seconds(from: Self.sample) == seconds, "\(field)")
        }
    }
}
