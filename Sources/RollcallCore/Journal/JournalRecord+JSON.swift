import OAuthRegistration
import StrictJSON

/// A record as one flat object with its `kind`; members ascending. Bytes that came from a server are sealed where there is a key, and
/// else base64: they need not be UTF-8, and must not decide where a line ends.
extension JournalRecord {
    func json(_ seal: Seal = .off, lineage: String = "") -> JSONObject {
        func kept(_ bytes: [UInt8]) -> JSONValue {
            seal.close(Secret(bytes), .answer(to: id, lineage: lineage)).json { .base64($0) }
        }
        switch self {
        case .intended(let intent):
            var object = intent.json
            object["kind"] = "intended"
            object["id"] = .string(intent.id.text)
            return object
        case .answered(let id, let answer, let at):
            var object: JSONObject = [
                "kind": "answered", "id": .string(id.text), "at": .string(at.text), "status": .integer(answer.status),
                "body": kept(answer.body),
            ]
            object["content_type"] = answer.contentType.map { .string($0) }
            object["retry_after"] = answer.retryAfter.map { .string($0) }
            return object
        case .refused(let id, let reason):
            return ["kind": "refused", "id": .string(id.text), "reason": .string(reason)]
        case .inDoubt(let id, let received, let reason):
            return [
                "kind": "in_doubt", "id": .string(id.text), "received": kept(received), "reason": .string(reason),
            ]
        case .settled(let id, let server, let learned):
            return [
                "kind": "settled", "id": .string(id.text), "server": .string(server), "learned": .object(learned.json),
            ]
        }
    }

    /// The record's kinds, as they are written.
    fileprivate enum Kind: String {
        case intended, answered, refused, settled
        case inDoubt = "in_doubt"

        /// Where what came of an answer stands.
        var answerMember: JSONString? {
            switch self {
            case .answered: "body"
            case .inDoubt: "received"
            case .intended, .refused, .settled: nil
            }
        }
    }

    /// `received` is what came of an answer, if that is not sealed.
    fileprivate init(
        _ kind: Kind, _ id: OperationID, received: [UInt8], _ members: inout MemberReader
    ) throws(MemberFault) {
        switch kind {
        case .intended: self = .intended(try Intent(id, &members))
        case .answered:
            self = .answered(id, try HTTPAnswer(&members, body: received), at: Timestamp(try members.text("at")))
        case .refused: self = .refused(id, reason: try members.text("reason"))
        case .inDoubt: self = .inDoubt(id, received: received, reason: try members.text("reason"))
        case .settled:
            self = .settled(
                id, server: try members.text("server"), learned: try ServerEvidence(try members.object("learned")))
        }
        try members.finish()
    }
}

extension KeptRecord {
    init(_ json: JSONValue) throws(MemberFault) {
        var members = try MemberReader(json)
        let kind: JournalRecord.Kind = try members.choice("kind")
        let id = OperationID(try members.text("id"))
        switch try kind.answerMember.map({ (name) throws(MemberFault) in try members.secret(base64: name) }) {
        case nil: self = .open(try JournalRecord(kind, id, received: [], &members))
        case .plain(let bytes): self = .open(try JournalRecord(kind, id, received: bytes.expose { $0 }, &members))
        case .sealed(let sealed):
            self = .sealed(SealedRecord(try JournalRecord(kind, id, received: [], &members), answer: sealed))
        }
    }
}

extension Intent {
    /// Without the id, which is a member in the journal and a name in the state.
    fileprivate var json: JSONObject {
        var json: JSONObject = [
            "label": .string(label.text), "operation": .string(operation.rawValue),
            "registration": .string(registration.text), "server": .string(server), "requested": .object(requested.members),
            "protect": .bool(protect), "tags": .object(tags), "sent_at": .string(sentAt.text),
        ]
        if !clearing.isEmpty { json["clearing"] = clearingJSON }
        if isByAdministrator { json["by_administrator"] = .bool(true) }
        return json
    }

    var clearingJSON: JSONValue { .array(clearing.map { .string($0) }) }

    init(_ id: OperationID, _ members: inout MemberReader) throws(MemberFault) {
        self.init(
            id: id, operation: try members.choice("operation"), label: try members.label("label"),
            registration: try members.registration("registration"), server: try members.text("server"),
            requested: ClientMetadata(try members.object("requested")), protect: try members.bool("protect"),
            tags: try members.object("tags"), sentAt: Timestamp(try members.text("sent_at")))
        clearing = try members.optionalStrings("clearing") ?? []
        isByAdministrator = try members.optionalBool("by_administrator") ?? false
    }
}

extension HTTPAnswer {
    fileprivate init(_ members: inout MemberReader, body: [UInt8]) throws(MemberFault) {
        self.init(
            status: try members.integer("status"), contentType: try members.optionalString("content_type")?.text,
            retryAfter: try members.optionalString("retry_after")?.text, body: body)
    }
}
