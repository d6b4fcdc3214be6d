import OAuthRegistration
import RollcallCore
import StrictJSON

/// What becomes of a message between a step and its server, and what the invariants say of it before it leaves.
struct Wire {
    let world: World
    let assignment: Assignment

    /// From 1, in the order of `Choices.fault`; the first two are those that every list of histories tries.
    enum Fault: Int, CaseIterable {
        case requestLost = 1, answerLost
        case notSent
        /// Nobody waits any more when it arrives.
        case late
        /// A middlebox sends it twice; the first answer comes back, or the second.
        case twiceFirstAnswer, twiceSecondAnswer
        case halfAnAnswer
        /// Framed as a whole answer, and cut off within its JSON.
        case garbled
        case unavailable, failedBefore, failedAfter, tooMany, refused
    }

    /// How the attempt ends, and what a whole answer issued.
    func send(_ request: HTTPRequest) -> (HTTPOutcome, SimulatedServer.Issue?) {
        let fault = fault(of: request)
        let isNew = request.method == .post && !isRepetition(request)
        if fault != .notSent { check(request) }
        // It did not happen: who was to be registered may still be.
        if isNew, fault == .tooMany || fault == .refused { world.truth.license(subject) }
        let end = outcome(of: request, fault)
        if isNew, case .answer(let answer) = end.0, answer.status == 401 { world.truth.license(subject) }
        guard world.weakening == .repeatsInTheRun, request.method == .post, case .noAnswer = end.0 else { return end }
        check(request)
        return outcome(of: request, nil)
    }

    private func fault(of request: HTTPRequest) -> Fault? {
        let count = world.choices.hasAllFaults ? Fault.allCases.count : 2
        return Fault(rawValue: world.choices.fault(of: count, inThousand: world.weather))
    }

    private func outcome(of request: HTTPRequest, _ fault: Fault?) -> (HTTPOutcome, SimulatedServer.Issue?) {
        switch fault {
        case nil:
            let answer = process(request)
            return shownLate(answer, to: request).map { (.answer($0), nil) } ?? (.answer(answer), issue)
        case .notSent: return (.notSent(TransportFailure(.refused, "connection refused")), nil)
        case .requestLost: return (Self.silence("request lost"), nil)
        case .answerLost:
            _ = process(request)
            return (Self.silence("answer lost"), nil)
        case .halfAnAnswer:
            let body = process(request).body
            return (Self.silence("answer cut off", piece(of: body)), nil)
        case .late:
            delay(request)
            return (Self.silence("deadline"), nil)
        case .twiceFirstAnswer:
            let answer = process(request)
            let first = issue
            _ = process(request, isExtra: true)
            doubled(request)
            return (.answer(answer), first)
        case .twiceSecondAnswer:
            _ = process(request, isExtra: true)
            doubled(request)
            return (.answer(process(request)), issue)
        case .garbled:
            var answer = process(request)
            answer.body = Array(piece(of: answer.body))
            return (.answer(answer), nil)
        case .failedAfter:
            _ = process(request)
            // A read that was answered 502 is refused, whatever became of its token; that is said, and no doubt.
            if request.method == .get { world.loseHold(of: request) }
            return (.answer(HTTPAnswer(status: 502)), nil)
        case .unavailable: return (.answer(HTTPAnswer(status: 503, retryAfter: "1")), nil)
        case .failedBefore: return (.answer(HTTPAnswer(status: 500)), nil)
        case .tooMany: return (.answer(HTTPAnswer(status: 429, retryAfter: "1")), nil)
        case .refused: return (.answer(HTTPAnswer(status: 400)), nil)
        }
    }

    // MARK: At the server

    private var server: Int { World.keys.firstIndex(of: assignment.server)! }
    private var subject: Int { Truth.subject(of: assignment.label) }
    private var issue: SimulatedServer.Issue? { world.servers[server].issue }

    private func process(_ request: HTTPRequest, isExtra: Bool = false) -> HTTPAnswer {
        var request = request
        if world.weakening == .issuedSentBack, request.method == .put {
            request.body = (request.body ?? []).dropLast() + Array(#","registration_access_token":"t"}"#.utf8)
        }
        // Who heeds the key makes one of two.
        let isSecond = isExtra && (request.idempotencyKey == nil || !world.servers[server].manner.heedsKeys)
        return world.process(request, at: server, for: subject, as: assignment.work.registration, isExtra: isSecond)
    }

    /// A second read with a token that the first has replaced is refused: after a delete without an answer that looks as if the client
    /// were gone, for its token had just been good. Nobody who sees one answer can tell (reliability.md, 4a).
    private func doubled(_ request: HTTPRequest) {
        world.loseHold(of: request)
        if request.method == .get, case .delete = assignment.work { world.truth.letGo([assignment.work.registration]) }
    }

    private func delay(_ request: HTTPRequest) {
        world.loseHold(of: request)
        world.delayed.append(
            World.Delayed(server: server, request: request, registration: assignment.work.registration, subject: subject))
    }

    private func index(_ request: HTTPRequest) -> Int? { World.clientID(in: request).flatMap(world.truth.index) }

    /// The answer as a replica gives it that has not heard of the last token and the last secret; `nil` if nothing was replaced, or the
    /// read itself has replaced something.
    private func shownLate(_ answer: HTTPAnswer, to request: HTTPRequest) -> HTTPAnswer? {
        guard request.method == .get, answer.status == 200, world.servers[server].manner.lags, let index = index(request),
            let now = world.servers[server][world.truth[index].id], var members = try? JSONReader.read(answer.body).object
        else { return nil }
        let known = world.truth[index]
        let isHeard = known.secret == now.secret && (known.token == now.tokens[0] || members["registration_access_token"] == nil)
        guard isHeard, known.formerToken != nil || known.formerSecret != nil, world.choices.chance(70) else { return nil }
        if let token = known.formerToken { members["registration_access_token"] = .string("token\(token)") }
        if let secret = known.formerSecret { members["client_secret"] = .string("secret\(secret)") }
        world.tell("  a replica shows what was replaced")
        return HTTPAnswer(status: 200, contentType: answer.contentType, body: members.canonicalBytes)
    }

    /// A beginning of an answer: how much of it came. Nearly all of it is what can be read most from.
    private func piece(of body: [UInt8]) -> ArraySlice<UInt8> {
        let count = body.count
        if count < 2 { return [] }
        return body.prefix(world.choices.chance(50) ? count - 1 - world.choices.below(count / 2) : world.choices.below(count))
    }

    private static func silence(_ words: String, _ received: ArraySlice<UInt8> = []) -> HTTPOutcome {
        .noAnswer(received: Array(received), TransportFailure(.closed, words))
    }

    /// A register that was sent before, with the same key, to a server that heeds it.
    private func isRepetition(_ request: HTTPRequest) -> Bool {
        guard world.servers[server].manner.heedsKeys, let key = request.idempotencyKey else { return false }
        return world.truth.keys.contains(key)
    }

    /// A register that an earlier run has decided on and perhaps never sent, at a server that heeds its key.
    private func isFirstOfDoubt(_ request: HTTPRequest) -> Bool {
        guard case .settle = assignment.work else { return false }
        return world.servers[server].manner.heedsKeys && request.idempotencyKey != nil
    }

    /// A question with the token that came with a part of the lost answer. A read may have brought another one since; nobody can tell.
    private func isProbe(_ request: HTTPRequest) -> Bool {
        guard case .settle(let lost) = assignment.work, request.method == .get, let bearer = request.bearer else { return false }
        return bearer == lost.part.registrationAccessToken
    }

    // MARK: What must hold before it leaves

    private func check(_ request: HTTPRequest) {
        if isRepetition(request) { return }
        if request.method == .post {
            if let key = request.idempotencyKey { world.truth.keys.insert(key) }
            let isRecorded = world.truth.isRecorded(subject)
            if !world.truth.useLicence(of: subject), !isFirstOfDoubt(request) {
                world.report(isRecorded ? .registeredOverRecord : .registeredTwice, assignment.label.text)
            }
        } else if !request.wantsAccessToken, let index = index(request), let newest = world.truth[index].token,
            (request.bearer?.number ?? 0) < newest,
            !isProbe(request)
        {
            world.report(.oldTokenSent, assignment.label.text)
        }
    }
}
