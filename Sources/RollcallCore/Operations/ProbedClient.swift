import OAuthRegistration
import StrictJSON

/// The throw-away client of a probe while it lives: its newest credentials and address, and what its server has shown so far. What the
/// evidence leaves open stays unknown.
struct ProbedClient {
    var profile = ProbedProfile()
    let probe: Probe
    let granted: ClientInformation
    /// As the server gave it last, where it can be used.
    private(set) var uri: JSONString?
    private(set) var secret: Secret?
    private var token: Secret?
    /// Credentials that the server has replaced: a read that shows one comes from a replica that has not heard of it.
    private var retired: Set<Secret> = []
    /// As the server showed it last.
    private(set) var shown: ClientMetadata
    /// Every answer so far.
    private var answers: [[UInt8]]
    private(set) var calls: ProbeCalls
    /// A call failed that has nothing to do with what is asked: no more is tried, and the client is deleted.
    private(set) var hasFailed = false
    private var hasRenewed = false
    /// Answered 404, so there is no such method; or the address is wrong.
    private var absent: Set<HTTPRequest.Method> = []
    /// An update has left the token as it is, as far as its answer says; the next call shows whether that holds.
    private var awaitsProof = false
    var isBroken: Bool { hasFailed || probe.isStopped() }

    init(_ probe: Probe, _ calls: ProbeCalls, _ information: ClientInformation, answer: [UInt8]) {
        (self.probe, self.calls, granted, answers) = (probe, calls, information, [answer])
        (secret, token, shown) = (information.clientSecret, information.registrationAccessToken, information.metadata)
        uri = information.registrationClientURI
    }

    var address: HTTPAddress? { probe.server.managementAddress(of: granted.clientID, given: uri) }
    /// What the client is managed with now.
    var bearer: Bearer? { probe.server.managingBearer(token) }
    private var isAdministrator: Bool { probe.server.isManagedByAdministrator }

    mutating func exercise() async {
        if address != nil, bearer != nil {
            await readTwice()
            await update()
            // A replica may not have heard of the client before.
            if absent.contains(.get), !isBroken { _ = await read(isFirst: true) }
        } else if !isAdministrator, granted.registrationClientURI == nil || token == nil {
            // It manages no clients (RFC 7592, section 3). An address that must not be used says nothing.
            profile.methods = []
        }
    }

    // MARK: Reading

    private mutating func readTwice() async {
        var first = await read(isFirst: true)
        if first == nil, absent.contains(.get), !isBroken {
            await calls.waitForReplicas()
            first = await read(isFirst: true)
        }
        guard let first else { return }
        profile.fields = Learning.fromReadBack(sent: probe.metadata, granted: granted.metadata, observed: first.metadata)
        guard let second = await read() else { return }
        if !isAdministrator || second.registrationAccessToken == token {
            profile.rotatesOnRead = profile.rotatesOnRead ?? false
        }
        if granted.clientSecret != nil { profile.newSecretOnRead = profile.newSecretOnRead ?? false }
    }

    mutating func read(isFirst: Bool = false) async -> ClientInformation? {
        guard let address, let bearer, !isBroken, isFirst || profile.has(.get) else { return nil }
        switch await send(RegistrationRequest.read(address: address, bearer: nil).authorized(by: bearer), as: .read) {
        case .client(let information):
            profile.note(.get, exists: true)
            if isNew(information.registrationAccessToken, beside: token) { profile.rotatesOnRead = true }
            if isNew(information.clientSecret, beside: secret) { profile.newSecretOnRead = true }
            adopt(information)
            return information
        case .refused(let status) where isFirst: noteRefusal(of: .get, status)
        case .unclear where isFirst: break
        case .refused, .unclear, .deleted, .failed: hasFailed = true
        }
        return nil
    }

    // MARK: Updating

    /// RFC 7592, section 2.2: a whole client, with its id.
    mutating func put(_ body: ClientMetadata, secret given: JSONString? = nil) async -> ProbedUpdate {
        guard let address, let bearer, !isBroken else { return .broken }
        var members = body.members
        members["client_id"] = .string(granted.clientID)
        members["client_secret"] = given.map { .string($0) }
        let request = RegistrationRequest.update(address: address, bearer: nil, body: members.canonicalBytes)
            .authorized(by: bearer)
        switch await send(request, as: .update) {
        case .client(let information):
            profile.note(.put, exists: true)
            if isNew(information.registrationAccessToken, beside: token) {
                profile.rotatesOnUpdate = true
            } else if isAdministrator {
                if information.registrationAccessToken == token { profile.rotatesOnUpdate = profile.rotatesOnUpdate ?? false }
            } else {
                awaitsProof = true
            }
            if isNew(information.clientSecret, beside: secret) { profile.newSecretOnUpdate = true }
            adopt(information)
            return .accepted
        case .refused(let status):
            noteRefusal(of: .put, status)
            return .refused(status)
        case .unclear, .deleted, .failed:
            hasFailed = true
            return .broken
        }
    }

    // MARK: Deleting

    /// What is still there, or may be; `nil` once it is gone.
    mutating func delete() async -> Probe.Remains? {
        let why = await deleted()
        // One that works is the proof that the address is right.
        if [.get, .put, .delete].contains(where: profile.has) {
            for method in absent where !profile.has(method) { profile.note(method, exists: false) }
        }
        return why.map { Probe.Remains(clientID: granted.clientID, uri: uri, why: $0) }
    }

    /// Why it is still there.
    private mutating func deleted() async -> String? {
        guard let address, let bearer else {
            return "the server gave no address at its own origin, or no token, to delete it with (RFC 7592, section 3)"
        }
        var mayBeGone = false
        let request = RegistrationRequest.delete(address: address, bearer: nil).authorized(by: bearer)
        switch await send(request, as: .delete, &mayBeGone) {
        case .deleted:
            profile.note(.delete, exists: true)
            return await isStillShown(at: address)
                ? "the server answered its delete with success, and still answers a read of it" : nil
        case .refused(let status) where mayBeGone && [401, 403, 404, 410].contains(status):
            return "of one delete nobody knows what became, and the next one was answered \(status): most likely it is gone"
        case .refused(let status):
            noteRefusal(of: .delete, status)
            return "the server refused to delete it (status \(status))"
        case .client: return "the answer to its delete is another call's"
        case .unclear(429): return "the server puts its delete off (status 429)"
        case .unclear(let status): return "whether it was deleted is not known: status \(status)"
        case .failed(let reason): return "whether it was deleted is not known: \(reason)"
        }
    }

    /// Learns which status a dead token is answered with; an administrator's does not die with the client.
    private mutating func isStillShown(at address: HTTPAddress) async -> Bool {
        guard profile.has(.get), !isAdministrator, let bearer else { return false }
        let request = RegistrationRequest.read(address: address, bearer: nil).authorized(by: bearer)
        for attempt in 1...2 {
            switch await send(request, as: .read) {
            case .client where attempt == 1: await calls.waitForReplicas()
            case .client: return true
            case .refused(let status):
                profile.deadTokenStatus = status
                return false
            case .unclear, .deleted, .failed: return false
            }
        }
        return false
    }

    // MARK: A call

    private enum Outcome {
        case client(ClientInformation)
        case deleted
        /// The server has judged the request.
        case refused(Int)
        /// An answer that is neither a yes nor a no.
        case unclear(Int)
        case failed(String)
    }

    private mutating func send(_ request: HTTPRequest, as operation: RegistrationOperation) async -> Outcome {
        var mayHaveHappened = false
        return await send(request, as: operation, &mayHaveHappened)
    }

    /// One call, in as many attempts as it takes. What came is kept before it is read.
    private mutating func send(
        _ request: HTTPRequest, as operation: RegistrationOperation, _ mayHaveHappened: inout Bool
    ) async -> Outcome {
        var outcome = await calls.send(request, as: operation, &mayHaveHappened)
        // Another access token is obtained.
        if case .answer(let answer) = outcome, answer.status == 401, request.wantsAccessToken, !hasRenewed {
            hasRenewed = true
            outcome = await calls.send(request, as: operation, &mayHaveHappened)
        }
        let answer: HTTPAnswer
        switch outcome {
        case .notSent(let failure), .noAnswer(_, let failure): return .failed(failure.text)
        case .answer(let given): answer = given
        }
        if (200..<300).contains(answer.status), !answer.body.isEmpty {
            answers.append(answer.body)
            do throws(DiskFailure) { try probe.keep(Array(answers.joined(separator: [UInt8(ascii: "\n")]))) } catch {
                hasFailed = true
            }
        }
        switch RegistrationAnswer(to: operation, of: answer, profile: .generic, expecting: granted.clientID) {
        case .client(let information, _):
            noteAccepted()
            return .client(information)
        case .deleted:
            noteAccepted()
            return .deleted
        case .refused(let refusal): return refusal.isDefinite ? .refused(refusal.status) : .unclear(refusal.status)
        case .uncertain(let refusal): return .unclear(refusal.status)
        }
    }

    /// The token of the last update's time is good still.
    private mutating func noteAccepted() {
        if awaitsProof { profile.rotatesOnUpdate = profile.rotatesOnUpdate ?? false }
        awaitsProof = false
    }

    /// There is no such method (RFC 9110, sections 15.5.6 and 15.6.2); where it is 404, unless no method is there.
    private mutating func noteRefusal(of method: HTTPRequest.Method, _ status: Int) {
        if [405, 501].contains(status) { profile.note(method, exists: false) }
        if status == 404 { absent.insert(method) }
    }

    private mutating func adopt(_ information: ClientInformation) {
        token = newest(information.registrationAccessToken, over: token)
        secret = newest(information.clientSecret, over: secret)
        uri = probe.server.preferred(information.registrationClientURI, over: uri)
        shown = information.metadata
    }

    private mutating func newest(_ given: Secret?, over known: Secret?) -> Secret? {
        guard let given, given != known, !retired.contains(given) else { return known }
        if let known { retired.insert(known) }
        return given
    }

    private func isNew(_ given: Secret?, beside known: Secret?) -> Bool {
        given.map { $0 != known && !retired.contains($0) } ?? false
    }
}
