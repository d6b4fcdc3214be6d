import OAuthRegistration
import StrictJSON

/// A server as a member of the state's `servers`.
extension ServerRecord {
    var written: [UInt8] {
        var members = MemberWriter()
        members.member("named_by", .object(namedBy))
        members.member("profile", .string(profile))
        members.member("profile_facts", declaredFacts.isEmpty ? nil : .object(declaredFacts))
        members.member("registration_client_uri", .string(registrationClientURI.rawValue))
        members.member("origin", .string(origin))
        members.member("registration_endpoint", .string(registrationEndpoint))
        members.member("issuer", issuer.map { .string($0) })
        members.member("supported", support.members.isEmpty ? nil : .object(support.members))
        members.member("learned", .object(learned.json))
        return members.finish()
    }

    init(_ json: JSONValue) throws(MemberFault) {
        var members = try MemberReader(json)
        self.init(
            namedBy: try members.object("named_by"), profile: try members.text("profile"),
            declaredFacts: try members.optionalObject("profile_facts") ?? [:],
            registrationClientURI: try members.choice("registration_client_uri"), origin: try members.text("origin"),
            registrationEndpoint: try members.text("registration_endpoint"),
            issuer: try members.optionalString("issuer")?.text,
            support: DeclaredSupport(try members.optionalObject("supported") ?? [:]),
            learned: try ServerEvidence(try members.object("learned")))
        try members.finish()
    }
}

/// A call in doubt as a member of the state's `in_doubt`, under its id.
extension Doubt {
    var written: [UInt8] {
        var members = MemberWriter()
        members.member("label", .string(intent.label.text))
        members.member("operation", .string(intent.operation.rawValue))
        members.member("registration", .string(intent.registration.text))
        members.member("server", .string(intent.server))
        members.member("requested", .object(intent.requested.members))
        members.member("protect", .bool(intent.protect))
        members.member("tags", .object(intent.tags))
        members.member("clearing", intent.clearing.isEmpty ? nil : intent.clearingJSON)
        members.member("by_administrator", intent.isByAdministrator ? .bool(true) : nil)
        members.member("sent_at", .string(intent.sentAt.text))
        members.member("received", received.json { .base64($0) })
        members.member("reason", .string(reason))
        return members.finish()
    }

    init(_ id: OperationID, _ json: JSONValue) throws(MemberFault) {
        var members = try MemberReader(json)
        self.init(
            intent: try Intent(id, &members), received: try members.secret(base64: "received"),
            reason: try members.text("reason"))
        try members.finish()
    }
}
