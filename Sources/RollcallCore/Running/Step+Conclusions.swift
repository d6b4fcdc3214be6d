import OAuthRegistration
import StrictJSON

/// What follows a durable answer: the part that differs from call to call.
extension Step {
    mutating func conclude(_ call: Call, _ answer: HTTPAnswer, in context: inout StepContext) -> Effect {
        let meaning = RegistrationAnswer(
            to: call.purpose.operation, of: answer, profile: context.server.traits.profile, expecting: subject(of: call))
        if call.purpose == .inquire {
            inquiry?.probed()
            if call.isJournaled, !meaning.isDefinite { inquiry?.lost.doubtToken() }
        }
        if case .uncertain = meaning { heard += PartialAnswer(answer.body).secrets }
        if let postponement = postponement(after: meaning, of: call, in: context) { return postponement }
        postponements = 0
        if mayRenew(after: meaning, of: call) {
            hasRenewed = true
            return start(call.purpose, in: &context)
        }
        if call.finishesAnother { return concludeInquiry(call, answer, meaning, in: &context) }
        switch (call.purpose, meaning) {
        case (.register, .client(let information, let notes)):
            takeOver(information, notes, from: call, in: context)
            granted = information.metadata
            return afterWrite(call, in: &context)
        case (.update(let attempt), .client(let information, let notes)):
            takeOver(information, notes, from: call, in: context)
            return afterUpdate(call, attempt, answered: information.metadata, in: &context)
        case (.readBack, .client(let information, let notes)):
            takeOver(information, notes, from: call, in: context)
            if !isReadStale { learn(fromReadBack: information.metadata, at: context.server) }
            return settle(.done(report), after: call)
        case (.readBeforeUpdate, .client(let information, let notes)):
            takeOver(information, notes, from: call, in: context)
            return afterRead(call, showing: information.metadata, in: &context)
        case (.observe, .client(let information, let notes)):
            takeOver(information, notes, from: call, in: context)
            return settle(.observed(.present(information.metadata), report), after: call)
        case (.readAfterDelete, .client(let information, let notes)):
            takeOver(information, notes, from: call, in: context)
            return settle(refusedDelete.map { .failed(.notDeleted($0)) } ?? .done(report), after: call)
        case (.delete, .deleted(let notes)):
            report.notes += notes
            noteDeletion(true, at: context.server)
            return settle(.done(report), after: call)
        case (_, .refused(let refusal)): return afterRefusal(call, refusal.withholding(secrets(of: call)), in: &context)
        case (_, .uncertain(let refusal)):
            return afterUncertainty(call, answer, refusal.withholding(secrets(of: call)), in: &context)
        case (.delete, .client), (.inquire, .client), (.registerAgain, .client), (_, .deleted):
            preconditionFailure("a \(call.purpose.operation) cannot be answered like that")
        }
    }

    /// Whom the answer must be about.
    func subject(of call: Call) -> JSONString? {
        switch call.purpose {
        case .inquire: inquiry?.lost.registration?.clientID
        case .registerAgain: nil
        case .register, .observe, .readBeforeUpdate, .update, .readBack, .delete, .readAfterDelete: known?.clientID
        }
    }

    /// What the server may have repeated in its own words.
    func secrets(of call: Call) -> [Secret] {
        call.request.secrets
            + (known?.credentials.all ?? [])
            + (inquiry?.secrets ?? []) + heard
    }

    /// Takes over what the server issued, and what the answer tells of its ways.
    mutating func takeOver(
        _ answered: ClientInformation, _ notes: [AnswerNote], from call: Call, in context: StepContext
    ) {
        let operation = call.purpose.operation
        let (information, unrecorded) =
            known?.credentials.current(in: answered, to: operation) ?? (answered, [])
        // Where a word stands in a secret's place, each read shows what was replaced once: that tells nothing of its age.
        isReadStale =
            unrecorded.contains(.stale("registration_access_token"))
            || report.newSecret == .update && unrecorded.contains(where: \.isStale)
        report.notes += unrecorded
        // An administrator needs no token of the client's.
        report.notes += context.server.isManagedByAdministrator ? notes.filter { $0 != .uriWithoutToken } : notes
        accepted = call.id
        var registration =
            known
            ?? KnownRegistration(
                clientID: information.clientID, registrationClientURI: nil, credentials: OpenCredentials())
        learn(from: information, answering: call, at: context.server)
        if operation != .register, isNewSecret(information) { report.newSecret = operation }
        registration.clientSecretExpiresAt = information.clientSecretExpiresAt ?? registration.clientSecretExpiresAt
        registration.credentials.renew(.clientSecret, with: information.clientSecret)
        // The token that an inquiry was accepted with need not be the one that was recorded.
        let accepted =
            call.purpose == .inquire && !context.server.isManagedByAdministrator ? call.request.bearer : nil
        registration.credentials.renew(.registrationAccessToken, with: information.registrationAccessToken ?? accepted)
        let address = context.server.preferred(
            information.registrationClientURI, over: registration.registrationClientURI)
        if let given = information.registrationClientURI, given != address,
            case .notUsed(let reason) = context.server.address(given: given)
        {
            report.strayAddress = reason
        }
        registration.registrationClientURI = address
        known = registration
        guard call.purpose.operation == .register else { return }
        report.clientID = information.clientID
        report.address = context.server.address(given: registration.registrationClientURI)
    }

    // MARK: After a success

    /// The first registration and the first update at a server are read back, and the first write of each field; and every update back,
    /// because a server that will not have it otherwise is known by what it shows then.
    mutating func afterWrite(_ call: Call, in context: inout StepContext) -> Effect {
        noteOutcome(at: context.server)
        let isWanted =
            context.server.wantsReadBack(after: call.purpose.operation, of: sentMetadata) || isUpdateBack(at: context.server)
        guard isWanted, learned.reads != false, !isStopping else { return settle(.done(report), after: call) }
        let isByAdministrator = context.server.isManagedByAdministrator
        guard let known, isByAdministrator || known.credentials.registrationAccessToken != nil,
            isByAdministrator || known.registrationClientURI != nil
        else {
            // RFC 7591 without RFC 7592: the answer has neither address nor token. One of the two may have been forgotten for this client.
            let hasNeither = known?.credentials.registrationAccessToken == nil && known?.registrationClientURI == nil
            if call.purpose.operation == .register, hasNeither { learned.manages = false }
            return settle(.done(report), after: call)
        }
        guard context.server.managementAddress(of: known) != nil else {
            // An address that a token must not go to; the registration stands.
            markReadBack(after: call.purpose.operation)
            return settle(.done(report), after: call)
        }
        return start(.readBack, in: &context)
    }

    private func isUpdateBack(at server: ServerContext) -> Bool {
        guard case .update(_, _, let fields) = assignment.work else { return false }
        return server.traits.reads != false && fields.contains { $0.cause == .drifted }
    }

    private mutating func afterRead(
        _ call: Call, showing metadata: ClientMetadata, in context: inout StepContext
    ) -> Effect {
        guard case .update(let client, let target, let fields) = assignment.work else {
            preconditionFailure("only an update reads first")
        }
        shown = metadata
        let drifted = UpdateGuard.unmentionedDrift(
            observed: metadata, client: client, target: target, planned: fields, traits: traits(of: context.server))
        guard drifted.isEmpty else { return settle(.failed(.drifted(drifted)), after: call) }
        if isStopping { return settle(.notStarted, after: call) }
        return startUpdate(in: &context)
    }

    mutating func startUpdate(in context: inout StepContext) -> Effect {
        let sendsSecret = context.server.traits.secretInUpdate != .refused && known?.credentials.clientSecret != nil
        return start(.update(Call.UpdateAttempt(includesSecret: sendsSecret)), in: &context)
    }

    private mutating func afterUpdate(
        _ call: Call, _ attempt: Call.UpdateAttempt, answered: ClientMetadata, in context: inout StepContext
    ) -> Effect {
        guard case .update(let client, let target, let fields) = assignment.work else {
            preconditionFailure("only an update updates")
        }
        if attempt.omitsUnknown { learned.refusesUnknownEcho = true }
        for name in attempt.omitted { learned.fields[name] = .wronglyShown }
        if attempt.isSecondWay { learned.secretInUpdate = attempt.includesSecret ? .required : .refused }
        let survivors = Learning.survivors(removedFrom: client, by: target, planned: fields, in: answered)
        granted = answered
        let removed = attempt.demanded.filter { client.requested.value(of: $0) != nil && target.metadata.value(of: $0) == nil }
        for name in attempt.cleared + removed where !survivors.contains(name) { learned.clearing[name] = .emptyValue }
        // Nothing is left to try where a field was sent empty, or its type has no empty value.
        let stuck = survivors.filter { name in
            attempt.cleared.contains(name) || removed.contains(name) || context.server.traits.clearing(of: name) == .emptyValue
                || !UpdateBody.hasEmptyValue(name, like: answered[name])
        }
        for name in stuck { learned.clearing[name] = .impossible }
        report.kept = survivors
        let clearable = survivors.filter { !stuck.contains($0) && context.server.traits.clearing(of: $0) != .impossible }
        // Begun also when nothing new is to be: its intent, and that it was not sent, leave the removal to the next plan.
        if attempt.cleared.isEmpty, !clearable.isEmpty {
            var again = attempt
            (again.cleared, again.isSecondWay) = (clearable, false)
            return start(.update(again), in: &context)
        }
        return afterWrite(call, in: &context)
    }

    /// What the server granted otherwise; of an update only what is news: fields that it was about, or that were granted otherwise before.
    private mutating func noteOutcome(at server: ServerContext) {
        guard let granted else { return }
        switch assignment.work {
        case .register(_, let target):
            report.substituted = Learning.substitutions(requested: target.metadata, granted: granted)
            report.natureChanges = NatureChange.found(declaring: target.metadata, granted: granted)
        case .update(let client, let target, let fields):
            let sent = Set(fields.filter(\.isToBeSent).map { FieldName($0.name) })
            report.substituted = Learning.substitutions(requested: target.metadata, granted: granted).filter { field in
                sent.contains(FieldName(field.name))
                    || !FieldCatalog.agree(field.name, field.granted, client.granted.value(of: field.name))
            }
            let traits = traits(of: server)
            let after = granted.completed(by: ClientMetadata(), at: traits)
            report.natureChanges = NatureChange.found(
                before: (shown ?? ClientMetadata()).completed(by: client.granted, at: traits), after: after,
                desired: target.metadata)
            let declaresAnew = sent.contains(FieldName("grant_types")) || sent.contains(FieldName("response_types"))
            if declaresAnew, !report.natureChanges.contains(.opened) {
                report.natureChanges += NatureChange.found(declaring: target.metadata, granted: after)
            }
        case .delete, .observe, .settle: break
        }
    }
}
