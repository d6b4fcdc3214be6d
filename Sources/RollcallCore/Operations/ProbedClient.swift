import OAuthRegistration
import StrictJSON

/// The throw-away client of a probe while it lives: its newest credentials, and what its server has shown so far.
struct ProbedClient {
    private(set) var profile = ProbedProfile()
    private let probe: Probe
    private let granted: ClientInformation
    private let address: HTTPAddress?
    private var secret: Secret?
    private var token: Secret?
    /// Every answer so far.
    private var answers: [[UInt8]]
    /// As the server showed it last.
    private var shown: ClientMetadata
    /// A call failed that has nothing to do with what is asked: no more is tried, and the client is deleted.
    private var hasFailed = false
    private var isBroken: Bool { hasFailed || probe.isStopped() }

    init(_ probe: Probe, _ information: ClientInformation, answer: [UInt8]) {
        (self.probe, granted, answers) = (probe, information, [answer])
        (secret, token, shown) = (information.clientSecret, information.registrationAccessToken, information.metadata)
        address = probe.server.managementAddress(of: information.clientID, given: information.registrationClientURI)
    }

    /// What the client is managed with now.
    private var bearer: Bearer? { probe.server.managingBearer(token) }

    mutating func exercise() async {
        guard address != nil, bearer != nil else {
            profile.methods = []
            return
        }
        await readTwice()
        await update()
    }

    // MARK: Reading

    private mutating func readTwice() async {
        guard let first = await read(isFirst: true) else { return }
        profile.fields = Learning.fromReadBack(sent: probe.metadata, granted: granted.metadata, observed: first.metadata)
        guard await read() != nil else { return }
        profile.rotatesOnRead = profile.rotatesOnRead ?? false
        if granted.clientSecret != nil { profile.newSecretOnRead = profile.newSecretOnRead ?? false }
    }

    private mutating func read(isFirst: Bool = false) async -> ClientInformation? {
        guard let address, let bearer, !isBroken, isFirst || profile.has(.get) else { return nil }
        switch await send(RegistrationRequest.read(address: address, bearer: nil).authorized(by: bearer), as: .read) {
        case .client(let information):
            profile.note(.get, exists: true)
            if isNew(information.registrationAccessToken, beside: token) { profile.rotatesOnRead = true }
            if isNew(information.clientSecret, beside: secret) { profile.newSecretOnRead = true }
            adopt(information)
            return information
        case .refused(let status):
            if isFirst { profile.note(.get, exists: Self.isNoMethod(status) ? false : nil) } else { hasFailed = true }
        case .deleted, .failed: hasFailed = true
        }
        return nil
    }

    // MARK: Updating

    private mutating func update() async {
        var body = shownBody
        var (plain, proven) = (await put(body), await putWithSecret(body))
        if plain.isRefusedForItsBody, proven.map(\.isRefusedForItsBody) ?? true {
            // The server may refuse what it shows and nobody sent.
            body = probe.metadata
            (plain, proven) = (await put(body), await putWithSecret(body))
        }
        let isUpdated = plain.isAccepted || proven?.isAccepted ?? false
        profile.note(.put, exists: isUpdated ? true : plain.isNoMethod ? false : nil)
        guard isUpdated, !isBroken else { return }
        if let proven {
            profile.secretInUpdate = plain.isAccepted ? (proven.isAccepted ? .ignored : .refused) : .required
        }
        profile.rotatesOnUpdate = profile.rotatesOnUpdate ?? false
        if granted.clientSecret != nil { profile.newSecretOnUpdate = profile.newSecretOnUpdate ?? false }
        await putUnknown(body)
        await clear(body)
    }

    private mutating func putUnknown(_ body: ClientMetadata) async {
        var strange = body
        strange["x_rollcall_probe"] = "1"
        let put = await putAsAccepted(strange)
        if put.isAccepted { profile.refusesUnknownMembers = false }
        if put.isRefusedForItsBody { profile.refusesUnknownMembers = true }
    }

    /// One field that is shown as it was sent.
    private mutating func clear(_ body: ClientMetadata) async {
        let candidates: [JSONString] = ["client_uri", "policy_uri", "tos_uri", "logo_uri", "contacts"]
        guard let name = candidates.first(where: { FieldCatalog.agree($0, probe.metadata[$0], shown.value(of: $0)) }) else {
            return
        }
        var without = body
        without[name] = nil
        if await putAsAccepted(without).isAccepted, await isGone(name) { return profile.clearing = .omission }
        without[name] = body[name]?.array == nil ? "" : []
        let isEmptied = await putAsAccepted(without).isAccepted
        if isBroken { return }
        let isGone = await isGone(name)
        profile.clearing = isEmptied && isGone ? .emptyValue : .impossible
    }

    private mutating func isGone(_ name: JSONString) async -> Bool {
        _ = await read()
        return !isBroken && FieldCatalog.agree(name, shown.value(of: name), nil)
    }

    private mutating func putAsAccepted(_ body: ClientMetadata) async -> Put {
        profile.secretInUpdate == .required ? await putWithSecret(body) ?? .broken : await put(body)
    }

    private mutating func putWithSecret(_ body: ClientMetadata) async -> Put? {
        guard let secret = secret?.expose(JSONString.init(validating:)) else { return nil }
        return await put(body, secret: secret)
    }

    private enum Put {
        case accepted
        case refused(Int)
        case broken

        var isAccepted: Bool { if case .accepted = self { true } else { false } }
        var isNoMethod: Bool { if case .refused(let status) = self { ProbedClient.isNoMethod(status) } else { false } }
        var isRefusedForItsBody: Bool { if case .refused(let status) = self { [400, 403, 422].contains(status) } else { false } }
    }

    /// RFC 7592, section 2.2: a whole client, with its id.
    private mutating func put(_ body: ClientMetadata, secret given: JSONString? = nil) async -> Put {
        guard let address, let bearer, !isBroken else { return .broken }
        var members = body.members
        members["client_id"] = .string(granted.clientID)
        members["client_secret"] = given.map { .string($0) }
        let request = RegistrationRequest.update(address: address, bearer: nil, body: members.canonicalBytes)
            .authorized(by: bearer)
        switch await send(request, as: .update) {
        case .client(let information):
            if isNew(information.registrationAccessToken, beside: token) { profile.rotatesOnUpdate = true }
            if isNew(information.clientSecret, beside: secret) { profile.newSecretOnUpdate = true }
            adopt(information)
            return .accepted
        case .refused(let status): return .refused(status)
        case .deleted, .failed:
            hasFailed = true
            return .broken
        }
    }

    /// What the server shows, and what was sent and is never shown; less what has another type than its field.
    private var shownBody: ClientMetadata {
        var body = shown
        for member in probe.metadata.members.members where body.value(of: member.name) == nil { body[member.name] = member.value }
        for member in body.members.members where member.value == .null || !FieldCatalog.hasDeclaredType(member.name, member.value)
        {
            body[member.name] = nil
        }
        return body
    }

    // MARK: Deleting

    /// Why the client is still there, or may be; `nil` once it is gone.
    mutating func delete() async -> String? {
        guard let address, bearer != nil else {
            return "the server gave no address at its own origin, or no token, to delete it with (RFC 7592, section 3)"
        }
        var why = "no answer"
        for attempt in 1...2 {
            switch await send(RegistrationRequest.delete(address: address, bearer: nil).authorized(by: bearer), as: .delete) {
            case .deleted:
                profile.note(.delete, exists: true)
                await readDead(address)
                return nil
            // Another access token is obtained.
            case .refused(401) where bearer == .obtained && attempt == 1: why = "status 401"
            case .refused(let status):
                if Self.isNoMethod(status) { profile.note(.delete, exists: false) }
                return "the server refused to delete it (status \(status))"
            case .client: return "the answer to its delete is another call's"
            case .failed(let reason): why = reason
            }
        }
        return "whether it was deleted is not known: \(why)"
    }

    /// Which status a dead token is answered with; an administrator's does not die with the client.
    private mutating func readDead(_ address: HTTPAddress) async {
        guard profile.has(.get), !probe.server.isManagedByAdministrator, let bearer else { return }
        let request = RegistrationRequest.read(address: address, bearer: nil).authorized(by: bearer)
        if case .refused(let status) = await send(request, as: .read) {
            profile.deadTokenStatus = status
        }
    }

    // MARK: A call

    private enum Outcome {
        case client(ClientInformation)
        case deleted
        case refused(Int)
        case failed(String)
    }

    /// One attempt. What came is kept before it is read.
    private mutating func send(_ request: HTTPRequest, as operation: RegistrationOperation) async -> Outcome {
        let answer: HTTPAnswer
        switch await probe.transport.send(request) {
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
        case .client(let information, _): return .client(information)
        case .deleted: return .deleted
        case .refused(let refusal): return .refused(refusal.status)
        case .uncertain(let refusal): return .failed("status \(refusal.status)")
        }
    }

    private mutating func adopt(_ information: ClientInformation) {
        token = information.registrationAccessToken ?? token
        secret = information.clientSecret ?? secret
        shown = information.metadata
    }

    private func isNew(_ given: Secret?, beside known: Secret?) -> Bool { given.map { $0 != known } ?? false }

    /// There is no such method (RFC 9110, sections 15.5.5, 15.5.6 and 15.6.2), since the client is there.
    fileprivate static func isNoMethod(_ status: Int) -> Bool { [404, 405, 501].contains(status) }
}
