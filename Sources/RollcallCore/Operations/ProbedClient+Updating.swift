import OAuthRegistration
import StrictJSON

/// How an update of a throw-away client ended.
enum ProbedUpdate {
    case accepted
    case refused(Int)
    case broken

    var isAccepted: Bool { if case .accepted = self { true } else { false } }
    var isRefusedForItsBody: Bool { isRefused(with: [400, 403, 422]) }
    /// A secret that is missing is a client that has not proved itself, to some.
    var isRefusedForWhatItLacks: Bool { isRefused(with: [400, 401, 403, 422]) }

    private func isRefused(with statuses: [Int]) -> Bool {
        if case .refused(let status) = self { statuses.contains(status) } else { false }
    }
}

/// What a throw-away client shows of updates: with and without its secret, with a member that nobody knows, and without a field that it had.
extension ProbedClient {
    mutating func update() async {
        var (body, isPlain) = (shownBody, false)
        var (plain, proven) = (await put(body), await putWithSecret(body))
        if plain.isRefusedForItsBody, proven.map(\.isRefusedForItsBody) ?? true {
            // The server may refuse what it shows and nobody sent.
            (body, isPlain) = (probe.metadata, true)
            (plain, proven) = (await put(body), await putWithSecret(body))
        }
        guard plain.isAccepted || proven?.isAccepted ?? false, !isBroken else { return }
        profile.secretInUpdate = proven.flatMap { Self.needOfSecret(without: plain, with: $0) }
        if granted.clientSecret != nil { profile.newSecretOnUpdate = profile.newSecretOnUpdate ?? false }
        let needsSecret = !plain.isAccepted
        await putUnknown(body, needsSecret)
        // Some want everything again that they show, what nobody knows too.
        if !isPlain { body = shownBody }
        await clear(body, needsSecret)
    }

    /// `nil` where one of the two was refused for another reason.
    private static func needOfSecret(without: ProbedUpdate, with: ProbedUpdate) -> ServerProfile.SecretInUpdate? {
        switch (without.isAccepted, with.isAccepted) {
        case (true, true): .ignored
        case (true, false): with.isRefusedForItsBody ? .refused : nil
        case (false, true): without.isRefusedForWhatItLacks ? .required : nil
        case (false, false): nil
        }
    }

    private mutating func putUnknown(_ body: ClientMetadata, _ needsSecret: Bool) async {
        var strange = body
        strange["x_rollcall_probe"] = "1"
        let put = await put(strange, needsSecret)
        if put.isAccepted { profile.refusesUnknownMembers = false }
        if put.isRefusedForItsBody { profile.refusesUnknownMembers = true }
    }

    // MARK: Clearing

    /// One field that is shown as it was sent.
    private mutating func clear(_ body: ClientMetadata, _ needsSecret: Bool) async {
        let candidates: [JSONString] = ["client_uri", "policy_uri", "tos_uri", "logo_uri", "contacts"]
        guard let name = candidates.first(where: { FieldCatalog.agree($0, probe.metadata[$0], shown.value(of: $0)) }) else {
            return
        }
        var without = body
        without[name] = nil
        guard let isOmitted = await isCleared(name, by: without, needsSecret) else { return }
        if isOmitted { return profile.clearing = .omission }
        without[name] = body[name]?.array == nil ? "" : []
        guard let isEmptied = await isCleared(name, by: without, needsSecret) else { return }
        profile.clearing = isEmptied ? .emptyValue : .impossible
    }

    /// By the update's answer and by a read; where they differ, by another read a moment later, because the first may be older than the
    /// update. `nil` where they differ still, or something else is in the way.
    private mutating func isCleared(_ name: JSONString, by body: ClientMetadata, _ needsSecret: Bool) async -> Bool? {
        let put = await put(body, needsSecret)
        guard put.isAccepted else { return put.isRefusedForItsBody ? false : nil }
        let isGone = FieldCatalog.agree(name, shown.value(of: name), nil)
        guard profile.has(.get) else { return isGone }
        for attempt in 1...2 {
            guard let read = await read() else { return nil }
            if FieldCatalog.agree(name, read.metadata.value(of: name), nil) == isGone { return isGone }
            if attempt == 1 { await calls.waitForReplicas() }
        }
        return nil
    }

    // MARK: Sending

    private mutating func put(_ body: ClientMetadata, _ needsSecret: Bool) async -> ProbedUpdate {
        needsSecret ? await putWithSecret(body) ?? .broken : await put(body)
    }

    private mutating func putWithSecret(_ body: ClientMetadata) async -> ProbedUpdate? {
        guard let secret = secret?.expose(JSONString.init(validating:)) else { return nil }
        return await put(body, secret: secret)
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
}
