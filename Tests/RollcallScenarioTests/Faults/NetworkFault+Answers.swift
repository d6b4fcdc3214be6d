import RollcallNetworkKit

/// Whole answers that are bad in themselves: rows R02 to R09 of the matrix of bad input. (R01 needs TLS: `RegistrationClientAddressTests`
/// has it; R04 is the planner's.)
extension NetworkFault {
    static let answers: [NetworkFault] = addresses + identifiers + secrets + notJSON + refusals

    private static func registered(
        _ cell: String, _ members: String, _ ends: Ending = .done, words: String = "", type: String = "application/json"
    )
        -> NetworkFault
    {
        let head = "201 Created\r\nContent-Type: \(type)"
        return NetworkFault(
            cell: cell, name: String(members.prefix(60)), call: .register,
            script: answer(head, #"{"client_id":"c","# + members + "}"),
            ends: ends, words: words)
    }

    private static let addresses: [NetworkFault] =
        [
            #"/c%2f..%2fd"#, #"/c\\d"#, "//other.example/c", #"/c\u0007"#, "https://me@other.example/c",
            "/" + long,
        ].map {
            registered(
                "R02", #""registration_access_token":"t","registration_client_uri":"\#($0)""#,
                words: "gave no usable address for it")
        } + [
            registered(
                "R02", #""registration_access_token":"t","registration_client_uri":"/c/../d""#,
                words: "does not show it: status 404"),
            registered("R02", #""registration_access_token":"t""#, words: "without a registration_client_uri"),
            registered("R02", #""registration_client_uri":"/c""#, words: "without a registration_access_token"),
        ]

    private static let long = String(repeating: "x", count: 10_000)

    private static let identifiers: [NetworkFault] = [
        registered("R03", #""client_id":"../../etc/\u001b[31m\u202e""#, words: "client_id more than once"),
        registered("R03", #""client_id":"\#(long)""#), registered("R03", #""client_id":"""#, .inDoubt),
        NetworkFault(
            cell: "R03", name: "another client's answer", call: .update, script: answer("200 OK", #"{"client_id":"other"}"#),
            ends: .notCarriedOut),
        NetworkFault(
            cell: "R03", name: "another client's answer", call: .read, script: answer("200 OK", #"{"client_id":"other"}"#),
            ends: .unreadable, words: "another client's answer"),
    ]

    private static let secrets: [NetworkFault] =
        [#""""#, "null", #""  ""#, #""a\u0000b""#].map {
            registered("R05", #""client_secret":\#($0),"client_secret_expires_at":0"#)
        }
        + ["7", "[]"].map { registered("R05", #""client_secret":\#($0)"#, words: "client_secret of another type") }
        + [registered("R06", #""client_secret":"s""#, words: "without client_secret_expires_at")]
        + ["0", "1700000000", "1700000000000", "-1", #""1700000000""#].map {
            registered("R06", #""client_secret":"s","client_secret_expires_at":\#($0)"#)
        }
        + [#""soon""#, "9223372036854775808", "1.7e9", "true"].map {
            registered(
                "R06", #""client_secret":"s","client_secret_expires_at":\#($0)"#,
                words: "client_secret_expires_at of another type")
        }

    private static let notJSON: [NetworkFault] =
        [
            (#"{"client_id":"c",}"#, "a trailing comma"), (#"{"client_id":"c","n":NaN}"#, "NaN"),
            ("\u{FEFF}\u{FEFF}{\"client_id\":\"c\"}", "two marks"),
            (#"{"client_id":"c"} x"#, "trailing text"), (#"<p>{"client_id":"c"}</p>"#, "JSON in HTML"),
            (#"{"client_id":"\ud800"}"#, "half a pair"),
            (#"{"client_id":"c","n":"# + String(repeating: "[", count: 100_000), "depth"),
        ].map {
            NetworkFault(
                cell: "R07", name: $0.1, call: .register, script: answer("201 x", $0.0), ends: .inDoubt,
                words: "and without the client, which belongs there")
        }
        + [
            NetworkFault(
                cell: "R07", name: "a mark", call: .register, script: answer("201 x", "\u{FEFF}{\"client_id\":\"c\"}"),
                ends: .done,
                words: "a byte order mark"),
            NetworkFault(
                cell: "R07", name: "a number for the id", call: .register, script: answer("201 x", "{\"client_id\":7}"),
                ends: .done,
                words: "client_id as a number"),
            registered("R07", #""n":1e400"#),
            registered("R07", #""client_secret":"a","client_secret":"b""#, words: "client_secret more than once"),
            registered("R07", (0..<10_000).map { "\"m\($0)\":1" }.joined(separator: ",")),
            registered("R08", #""n":1"#, type: "text/html; charset=latin1"), registered("R08", #""n":1"#, type: ""),
        ]

    private static let refusals: [NetworkFault] = [
        (#"{"error":"invalid_redirect_uri","error_description":"must use https"}"#, "must use https"),
        (
            #"{"error":"invalid_client_metadata","error_description":"\u001b[31m\r\n::error::x ##vso[task] ##[error] \u202e |<b>"}"#,
            "invalid_client_metadata"
        ),
        (#"{"error":"x","error_description":"\#(String(repeating: "y", count: 100_000))"}"#, "yyy"),
        (#"{"error":"invalid_token","error_description":"\#(FaultPlay.token) is used up"}"#, "(secret) is used up"),
        ("<html><body>\u{1B}[31mNo</body></html>", "HTML"),
    ].map {
        NetworkFault(
            cell: "R09", name: String($0.0.prefix(60)), call: .register, script: answer("400 x", $0.0), ends: .failed, words: $0.1
        )
    }
}
