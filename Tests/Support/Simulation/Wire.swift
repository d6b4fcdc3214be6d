import OAuthRegistration
import RollcallCore

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
        if fault != .notSent { check(request) }
        let end = outcome(of: request, fault)
        guard world.weakening == .repeatsInTheRun, request.method == .post, case .noAnswer = end.0 else { return end }
        check(request)
        return outcome(of: request, nil)
    }

    private func fault(of request: HTTPRequest) -> Fault? {
        let count = world.choices.hasAllFaults ? Fault.allCases.count : 2
        return Fault(rawValue: world.choices.fault(of: count, inThousand: 110))
    }

    private func outcome(of request: HTTPRequest, _ fault: Fault?) -> (HTTPOutcome, SimulatedServer.Issue?) {
        switch fault {
        case nil:
            let answer = process(request)
            return (.answer(answer), issue)
        case .notSent: return (.notSent(TransportFailure(.refused, "connection refused")), nil)
        case .requestLost: return (Self.silence("request lost"), nil)
        case .answerLost:
            _ = process(request)
            return (Self.silence("answer lost"), nil)
        case .halfAnAnswer:
            let body = process(request).body
            return (Self.silence("answer cut off", body.prefix(body.count / 2)), nil)
        case .late:
            delay(request)
            return (Self.silence("deadline"), nil)
        case .twiceFirstAnswer:
            let answer = process(request)
            let first = issue
            _ = process(request, isExtra: true)
            losesHold(request)
            return (.answer(answer), first)
        case .twiceSecondAnswer:
            _ = process(request, isExtra: true)
            losesHold(request)
            return (.answer(process(request)), issue)
        case .garbled:
            var answer = process(request)
            answer.body = Array(answer.body.prefix(answer.body.count / 2))
            return (.answer(answer), nil)
        case .failedAfter:
            _ = process(request)
            // A read that was answered 502 is refused, whatever became of its token; that is said, and no doubt.
            if request.method == .get { losesHold(request) }
            return (.answer(HTTPAnswer(status: 502)), nil)
        case .unavailable: return (.answer(HTTPAnswer(status: 503, retryAfter: "1")), nil)
        case .failedBefore: return (.answer(HTTPAnswer(status: 500)), nil)
        case .tooMany: return refuse(request, HTTPAnswer(status: 429, retryAfter: "1"))
        case .refused: return refuse(request, HTTPAnswer(status: 400))
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
        return world.process(request, at: server, for: subject, as: assignment.registration, isExtra: isExtra)
    }

    private func delay(_ request: HTTPRequest) {
        losesHold(request)
        world.delayed.append(
            World.Delayed(server: server, request: request, registration: assignment.registration, subject: subject))
    }

    /// It did not happen: who was to be registered may still be.
    private func refuse(_ request: HTTPRequest, _ answer: HTTPAnswer) -> (HTTPOutcome, SimulatedServer.Issue?) {
        if request.method == .post { world.truth.license(subject) }
        return (.answer(answer), nil)
    }

    /// Nobody can know which token the client has after this.
    private func losesHold(_ request: HTTPRequest) {
        if let index = index(request) { world.truth[index].isOutOfHand = true }
    }

    private func index(_ request: HTTPRequest) -> Int? {
        if request.method == .post { return nil }
        return request.address.path.split(separator: "/").last.flatMap { world.truth.index(of: String($0)) }
    }

    private static func silence(_ words: String, _ received: ArraySlice<UInt8> = []) -> HTTPOutcome {
        .noAnswer(received: Array(received), TransportFailure(.closed, words))
    }

    // MARK: What must hold before it leaves

    private func check(_ request: HTTPRequest) {
        if request.method == .post {
            let isRecorded = world.truth.isRecorded(subject)
            if !world.truth.useLicence(of: subject) {
                world.report(isRecorded ? .registeredOverRecord : .registeredTwice, assignment.label.text)
            }
        } else if let index = index(request), let newest = world.truth[index].token, (request.bearer?.number ?? 0) < newest {
            world.report(.oldTokenSent, assignment.label.text)
        }
    }
}
