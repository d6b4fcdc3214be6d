import OAuthRegistration
import RollcallCore
import RollcallIO
import RollcallNetworkKit
import Testing

/// Every way in which a server can end, garble, stretch or overdo an exchange. Whatever it does, the outcome says what is known, and
/// one call is never two requests.
@Suite(.serialized) struct HostileServerTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var method: HTTPRequest.Method = .post
        var script: [HostileServer.Step]
        var expected: Expected
        var limits = HostileServerTests.limits()
        var testDescription: String { name }
    }

    enum Expected: Sendable, Equatable {
        case answer(Int)
        /// `nil` for what nobody can foretell.
        case noAnswer(TransportFailure.Kind, received: String? = "")
    }

    private static let whole = #"{"client_id":"a"}"#
    private static let framed = "HTTP/1.1 201 Created\r\nContent-Length: 17\r\n\r\n" + whole
    private static let unframed = "HTTP/1.1 201 Created\r\n\r\n"
    private static let long = String(repeating: "x", count: 2000)

    static let rows: [Row] = [
        // Without a length.
        Row(name: "unframed, whole JSON", script: [.readRequest, .write(unframed + whole)], expected: .answer(201)),
        Row(
            name: "unframed, JSON and more", script: [.readRequest, .write(unframed + whole + "x")],
            expected: .noAnswer(.truncated, received: whole + "x")),
        Row(
            name: "unframed, no object", script: [.readRequest, .write(unframed + "1")],
            expected: .noAnswer(.truncated, received: "1")),
        Row(name: "unframed, empty", script: [.readRequest, .write(unframed)], expected: .noAnswer(.truncated)),
        Row(name: "DELETE, unframed, empty", method: .delete, script: [.readRequest, .write(unframed)], expected: .answer(201)),
        Row(
            name: "DELETE, unframed, JSON", method: .delete, script: [.readRequest, .write(unframed + whole)],
            expected: .noAnswer(.truncated, received: whole)),
        Row(
            name: "DELETE, 204", method: .delete, script: [.readRequest, .write("HTTP/1.1 204 No Content\r\n\r\n")],
            expected: .answer(204)),
        // Slow.
        Row(
            name: "a head in drips", script: [.readRequest, .drip(framed.map(String.init), every: 20)],
            expected: .noAnswer(.slow), limits: limits(window: .milliseconds(300))),
        Row(
            name: "a body in drips",
            script: [
                .readRequest, .write("HTTP/1.1 201 Created\r\nContent-Length: 200\r\n\r\n"),
                .drip(Array(repeating: "x", count: 100), every: 20),
            ], expected: .noAnswer(.slow, received: nil), limits: limits(window: .milliseconds(300))),
        Row(
            name: "fast enough, and too long",
            script: [
                .readRequest, .write("HTTP/1.1 201 Created\r\nContent-Length: 100000\r\n\r\n"),
                .drip(Array(repeating: String(long.prefix(10)), count: 100), every: 20),
            ], expected: .noAnswer(.deadline, received: nil),
            limits: limits(total: .milliseconds(800))),
        // Too much.
        Row(
            name: "a body over its limit",
            script: [.readRequest, .write("HTTP/1.1 201 Created\r\nContent-Length: 2000\r\n\r\n" + long)],
            expected: .noAnswer(.answerTooLarge, received: String(long.prefix(1000)))),
        Row(
            name: "a body over its limit, in chunks",
            script: [
                .readRequest, .write("HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n\(long)\r\n"), .wait,
            ],
            expected: .noAnswer(.answerTooLarge, received: String(long.prefix(1000)))),
        Row(
            name: "a head over its limit", script: [.readRequest, .write("HTTP/1.1 201 Created\r\nX: \(long)\r\n\r\n")],
            expected: .noAnswer(.headTooLarge)),
        Row(
            name: "a head without an end",
            script: [.readRequest, .write("HTTP/1.1 201 Created\r\n" + String(repeating: "X: \(long)\r\n", count: 100)), .wait],
            expected: .noAnswer(.headTooLarge)),
        Row(
            name: "too many fields",
            script: [.readRequest, .write("HTTP/1.1 201 Created\r\n" + String(repeating: "X: y\r\n", count: 201) + "\r\n")],
            expected: .noAnswer(.headTooLarge)),
        Row(
            name: "two interim answers",
            script: [.readRequest, .write(String(repeating: "HTTP/1.1 103 \r\n\r\n", count: 2) + framed)],
            expected: .answer(201)),
        Row(
            name: "a flood of interim answers",
            script: [.readRequest, .write(String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 1000)), .wait],
            expected: .noAnswer(.badHTTP)),
        // Not what was asked for.
        Row(
            name: "gzip",
            script: [.readRequest, .write("HTTP/1.1 201 Created\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc")],
            expected: .noAnswer(.encodedAnswer, received: "abc")),
        Row(
            name: "gzip on the way",
            script: [
                .readRequest, .write("HTTP/1.1 201 Created\r\nTransfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
            ], expected: .noAnswer(.encodedAnswer, received: "abc")),
        Row(
            name: "another protocol", script: [.readRequest, .write("HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n"), .wait],
            expected: .noAnswer(.badHTTP)),
        Row(name: "not HTTP", script: [.readRequest, .write("SSH-2.0-OpenSSH_9.2\r\n"), .wait], expected: .noAnswer(.badHTTP)),
        Row(
            name: "two lengths",
            script: [.readRequest, .write("HTTP/1.1 201 Created\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}"), .wait],
            expected: .noAnswer(.badHTTP)),
        Row(
            name: "a length and chunks",
            script: [
                .readRequest, .write("HTTP/1.1 201 Created\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                .wait,
            ], expected: .noAnswer(.badHTTP)),
        Row(
            name: "a chunk of no length",
            script: [.readRequest, .write("HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n"), .wait],
            expected: .noAnswer(.badHTTP)),
        // Whole.
        Row(name: "an answer", script: [.readRequest, .write(framed), .wait], expected: .answer(201)),
        Row(
            name: "an answer in chunks",
            script: [
                .readRequest,
                .write("HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n11\r\n\(whole)\r\n0\r\n\r\n"), .wait,
            ], expected: .answer(201)),
        Row(
            name: "HTTP/1.0, with a length",
            script: [.readRequest, .write("HTTP/1.0 201 Created\r\nContent-Length: 17\r\n\r\n" + whole)], expected: .answer(201)),
        Row(
            name: "HTTP/1.0, to the end of the connection",
            script: [.readRequest, .write("HTTP/1.0 201 Created\r\n\r\n" + whole)], expected: .answer(201)),
        Row(name: "an answer, FIN at once", script: [.readRequest, .write(framed)], expected: .answer(201)),
        Row(name: "an answer, and more", script: [.readRequest, .write(framed + framed)], expected: .answer(201)),
        Row(
            name: "an answer before the request is read",
            script: [.readHead, .write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")], expected: .answer(401)),
    ]

    private static func limits(
        total: Duration = .seconds(20), silence: Duration = .seconds(10), window: Duration = .seconds(10)
    ) -> TransportLimits {
        var limits = TransportLimits()
        (limits.totalOfWrite, limits.firstByte, limits.slowWindow) = (total, silence, window)
        (limits.slowBytes, limits.headBytes) = (100, 1000)
        return limits
    }

    private func send(
        _ method: HTTPRequest.Method, _ script: [HostileServer.Step], _ limits: TransportLimits
    ) async -> (outcome: HTTPOutcome, seen: [String]) {
        let server = HostileServer(script)
        let body = method == .delete ? nil : Array(#"{"client_name":"web"}"#.utf8)
        let request = HTTPRequest(method, server.address(), bearer: Secret("s3cret"), body: body, answerLimit: 1000)
        let outcome = await AsyncHTTPTransport(version: "1", limits: limits).send(request)
        return (outcome, await server.requestsSeen())
    }

    @Test(arguments: rows) func whatIsNoWholeAnswerIsCalledSo(_ row: Row) async {
        let (outcome, seen) = await send(row.method, row.script, row.limits)
        switch (outcome, row.expected) {
        case (.answer(let answer), .answer(let status)): #expect(answer.status == status)
        case (.noAnswer(let received, let failure), .noAnswer(let kind, let body)):
            #expect(failure.kind == kind, "\(failure.text)")
            if let body { #expect(String(decoding: received, as: UTF8.self) == body) }
        default: Issue.record("\(outcome)")
        }
        #expect(seen.count == 1)
    }

    @Test(arguments: [HTTPRequest.Method.post, .put, .delete])
    func oneCallIsNeverTwoRequestsWhereverItIsCut(_ method: HTTPRequest.Method) async {
        for cut in Cut.all(hasBody: method != .delete) {
            let limits = Self.limits(silence: cut.ending == .silence ? .milliseconds(150) : .seconds(10))
            let (outcome, seen) = await send(method, cut.script, limits)
            switch outcome {
            case .noAnswer(let received, let failure):
                #expect(cut.kinds.contains(failure.kind), "\(cut.name): \(failure)")
                let all = Array(cut.phase.received.utf8)
                #expect(cut.ending == .fin ? received == all : all.starts(with: received), "\(cut.name)")
            case .notSent: #expect(cut.mayPrecedeTheRequest && seen.isEmpty, "\(cut.name)")
            case .answer: Issue.record("\(cut.name): \(outcome)")
            }
            #expect(seen.count <= 1 && (cut.mayPrecedeTheRequest || seen.count == 1), "\(cut.name)")
        }
    }
}
