public import OAuthRegistration
import StrictJSON

/// All that the documents about a server say, and which of them decides. Nothing secret is sent, and nothing is followed.
public struct ServerSurvey: Sendable {
    /// In the order in which they were asked for.
    public var documents: [Document]

    public struct Document: Sendable {
        public let source: DiscoverySource
        /// It is about what stands above the address that was asked about: another issuer, maybe.
        public let isAbove: Bool
        public let finding: Finding
    }

    public typealias Described = (source: DiscoverySource, metadata: ServerMetadata)

    public enum Finding: Sendable {
        /// It may name no registration endpoint.
        case metadata(ServerMetadata)
        case fault(DiscoveryFault)
        case silence(TransportFailure)
    }

    /// The first that names a registration endpoint, else the first that is metadata. What another issuer says decides nothing of one that has
    /// spoken for itself.
    public var deciding: Described? {
        let own = described { !$0.isAbove }
        if let found = own.first(where: \.metadata.namesRegistration) { return found }
        let above = described(\.isAbove)
        let found = above.first(where: \.metadata.namesRegistration)
        return ofAnotherIssuer == nil ? found ?? own.first ?? above.first : own.first
    }

    /// Where an issuer says nothing of registration, and one above it names an endpoint: both.
    public var ofAnotherIssuer: (own: Described, other: Described)? {
        let own = described { !$0.isAbove }
        guard !own.contains(where: \.metadata.namesRegistration), let spoken = own.first(where: { $0.metadata.issuer != nil }),
            let other = described(\.isAbove).first(where: \.metadata.namesRegistration),
            other.metadata.issuer != spoken.metadata.issuer
        else { return nil }
        return (spoken, other)
    }

    private func described(_ isMeant: (Document) -> Bool) -> [Described] {
        documents.filter(isMeant).compactMap { document in
            if case .metadata(let metadata) = document.finding { (document.source, metadata) } else { nil }
        }
    }

    fileprivate var namesRegistration: Bool { described { _ in true }.contains(where: \.metadata.namesRegistration) }

    /// Why nothing was found: the fault that says the most, or silence.
    public var fault: (source: DiscoverySource, fault: DiscoveryFault)? {
        var worst: (source: DiscoverySource, fault: DiscoveryFault)?
        for document in documents {
            guard case .fault(let fault) = document.finding, fault.weight > worst?.fault.weight ?? -1 else { continue }
            worst = (document.source, fault)
        }
        return worst
    }

    /// Of the document that could not be asked for, if there is one.
    public var silence: (address: HTTPAddress, failure: TransportFailure)? {
        for document in documents {
            if case .silence(let failure) = document.finding { return (document.source.request.address, failure) }
        }
        return nil
    }
}

extension ServerLocator {
    /// Asks for all documents about a server, each once. Those of `further` only while none names a registration endpoint. A server
    /// that does not answer is not asked again.
    ///
    /// - Parameter isSpelled: whether the issuer is known to the letter.
    public func survey(_ sources: [DiscoverySource], further: [DiscoverySource] = [], isSpelled: Bool) async -> ServerSurvey {
        var survey = ServerSurvey(documents: [])
        for (index, source) in (sources + further).enumerated() where survey.silence == nil {
            let isAbove = index >= sources.count
            if isAbove, survey.namesRegistration { break }
            if survey.documents.contains(where: { $0.source.request == source.request }) { continue }
            survey.documents.append(
                ServerSurvey.Document(source: source, isAbove: isAbove, finding: await finding(source, isSpelled)))
        }
        return survey
    }

    private func finding(_ source: DiscoverySource, _ isSpelled: Bool) async -> ServerSurvey.Finding {
        switch await Asking(transport: transport, sleep: sleep, now: now).ask(source.request) {
        case .notSent(let failure), .noAnswer(_, let failure): return .silence(failure)
        case .answer(let answer):
            do throws(DiscoveryFault) {
                return .metadata(try isSpelled ? source.metadata(in: answer) : source.metadata(spelledIn: answer))
            } catch { return .fault(error) }
        }
    }

    /// Why the endpoint that a document names is not to be used as it is; `nil` if it is.
    public func objection(
        to endpoint: HTTPAddress, named source: DiscoverySource, by server: Project.Server
    ) -> LocatingFailure.Reason? {
        do throws(LocatingFailure.Reason) {
            try judge(endpoint, named: source, by: server)
            return nil
        } catch { return error }
    }
}

extension ServerMetadata {
    fileprivate var namesRegistration: Bool { registrationEndpoint != nil }
}
