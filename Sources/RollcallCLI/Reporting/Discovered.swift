import OAuthRegistration
import RollcallCore
import StrictJSON

/// What `discover` found out about a server.
struct Discovered {
    /// As it was asked for: an address, or a server's key.
    let asked: String
    /// As the project has it, or as it would be named by the address.
    let server: Project.Server
    let survey: ServerSurvey
    /// Why the registration endpoint that was found is not to be used as it is.
    let objection: LocatingFailure.Reason?

    private var isOfProject: Bool { !asked.contains("://") }

    var metadata: ServerMetadata? { survey.deciding?.metadata }

    /// As a document names it, else as the project does.
    var registrationEndpoint: HTTPAddress? {
        if let found = metadata?.registrationEndpoint { return found }
        if isOfProject, case .registrationEndpoint(let address) = server.namedBy { return address }
        return nil
    }

    /// The server as a run finds it: only a document that it is named by says anything of it.
    var located: LocatedServer? {
        guard let endpoint = registrationEndpoint else { return nil }
        if isOfProject, server.namedBy.registrationEndpoint != nil { return LocatedServer(at: endpoint) }
        var located = LocatedServer(at: endpoint, issuer: metadata?.issuer?.text, support: metadata?.support)
        located.tokenEndpoint = metadata?.tokenEndpoint
        return located
    }

    /// Why there is no registration endpoint that can be used, or what is to be said of the one that there is.
    var diagnostic: Diagnostic? {
        if registrationEndpoint == nil, let (own, other) = survey.ofAnotherIssuer { return Self.anotherIssuer(own, other) }
        guard let reason = registrationEndpoint == nil ? absence : objection else { return nil }
        var diagnostic = LocatingFailure(asked, server, reason).diagnostic
        if !isOfProject { diagnostic.location = nil }
        if case .elsewhere = reason { diagnostic.severity = .warning }
        return diagnostic
    }

    private static func anotherIssuer(_ own: ServerSurvey.Described, _ other: ServerSurvey.Described) -> Diagnostic {
        let issuers = [own, other].map { $0.metadata.issuer?.excerpt(200) ?? "" }
        return Diagnostic(
            .otherIssuer,
            "The document at \(own.source.request.address.text) is of the issuer \"\(issuers[0])\" and has no registration_endpoint. "
                + "The one at \(other.source.request.address.text) has one, and is of another issuer, \"\(issuers[1])\": nothing of it is "
                + "used (RFC 8414, section 3.3).",
            hint: "if the other one is meant:\n  rollcall discover \(issuers[1])")
    }

    private var absence: LocatingFailure.Reason? {
        let asked = survey.documents.map(\.source.request.address)
        if let source = survey.deciding?.source {
            return .document(source.request.address, .noRegistrationEndpoint, asked: asked)
        }
        if let (source, fault) = survey.fault, fault.weight > 0 || survey.silence == nil {
            return .document(source.request.address, fault, asked: asked)
        }
        return survey.silence.map { .noAnswer($0.address, $0.failure) }
    }

    // MARK: The entry

    /// What to write under `servers:` in `rollcall.yaml`; empty where nothing would work.
    var entry: [String] {
        guard let name, let endpoint = registrationEndpoint, !isInward else { return [] }
        var lines = ["\(key):", "  \(name.key): \(name.value)"]
        let base = survey.deciding?.source.base.origin
        if let base, base != endpoint.origin { lines.append("  allow_origins: [\"\(endpoint.origin.text)\"]") }
        if endpoint.origin.scheme == .http, !endpoint.origin.isLoopback {
            lines.append("  allow_http: true   # everybody on the way reads the credentials")
        }
        return lines
    }

    private var isInward: Bool {
        switch objection {
        case .inward: true
        case .elsewhere, .insecure, .noAnswer, .document, nil: false
        }
    }

    private var name: (key: String, value: String)? {
        if isOfProject {
            switch server.namedBy {
            case .registrationEndpoint(let address): return ("registration_endpoint", address.text)
            case .embedded(let personality): return ("embedded", personality.rawValue)
            case .issuer, .fhirBaseURL: break
            }
        }
        guard let (source, metadata) = survey.deciding else { return nil }
        switch source.kind {
        case .authorizationServer, .openIDProvider: return metadata.issuer.map { ("issuer", $0.text) }
        case .smartConfiguration, .capabilityStatement: return ("fhir_base_url", source.base.text)
        }
    }

    /// The project's, or the first word of the host.
    private var key: String {
        if isOfProject { return asked }
        let first = survey.deciding?.source.base.origin.host.split(separator: ".").first.map(String.init) ?? ""
        return first.first?.isLetter ?? false ? first : "server"
    }
}

extension DiscoverySource.Kind {
    var name: String {
        switch self {
        case .authorizationServer: "RFC 8414"
        case .openIDProvider: "OpenID Connect Discovery"
        case .smartConfiguration: "SMART configuration"
        case .capabilityStatement: "FHIR CapabilityStatement"
        }
    }
}

extension ServerSurvey.Finding {
    /// One word, for a report.
    var name: String {
        switch self {
        case .metadata(let metadata): metadata.registrationEndpoint == nil ? "no_registration_endpoint" : "found"
        case .silence: "no_answer"
        case .fault(let fault):
            switch fault {
            case .status(404), .status(410): "absent"
            case .status: "status"
            case .redirect: "redirect"
            case .notMetadata: "not_metadata"
            case .noRegistrationEndpoint: "no_registration_endpoint"
            case .otherIssuer: "other_issuer"
            case .wrongType, .repeated, .badAddress: "malformed"
            case .insecure: "insecure"
            }
        }
    }

    /// A clause about the document.
    var inWords: String {
        switch self {
        case .metadata(let metadata):
            metadata.registrationEndpoint == nil ? DiscoveryFault.noRegistrationEndpoint.inWords : "found"
        case .silence(let failure) where failure.kind.isAboutTheAnswer: "was answered, and cannot be read: \(failure.text)"
        case .silence(let failure): "was not answered: \(failure.text)"
        case .fault(.status(let status)) where [404, 410].contains(status): "is not there (\(status))"
        case .fault(let fault): fault.inWords
        }
    }
}

extension Discovered {
    var json: JSONObject {
        var object: JSONObject = [
            "asked": .string(asked),
            "documents": .array(
                survey.documents.map { document in
                    [
                        "address": .string(document.source.request.address.text), "detail": .string(document.finding.inWords),
                        "finding": .string(document.finding.name), "kind": .string(document.source.kind.name),
                    ]
                }), "supported": .object(metadata?.declared ?? [:]),
        ]
        object["issuer"] = metadata?.issuer.map { .string($0) }
        object["registration_endpoint"] = registrationEndpoint.map { .string($0.text) }
        object["token_endpoint"] = metadata?.tokenEndpoint.map { .string($0.text) }
        object["entry"] = entry.isEmpty ? nil : .string((["servers:"] + entry.map { "  " + $0 }).joined(separator: "\n") + "\n")
        return object
    }
}
