import RollcallNetworkKit

/// The cells that a server or what stands before it can bring about, as far as nothing must be waited for. Those with deadlines
/// (F56, F59, the drips of F61) are `RollcallIOTests`', with short ones; F55 is `ConnectionTests`'.
extension NetworkFault {
    static let rows: [NetworkFault] =
        cuts + halfAnswers + tooMuch + statuses + later + oddAnswers + redirects + lost
        + answers

    private static let writes: [Call] = [.register, .update, .delete]

    // MARK: No answer

    private static let cuts: [NetworkFault] =
        unprocessed(writes, "F57", "RST, not processed", words: "closed the connection before it had answered") { _ in
            [.readRequest, .reset]
        }
        + each(writes, "F57", "RST, processed", .inDoubt, words: "closed the connection before it had answered") {
            [.readRequest, .forward($0.port), .reset]
        }
        + unprocessed(writes, "F57", "FIN, not processed", words: "closed the connection before it had answered") { _ in
            [.readRequest]
        }
        + unprocessed(writes, "F57", "RST in the request", words: "closed the connection before it had answered") { _ in
            [.readHead, .reset]
        }
        + [
            NetworkFault(
                cell: "F57", name: "RST, tokens stay", call: .read, script: { _ in [.readRequest, .reset] }, rotates: false,
                ends: .done, requests: 2),
            NetworkFault(
                cell: "F57", name: "RST each time, tokens stay", call: .read, script: { _ in [.readRequest, .reset] }, times: 9,
                rotates: false, ends: .unreadable, requests: 4, words: "closed the connection before it had answered"),
        ]

    // MARK: Half an answer

    private static let chunked = "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n"

    private static let halfAnswers: [NetworkFault] =
        [Call.register, .update].map {
            NetworkFault(
                cell: "F60", name: "body shorter than its length", call: $0,
                script: { [.readRequest, .forward($0.port), .answer(less: 5)] }, ends: .carriedOut,
                words: "in the middle of its answer")
        }
        + [
            NetworkFault(
                cell: "F60", name: "chunks without an end", call: .register,
                script: { _ in [.readRequest, .write(chunked + "10\r\n{\"client_id\":\"a\"\r\n")] }, ends: .inDoubt,
                words: "in the middle of its answer", keepsPart: true),
            NetworkFault(
                cell: "F60", name: "and more after the answer", call: .register,
                script: { [.readRequest, .forward($0.port), .answer(less: 0), .write("HTTP/1.1 500 x\r\n\r\n")] }, ends: .done),
            NetworkFault(
                cell: "F60", name: "half an answer, tokens stay", call: .read,
                script: { [.readRequest, .forward($0.port), .answer(less: 5)] }, times: 9, rotates: false, ends: .unreadable,
                requests: 2, words: "in the middle of its answer"),
        ]

    // MARK: Too much

    private static let tooMuch: [NetworkFault] =
        unprocessed(writes, "F61", "a thousand interim answers", words: "one interim answer (1xx) after the other") { _ in
            [.readRequest, .write(String(repeating: "HTTP/1.1 102 Processing\r\n\r\n", count: 1000)), .wait]
        }
        + unprocessed(writes, "F62", "a body of 3 GB", words: "more than 262144 bytes") { _ in
            [.readRequest, .write("HTTP/1.1 201 Created\r\nContent-Length: 3000000000\r\n\r\n"), .flood(kilobyte)]
        }
        + each([.register], "F62", "a body without an end", .inDoubt, words: "more than 262144 bytes") { _ in
            [.readRequest, .write(chunked), .flood("400\r\n\(kilobyte)\r\n")]
        }
        + unprocessed([.register, .delete], "F62", "fields without an end", words: "bytes of header fields") { _ in
            [.readRequest, .write("HTTP/1.1 201 Created\r\n"), .flood("X: \(kilobyte)\r\n")]
        }
        + each([.register], "F62", "a field without an end", .inDoubt, words: "bytes of header fields") { _ in
            [.readRequest, .write("HTTP/1.1 201 Created\r\nX: "), .flood(kilobyte)]
        }
        + ["gzip", "br", "identity, x"].flatMap { encoding in
            unprocessed([.register, .update], "F62", "Content-Encoding: \(encoding)", words: "encoded answer") { _ in
                [.readRequest, .write("HTTP/1.1 201 Created\r\nContent-Encoding: \(encoding)\r\nContent-Length: 3\r\n\r\nabc")]
            }
        }

    private static let kilobyte = String(repeating: "x", count: 1024)

    // MARK: Statuses

    private static let statuses: [NetworkFault] =
        [500, 502, 503, 504].flatMap { status in
            unprocessed(writes, "F63", "\(status)", words: "answered \(status)", answer("\(status) x", "<html>"))
        }
        + each(
            [.register], "F63", "500 with an error of RFC 7591", .inDoubt, words: "answered status 500, \"server_error\"",
            answer("500 x", #"{"error":"server_error"}"#))
        + [
            NetworkFault(
                cell: "F63", name: "502 once", call: .read, script: answer("502 x"), ends: .done, requests: 2),
            NetworkFault(
                cell: "F63", name: "502 each time", call: .read, script: answer("502 x"), times: 9, ends: .unreadable,
                requests: 4,
                words: "status 502"),
        ]
        + each(writes + [.read], "F70", "401", .failed, words: "status 401", answer("401 x", #"{"error":"invalid_token"}"#))
        + each([.delete], "F71", "404", .failed, words: "status 404", answer("404 x"))

    private static let later: [NetworkFault] =
        ["0", "1", "soon", "-5", "Thu, 01 Jan 2015 00:00:00 GMT"].map {
            NetworkFault(
                cell: "F64", name: "429, Retry-After: \($0)", call: .register, script: answer("429 x\r\nRetry-After: \($0)"),
                ends: .done, requests: 2)
        }
        + [Call.update, .delete, .read].map {
            NetworkFault(cell: "F64", name: "429", call: $0, script: answer("429 x\r\nRetry-After: 0"), ends: .done, requests: 2)
        }
        + each(
            writes + [.read], "F64", "429, Retry-After: 10^9", .failed, words: "status 429",
            answer("429 x\r\nRetry-After: 1000000000"))
        + each([.register], "F64", "503, Retry-After: 0", .inDoubt, words: "answered 503", answer("503 x\r\nRetry-After: 0"))

    // MARK: Answers that say something else

    private static let client = #"{"client_id":"c","client_secret":null}"#

    private static let oddAnswers: [NetworkFault] =
        [("{}", "201 x"), ("<html>hello</html>", "200 OK"), ("", "201 x"), ("[]", "201 x"), (#"{"client_id":[7]}"#, "201 x")].map
    {
        NetworkFault(
            cell: "F65", name: "\($0.1): \($0.0)", call: .register, script: answer($0.1, $0.0), ends: .inDoubt,
            words: "and without the client, which belongs there")
    }
        + ["200 OK", "201 x", "202 x"].map {
            NetworkFault(cell: "F65", name: "\($0), no secret", call: .register, script: answer($0, client), ends: .done)
        }

    private static let redirects: [NetworkFault] =
        [301, 307, 308].flatMap { status in
            each(
                writes + [.read], "F66", "\(status), to another origin", .failed, words: "which is not followed",
                elsewhere(status))
        }
        // They may lead to what came of the call.
        + [302, 303].flatMap { status in
            unprocessed(writes, "F66", "\(status), to another origin", words: "answered \(status)", elsewhere(status))
                + each([.read], "F66", "\(status), to another origin", .failed, words: "which is not followed", elsewhere(status))
        }
        + each(writes, "F66", "307, to the same origin", .failed, words: "status 307", answer("307 x\r\nLocation: /elsewhere"))

    private static func elsewhere(_ status: Int) -> FaultProxy.Script {
        { [.readRequest, .write("HTTP/1.1 \(status) x\r\nLocation: \($0.elsewhere)/register\r\nContent-Length: 0\r\n\r\n")] }
    }

    // MARK: Rotation and deletion, the answer lost

    private static let lost: [NetworkFault] =
        each([.update], "F67", "committed, token rotated, answer lost", .inDoubt, words: "nobody knows") {
            [.readRequest, .forward($0.port), .reset]
        }
        + [
            NetworkFault(
                cell: "F68", name: "committed, token stays, answer lost", call: .update,
                script: { [.readRequest, .forward($0.port), .reset] }, rotates: false, ends: .carriedOut,
                words: "was asked at once, and it was done"),
            NetworkFault(
                cell: "F69", name: "the new token lost", call: .read, script: { [.readRequest, .forward($0.port), .reset] },
                ends: .unreadable, words: "the read was sent and no complete answer seen"),
            NetworkFault(
                cell: "F71", name: "204 lost, the token was good before", call: .delete,
                script: { [.readRequest, .forward($0.port), .reset] }, refreshes: true, ends: .carriedOut,
                words: "was asked at once, and it was done"),
        ]
        + each([.delete], "F71", "204 lost", .inDoubt, words: "nobody knows") { [.readRequest, .forward($0.port), .reset] }
}
