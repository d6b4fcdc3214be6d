import OAuthRegistration
import StrictJSON

/// What follows an answer that is no success: another way to ask, a later time, or the end.
extension Step {
    mutating func afterRefusal(_ call: Call, _ refusal: Refusal, in context: inout StepContext) -> Effect {
        switch call.purpose {
        case .delete:
            let isByAdministrator = context.server.isManagedByAdministrator
            if isByAdministrator, refusal.isSaidOfAbsence {
                report.wasGone = refusal
                return settle(.done(report), after: call)
            }
            if refusal.isMissingMethod { noteDeletion(false, at: context.server) }
            let isFinal = refusal.leavesBehind(context.server.traits.profile, toAdministrator: isByAdministrator)
            if assignment.isOfFormer, isFinal, !refusal.isMissingMethod, !isStopping, context.server.traits.reads != false {
                refusedDelete = refusal
                return start(.readAfterDelete, in: &context)
            }
            if assignment.isOfFormer, isFinal { report.leftBehind = refusal }
            return settle(report.leftBehind == nil ? .failed(.refused(.delete, refusal)) : .done(report), after: call)
        case .register, .inquire, .registerAgain:
            return settle(.failed(.refused(call.purpose.operation, refusal)), after: call)
        case .readAfterDelete:
            if refusal.isMissingMethod { learned.reads = false }
            return settle(standing(without: .readAfterDelete) ?? .done(report), after: call)
        case .observe:
            if refusal.isMissingMethod { learned.reads = false }
            return settle(.observed(.unreadable(.refused(refusal))), after: call)
        case .readBack:
            // There is no such method here, or no way with this token; what is only out of order is asked another time.
            if refusal.isMissingMethod { learned.reads = false }
            if refusal.isDefinite { markReadBack(after: writes) }
            if !refusal.isMissingMethod {
                if context.server.traits.profile.saysGone(refusal.status), writes == .update { report.refusedReadBack = refusal }
                noteFirstRead(refusal, at: context.server)
            }
            return settle(.done(report), after: call)
        case .readBeforeUpdate:
            // No such method here; an update may still be.
            if refusal.isMissingMethod {
                learned.reads = false
                if context.server.traits.reads == nil { report.readless = refusal }
                return isStopping ? settle(.notStarted, after: call) : startUpdate(in: &context)
            }
            if let update = updateWithoutRead(refusal, in: &context) { return update }
            return settle(.failed(.unreadable(.refused(refusal))), after: call)
        case .update(let attempt) where !attempt.cleared.isEmpty:
            // The update itself stands; only the second way to clear these fields was refused.
            guard refusal.forbidsEmptyValues else { return settle(.failed(.notCleared(attempt.cleared, refusal)), after: call) }
            for name in attempt.cleared { learned.clearing[name] = .impossible }
            return afterWrite(call, in: &context)
        case .update(let attempt) where !isStopping && !demanded(by: refusal, in: call, attempt).isEmpty:
            var more = attempt
            more.demanded += demanded(by: refusal, in: call, attempt)
            return start(.update(more), in: &context)
        case .update(let attempt) where !isStopping && !attempt.omitsUnknown && refusal.names(oneOf: unknownEcho(in: call)):
            var less = attempt
            less.omitsUnknown = true
            return start(.update(less), in: &context)
        case .update(let attempt) where !isStopping && attempt.omitted.isEmpty && !refusedEcho(by: refusal, in: call).isEmpty:
            var less = attempt
            less.omitted = refusedEcho(by: refusal, in: call)
            return start(.update(less), in: &context)
        case .update(let attempt):
            if refusal.isMissingMethod { learned.updates = false }
            // A 401 is not about the token that the read of this step has just been accepted with, unless it says so.
            let isOfTheSecret =
                refusal.speaksOfTheSecret || refusal.status == 401 && refusal.error != "invalid_token" && shown != nil
            guard isOfTheSecret, !attempt.isSecondWay, !isStopping,
                context.server.traits.profile.secretInUpdate == nil, known?.credentials.clientSecret != nil
            else { return settle(.failed(.refused(.update, refusal)), after: call) }
            var otherWay = attempt
            (otherWay.includesSecret, otherWay.isSecondWay) = (!attempt.includesSecret, true)
            return start(.update(otherWay), in: &context)
        }
    }

    /// Where the read straight after a registration was refused too, and none has worked since, a refusal says little of the client: the
    /// update goes out without a read, from what was granted, and shows by its answer whether the client is there.
    private mutating func updateWithoutRead(_ refusal: Refusal, in context: inout StepContext) -> Effect? {
        guard refusal.showsNoClient, context.server.traits.hasShownNoClient, !isStopping else { return nil }
        refusedRead = refusal
        return startUpdate(in: &context)
    }

    /// What an update sent although nobody declares it, beyond the catalogue.
    private func unknownEcho(in call: Call) -> [JSONString] {
        sent(in: call).map { UpdateBody.unknownEcho(in: $0.body, declared: $0.declared) } ?? []
    }

    /// Fields of the catalogue that an update sent only because the server shows them, and that its refusal names (a read-only
    /// `application_type`).
    private func refusedEcho(by refusal: Refusal, in call: Call) -> [JSONString] {
        guard let (body, declared) = sent(in: call) else { return [] }
        return body.names.filter { name in
            FieldCatalog.rule(for: name) != nil && declared.value(of: name) == nil && refusal.names(oneOf: [name])
        }
    }

    /// Members that an update left out although the server shows them, and that its refusal names (`contacts must be provided`): each once.
    private func demanded(by refusal: Refusal, in call: Call, _ attempt: Call.UpdateAttempt) -> [JSONString] {
        guard let (body, declared) = sent(in: call), let shown = shown ?? granted else { return [] }
        return shown.names.filter { name in
            let isRefused = attempt.omitsUnknown && FieldCatalog.rule(for: name) == nil && declared.value(of: name) == nil
            return !isRefused && body[name] == nil && shown.value(of: name) != .null
                && !ClientMetadata.issuedMembers.contains(name)
                && !attempt.omitted.contains(name) && !attempt.demanded.contains(name) && refusal.names(oneOf: [name])
        }
    }

    private func sent(in call: Call) -> (body: JSONObject, declared: ClientMetadata)? {
        guard case .update(_, let target, _) = assignment.work,
            let body = call.request.body.flatMap({ try? JSONReader.read($0).object })
        else { return nil }
        return (body, target.metadata)
    }

    mutating func afterUncertainty(
        _ call: Call, _ answer: HTTPAnswer, _ refusal: Refusal, in context: inout StepContext
    ) -> Effect {
        switch call.purpose {
        case .register, .update, .delete:
            let words = refusal.error == nil && refusal.errorDescription == nil ? "\(refusal.status)" : refusal.inWords
            let lacksClient =
                (200..<300).contains(answer.status) && call.purpose != .delete && refusal.shape != .anotherClient
            let what = lacksClient ? AnswerFault(answer.body).map { ": what came \($0.inWords)" } ?? "" : ""
            let reason =
                lacksClient
                ? "answered \(words), and without the client, which belongs there (RFC 7591, section 3.2.1)\(what)"
                : "answered \(words), and not in a way that says what became of it"
            let wasAccepted = call.purpose.operation == .update && (200..<300).contains(answer.status) && answer.body.isEmpty
            return inquire(about: call, answer.body, reason: reason, wasAccepted: wasAccepted, in: &context)
        // Nobody knows which token the client has now, and `settled` would take that out of doubt.
        case .observe, .readBeforeUpdate, .readBack, .readAfterDelete, .inquire, .registerAgain:
            if call.purpose == .readBack { noteFirstRead(refusal, at: context.server) }
            if call.purpose == .readBeforeUpdate, let update = updateWithoutRead(refusal, in: &context) { return update }
            return leave(unreadable(call.purpose, .refused(refusal)))
        }
    }

    /// A refusal that means "later": the call is over; the server is asked again when it said, in a new call.
    mutating func postponement(
        after meaning: RegistrationAnswer, of call: Call, in context: StepContext
    ) -> Effect? {
        let operation = call.purpose.operation
        guard case .refused(let refusal) = meaning, Patience.isForLater(refusal.status, operation),
            postponements + 1 < Patience.attempts(at: operation), mayTryAgain(call, in: context),
            call.purpose != .inquire || inquiry?.mayProbeAgain ?? false
        else { return nil }
        let asked = refusal.retryAfter?.seconds(from: context.now.seconds ?? 0)
        if let asked, asked > Patience.longestWait { return nil }
        postponements += 1
        phase = .postponed(call.purpose)
        return .wait(asked.map(Pause.asked) ?? .backOff(after: postponements))
    }

    /// Once in a step: the access token that a call was sent with was refused, so nothing was done (RFC 6750, section 3.1), and the next
    /// one is sent with another. A call of its own, with its own intent.
    func mayRenew(after meaning: RegistrationAnswer, of call: Call) -> Bool {
        guard case .refused(let refusal) = meaning, refusal.status == 401, call.request.wantsAccessToken else { return false }
        return !hasRenewed && (call.finishesAnother ? !isAbandoned : !isStopping)
    }

    /// Whether an unjournaled read brought something that must not be lost.
    func holdsNews(_ answer: HTTPAnswer, from server: ServerContext) -> Bool {
        guard let known, let object = try? JSONReader.readLenient(answer.body).value.object else { return false }
        func brings(_ member: CredentialMember) -> Bool {
            guard let text = object[JSONString(member.rawValue)]?.string, !text.utf8.isEmpty else { return false }
            let shown = Secret(text.utf8)
            return shown != known.credentials[member] && known.credentials.note(on: shown, as: member) == nil
        }
        let expiry = ClientInformation.time(object["client_secret_expires_at"])
        let address = server.preferred(object["registration_client_uri"]?.string, over: known.registrationClientURI)
        return CredentialMember.issued.contains(where: brings)
            || address != known.registrationClientURI
            || inquiry == nil && expiry.map { $0 != known.clientSecretExpiresAt } ?? false
    }
}
