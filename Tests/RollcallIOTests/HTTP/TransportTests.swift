import Glibc
import OAuthRegistration
import RollcallCore
import RollcallIO
import RollcallNetworkKit
import Testing

@Suite struct TransportTests {
    private static let created: HostileServer.Step = .write("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}")

    private func limits(connect: Duration = .seconds(5), total: Duration = .seconds(5)) -> TransportLimits {
        var limits = TransportLimits()
        (limits.connect, limits.totalOfWrite, limits.totalOfRead) = (connect, total, total)
        return limits
    }

    @Test func aRequestHasTheFieldsItNeedsAndNoOther() async {
        let rows: [(HTTPRequest.Method, String?, [String])] = [
            (.post, "{}", ["Authorization: Bearer s3cret", "Content-Length: 2", "Content-Type: application/json"]),
            (.put, "{}", ["Authorization: Bearer s3cret", "Content-Length: 2", "Content-Type: application/json"]),
            (.get, nil, ["Authorization: Bearer s3cret"]), (.delete, nil, ["Authorization: Bearer s3cret"]),
        ]
        for (method, body, fields) in rows {
            let server = HostileServer([.readRequest, Self.created])
            let request = HTTPRequest(
                method, server.address("/register/a?b=c"), bearer: Secret("s3cret"), body: body.map { Array($0.utf8) })
            _ = await AsyncHTTPTransport(version: "1.2.3", limits: limits()).send(request)
            let lines = await server.requestsSeen().first?.split(separator: "\r\n").map(String.init) ?? []
            #expect(lines.first == "\(method.rawValue) /register/a?b=c HTTP/1.1")
            let common = [
                "Accept: application/json", "Accept-Encoding: identity", "Host: 127.0.0.1:\(server.port)",
                "User-Agent: rollcall/1.2.3",
            ]
            let seen = lines.dropFirst().prefix { $0 != body }.map { $0.replacing("host:", with: "Host:") }
            #expect(seen.map { $0.replacing("content-length:", with: "Content-Length:") }.sorted() == (common + fields).sorted())
            #expect(lines.last == body || body == nil)
        }
    }

    @Test func nothingIsCarriedOver() async {
        let cookie = "HTTP/1.1 201 Created\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 2\r\n\r\n{}"
        let server = HostileServer([.readRequest, .write(cookie), .wait])
        let transport = AsyncHTTPTransport(version: "1", limits: limits())
        for _ in 0..<2 { _ = await transport.send(HTTPRequest(.post, server.address(), body: [0x7B, 0x7D])) }
        let seen = await server.requestsSeen()
        // Two connections, although the server kept the first one open.
        #expect(seen.count == 2 && seen.allSatisfy { !$0.lowercased().contains("cookie") })
    }

    @Test func anAnswerIsWhatTheServerSaid() async {
        let text = "HTTP/1.1 429 Too Many\r\nRetry-After: 7\r\ncontent-type: text/html; a=b\r\nContent-Length: 3\r\n\r\n\u{1}\r\n"
        let server = HostileServer([.readRequest, .write(text)])
        let outcome = await AsyncHTTPTransport(version: "1").send(HTTPRequest(.get, server.address()))
        let answer = HTTPAnswer(status: 429, contentType: "text/html; a=b", retryAfter: "7", body: [1, 13, 10])
        #expect(outcome == .answer(answer))
        _ = await server.requestsSeen()
    }

    @Test func aRedirectIsAnAnswerAndNobodyIsAsked() async {
        let other = HostileServer([.readRequest, Self.created])
        for status in [301, 302, 303, 307, 308] {
            let head = "HTTP/1.1 \(status) x\r\nLocation: \(other.origin)/register\r\nContent-Length: 0\r\n\r\n"
            let server = HostileServer([.readRequest, .write(head)])
            let outcome = await AsyncHTTPTransport(version: "1").send(
                HTTPRequest(.post, server.address(), bearer: Secret("s3cret"), body: [0x7B, 0x7D]))
            #expect(outcome == .answer(HTTPAnswer(status: status, location: "\(other.origin)/register")))
            #expect(await server.requestsSeen().count == 1)
        }
        #expect(await other.requestsSeen().isEmpty)
    }

    @Test func aTokenThatNoFieldCanCarryIsNeitherSentNorShown() async {
        let server = HostileServer([.readRequest, Self.created])
        let transport = AsyncHTTPTransport(version: "1")
        for token in ["tok\n", "tok\r\nX: y", "t ok", "tok\u{e9}", "tok\0", "\ttok", ""] {
            let outcome = await transport.send(HTTPRequest(.post, server.address(), bearer: Secret(token), body: []))
            guard case .notSent(let failure) = outcome else { Issue.record("\(token.debugDescription)"); continue }
            #expect(failure.kind == .badRequest)
            #expect(!failure.text.contains("tok\n") && !failure.text.contains("ok\u{e9}"))
        }
        #expect(await server.requestsSeen().isEmpty)
    }

    @Test func whereNobodyListensNothingIsSent() async throws {
        let (closed, port) = HostileServer.listen(backlog: nil)
        defer { close(closed) }
        let (full, fullPort) = HostileServer.listen(backlog: 0)
        defer { close(full) }
        let (brief, patient) = (Duration.milliseconds(300), Duration.seconds(20))
        let rows: [(String, Duration, TransportFailure.Kind)] = [
            ("http://127.0.0.1:\(port)/", patient, .refused), ("http://localhost:\(port)/", patient, .refused),
            ("http://nowhere.invalid/", patient, .unresolvable), ("http://127.0.0.1:\(fullPort)/", brief, .connectTimeout),
        ]
        // The system takes one connection more than the backlog, and leaves the next one waiting.
        let filling = (0..<4).map { _ in HostileServer.beginConnecting(to: fullPort) }
        defer { filling.forEach { close($0) } }
        for (address, connect, kind) in rows {
            let transport = AsyncHTTPTransport(version: "1", limits: limits(connect: connect, total: .seconds(30)))
            let outcome = await transport.send(HTTPRequest(.post, try HTTPAddress(address), body: []))
            guard case .notSent(let failure) = outcome else { Issue.record("\(address): \(outcome)"); continue }
            #expect(failure.kind == kind, "\(address): \(failure.text)")
        }
    }

    @Test func aStoppedCallIsInDoubt() async {
        let server = HostileServer([.readRequest, .announce, .wait])
        let call = Task { await AsyncHTTPTransport(version: "1").send(HTTPRequest(.post, server.address(), body: [])) }
        await server.announced()
        call.cancel()
        guard case .noAnswer(_, let failure) = await call.value else { Issue.record("not in doubt"); return }
        #expect(failure.kind == .cancelled)
        #expect(await server.requestsSeen().count == 1)
    }

    /// The library re-uses no connection, so none can die under a request that was not the one it was made for.
    @Test func aServerThatHangsUpAfterEachAnswerLosesNone() async {
        for end in [[], [HostileServer.Step.reset]] {
            let server = HostileServer(
                [.readRequest, .drip(["HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}"], every: 1)] + end)
            let transport = AsyncHTTPTransport(version: "1")
            for number in 0..<50 {
                let outcome = await transport.send(HTTPRequest(.post, server.address("/\(number)"), body: []))
                #expect(outcome == .answer(HTTPAnswer(status: 201, body: [0x7B, 0x7D])))
            }
            #expect(await server.requestsSeen().count == 50)
        }
    }

    /// Deadlines that fall anywhere between connecting and the answer: what is called not sent never arrives, then or later.
    @Test func whatIsNotSentNeverArrives() async {
        let server = HostileServer([.readRequest, Self.created])
        var (notSent, sent): (Set<Int>, Int) = ([], 0)
        for number in 0..<200 {
            let total: Duration = number.isMultiple(of: 4) ? .seconds(5) : .microseconds(Int.random(in: 100...3000))
            let transport = AsyncHTTPTransport(version: "1", limits: limits(total: total))
            let method: HTTPRequest.Method = number.isMultiple(of: 3) ? .delete : .post
            let outcome = await transport.send(
                HTTPRequest(method, server.address("/\(number)"), body: method == .post ? [0x7B, 0x7D] : nil))
            if case .notSent = outcome { notSent.insert(number) } else { sent += 1 }
        }
        let arrived = await server.requestsSeen().compactMap {
            $0.split(separator: " ").dropFirst().first.flatMap { Int($0.dropFirst()) }
        }
        #expect(notSent.isDisjoint(with: arrived))
        #expect(Set(arrived).count == arrived.count)
        #expect(arrived.count <= sent)
        #expect(!notSent.isEmpty && sent > 0, "\(notSent.count) not sent, \(sent) sent")
    }
}
