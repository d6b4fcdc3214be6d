import OAuthRegistration
import StrictJSON

/// What follows when a step's records cannot be made durable. Nothing new begins; what was sent and not recorded is in doubt; an
/// answer that brought a credential was put somewhere else, or its registration is deleted again, in one attempt.
extension Step {
    mutating func unrecorded(_ place: Recording.Place?, in context: inout StepContext) -> Effect? {
        isStopping = true
        switch phase {
        case .intending(let call): return finish(standing(without: call.purpose) ?? .failed(.notRecorded))
        case .answering(let call, let answer):
            if let place { return finish(.unrecorded(call.id, .kept(place))) }
            return withoutPlace(answer, to: call, in: context)
        case .closing(let call, _, let late?):
            phase = .answering(call, late)
            return .record([.answered(call.id, late, at: context.now)])
        case .closing(let call, let settlement, nil): return finish(unrecorded(settlement, of: call, place))
        case .doubting(let call, _, let reason): return finish(unrecorded(doubted(call, reason), of: call, place))
        case .inquiring: return finish(unsettled(.notStarted, place))
        case .settling(let settlement): return finish(unsettled(settlement, place))
        case .planned, .sending, .backingOff, .postponed, .withdrawing, .settled:
            preconditionFailure("nothing of a step that is \(phase) was on its way to the disk")
        }
    }

    /// The end of a registration that was to be deleted again.
    mutating func withdrawn(
        _ clientID: JSONString, by call: Call, after outcome: Outcome, in context: StepContext
    ) -> Effect? {
        switch outcome {
        case .http(.answer(let answer)):
            let profile = context.server.traits.profile
            guard case .deleted = RegistrationAnswer(to: .delete, of: answer, profile: profile, expecting: clientID) else {
                return orphaned(clientID, call, "the server answered \(answer.status) to the delete")
            }
            return finish(.unrecorded(call.id, .withdrawn(clientID)))
        case .http(.notSent(let failure)): return orphaned(clientID, call, "the delete was not sent: \(failure.text)")
        case .http(.noAnswer(_, let failure)):
            return orphaned(clientID, call, "it was sent a delete, and did not answer: \(failure.text)")
        case .abandon: return orphaned(clientID, call, "it was sent a delete, and its answer was not waited for")
        case .begin, .durable, .unrecorded, .waited, .stop: return nil
        }
    }

    // MARK: Ends

    private mutating func withoutPlace(_ answer: HTTPAnswer, to call: Call, in context: StepContext) -> Effect {
        let meaning = RegistrationAnswer(
            to: call.purpose.operation, of: answer, profile: context.server.traits.profile, expecting: subject(of: call))
        switch (call.purpose, meaning) {
        case (.register, .client(let information, _)), (.registerAgain, .client(let information, _)):
            return withdraw(information, call, in: context)
        case (_, .client(let information, _)) where brings(information):
            return finish(.unrecorded(call.id, .lost(status: answer.status)))
        case (_, .client), (_, .deleted), (_, .refused), (_, .uncertain):
            return finish(doubted(call, "it was answered with status \(answer.status), which could not be recorded"))
        }
    }

    /// Whether a credential is in the answer that is not recorded.
    private func brings(_ information: ClientInformation) -> Bool {
        let recorded = known?.credentials
        return information.clientSecret.map { $0 != recorded?.clientSecret } ?? false
            || information.registrationAccessToken.map { $0 != recorded?.registrationAccessToken } ?? false
    }

    private mutating func withdraw(_ information: ClientInformation, _ call: Call, in context: StepContext) -> Effect {
        let registration = KnownRegistration(
            clientID: information.clientID, registrationClientURI: information.registrationClientURI,
            credentials: OpenCredentials())
        guard let bearer = context.server.managingBearer(information.registrationAccessToken),
            let address = context.server.managementAddress(of: registration)
        else {
            return orphaned(information.clientID, call, "it gave no address, or no token, to delete it with")
        }
        phase = .withdrawing(call, information.clientID)
        return .send(RegistrationRequest.delete(address: address, bearer: nil).authorized(by: bearer))
    }

    private mutating func orphaned(_ clientID: JSONString, _ call: Call, _ reason: String) -> Effect {
        finish(.unrecorded(call.id, .orphaned(clientID, reason: reason)))
    }

    /// Its intent is durable and its end is not: whoever reads the journal has it in doubt.
    private func unrecorded(_ settlement: Settlement, of call: Call, _ place: Recording.Place?) -> Settlement {
        switch settlement {
        case .inDoubt(let id, let reason): return .inDoubt(id, reason: reason.adding(place))
        case .failed, .notStarted:
            return .inDoubt(call.id, reason: "nothing was sent, and that could not be recorded")
        case .done, .observed, .unrecorded: return settlement
        }
    }

    /// What was found out about a lost call is not recorded: it is in doubt as before. What was only learned is no loss.
    private func unsettled(_ settlement: Settlement, _ place: Recording.Place?) -> Settlement {
        guard let inquiry else { return settlement }
        return .inDoubt(inquiry.lost.id, reason: inquiry.reason.adding(place))
    }
}

extension String {
    fileprivate func adding(_ place: Recording.Place?) -> String {
        guard case .file(let path)? = place else { return self }
        return "\(self); what came of an answer is in \(path)"
    }
}
