import OAuthRegistration
import StrictJSON

/// What a step learns of its server from the answers to its calls. It is recorded when the step ends, and counts for others from then on;
/// for the step itself it counts at once.
extension Step {
    /// What is known of the server, with what this step has learned.
    func traits(of server: ServerContext) -> ServerTraits {
        var traits = server.traits
        traits.evidence.merge(learned)
        return traits
    }

    /// What any accepted answer tells.
    mutating func learn(from information: ClientInformation, answering call: Call, at server: ServerContext) {
        switch call.purpose.operation {
        case .register: noteManagement(information, at: server)
        case .read:
            // An administrator's read is sent with another token than the client's.
            if let token = information.registrationAccessToken, !server.isManagedByAdministrator {
                noteRotation(token != call.request.bearer, at: server)
            }
            noteShown(information.metadata, at: server)
            refusedRead = nil
            if server.traits.evidence.reads == false { learned.reads = true }
            if server.traits.evidence.firstReadRefused == true { learned.firstReadRefused = false }
            if isNewSecret(information), server.traits.newSecretOnRead == nil { learned.newSecretOnRead = true }
        case .update:
            if server.traits.evidence.updates == false { learned.updates = true }
            if isNewSecret(information), server.traits.newSecretOnUpdate == nil { learned.newSecretOnUpdate = true }
            noteReadless(at: server)
        case .delete: break
        }
    }

    /// What the read after a write shows of it. One that shows nothing of what the answer showed may come from a replica that has not
    /// heard of the write: it teaches nothing, and the next write is read back instead.
    mutating func learn(fromReadBack observed: ClientMetadata, at server: ServerContext) {
        let granted = granted ?? ClientMetadata()
        let traits = traits(of: server)
        if case .update(_, _, let fields) = assignment.work {
            let fates = Learning.fromUpdateBack(planned: fields, granted: granted, observed: observed)
            learned.fields.merge(fates) { $1 }
            report.contradicted = Learning.contradictions(planned: fields, granted: granted, observed: observed)
        }
        let sent = sentMetadata
        guard server.wantsReadBack(after: writes, of: sent),
            !Learning.isBehind(observed, granted: granted, sent: sent, traits: traits)
        else { return }
        markReadBack(after: writes)
        let fates = Learning.fromReadBack(sent: sent, granted: granted, observed: observed)
        learned.fields.merge(fates.filter { !traits.evidence.shownAfterAll.contains($0.key) }) { $1 }
    }

    /// There is no more to be learned by reading back what was just written.
    mutating func markReadBack(after operation: RegistrationOperation) {
        switch operation {
        case .register: learned.registrationWasReadBack = true
        case .update: learned.updateWasReadBack = true
        case .read, .delete: return
        }
        learned.readBack.formUnion(sentMetadata.names.map { FieldName($0).name })
    }

    /// What the step's write is to give the client.
    var sentMetadata: ClientMetadata {
        switch assignment.work {
        case .register(_, let target), .update(_, let target, _): target.metadata
        case .delete, .observe, .settle: ClientMetadata()
        }
    }

    /// What the step's write is.
    var writes: RegistrationOperation {
        if case .update = assignment.work { .update } else { .register }
    }

    /// Whether the answer brings another client secret than the one that is known. A first one is none: a client that became confidential gets it.
    func isNewSecret(_ information: ClientInformation) -> Bool {
        guard let former = known?.credentials.clientSecret, let secret = information.clientSecret else { return false }
        return secret != former
    }

    /// One rotation is proof that reads rotate; one read without is taken for the rule where nothing else is known.
    private mutating func noteRotation(_ rotated: Bool, at server: ServerContext) {
        guard server.traits.profile.rotatesOnRead == nil else { return }
        if rotated { learned.rotatesOnRead = true } else if server.traits.rotatesOnRead == nil { learned.rotatesOnRead = false }
    }

    /// A server that once answered without address and token, and gives both now, has a client configuration endpoint after all.
    private mutating func noteManagement(_ information: ClientInformation, at server: ServerContext) {
        guard server.traits.evidence.manages == false, information.registrationAccessToken != nil,
            information.registrationClientURI != nil
        else { return }
        learned.manages = true
    }

    /// An update was accepted with the token that the read before it was refused with: so the client is there, its token is good, and no read
    /// works. Until one does.
    private mutating func noteReadless(at server: ServerContext) {
        guard let refusedRead else { return }
        if server.traits.reads == nil { report.readless = refusedRead }
        learned.reads = false
    }

    /// The read straight after a registration, with the token that came with it, showed no client. It may have come too early, so an update
    /// still tries, and any read that works takes this back.
    mutating func noteFirstRead(_ refusal: Refusal, at server: ServerContext) {
        let evidence = server.traits.evidence
        guard writes == .register, refusal.showsNoClient, server.traits.profile.methods == nil, evidence.reads != true,
            !evidence.registrationWasReadBack
        else { return }
        if server.traits.evidence.firstReadRefused != true { report.refusedReadBack = refusal }
        learned.firstReadRefused = true
        markReadBack(after: .register)
    }

    /// Whether there is a DELETE. That there is one is only worth recording where none was found before.
    mutating func noteDeletion(_ exists: Bool, at server: ServerContext) {
        if exists, server.traits.deletes != false { return }
        learned.deletes = exists
    }

    /// Fields that a read shows although they were learned not to be shown, or not as they were sent.
    private mutating func noteShown(_ observed: ClientMetadata, at server: ServerContext) {
        let wanted: [ClientMetadata]
        switch assignment.work {
        case .register(_, let target): wanted = [target.metadata]
        case .update(let client, let target, _): wanted = [client.requested, target.metadata]
        case .observe(let client): wanted = [client.requested]
        case .delete, .settle: return
        }
        let names = Learning.disproved(server.traits.evidence, by: observed, wanted: wanted)
        learned.shownAfterAll.formUnion(names)
    }
}
