import OAuthRegistration
import RollcallTestKit
import StrictJSON

/// A registration server with habits of its own: what RFC 7591 and 7592 leave to servers, each somewhere done in the wild. It is
/// strict where they are: a member of the wrong type, or one that an update must not hold, is refused, and kept in `faults`.
struct QuirkyServer {
    struct Habits: Hashable {
        enum Management: Hashable, CaseIterable { case whole, withoutRead, none }
        enum SecretInUpdate: Hashable, CaseIterable { case ignored, required, refused }

        var rotatesOnRead = false
        var rotatesOnUpdate = false
        var newSecretOnRead = false
        var newSecretOnUpdate = false
        /// Answered with 405.
        var lacks: Set<HTTPRequest.Method> = []
        /// To a token that it does not know.
        var deadTokenStatus = 401
        /// Answers 400 to a member of which this holds.
        var refuses = ServerProfile.generic
        var management = Management.whole
        var secretInUpdate = SecretInUpdate.ignored
        /// `""` and `[]` are stored as nothing.
        var emptyIsAbsent = false
        /// Shown where the client says nothing.
        var additions: JSONObject = [:]
        /// By field, language tags apart.
        var fates: [JSONString: Fate] = [:]
        /// Of the fields without a fate.
        var clearing = ServerProfile.Clearing.omission
        var fieldClearing: [JSONString: ServerProfile.Clearing] = [:]
    }

    /// What becomes of a field between what is sent, stored and shown.
    enum Fate: Hashable, CaseIterable {
        case dropped, hidden, hiddenInReads, hiddenInWrites, rewritten, rewrittenInReads, rewrittenInWrites, respelled,
            respelledInReads, retyped, retypedInReads, wronglyShown
        /// Leaving it out does not take it away; `""` and `[]` do, or not even they.
        case kept, keptForGood
    }

    struct Client: Hashable {
        var metadata: JSONObject
        var token: String
        /// How many secrets it has had.
        var secrets = 1
    }

    let habits: Habits
    var clients: [JSONString: Client] = [:]
    private(set) var registrations = 0
    /// What it was sent against the specifications.
    private(set) var faults: [String] = []
    private var issued = 0

    static let endpoint = try! HTTPAddress("https://id.example.com/register")

    init(_ habits: Habits) { self.habits = habits }

    mutating func handle(_ request: HTTPRequest) -> HTTPAnswer {
        let body = request.body.flatMap { try? JSONReader.read($0).object } ?? [:]
        if request.method == .post { return register(body) }
        if habits.lacks.contains(request.method) { return HTTPAnswer(status: 405) }
        guard habits.management != .none,
            let id = request.address.path.split(separator: "/").last.map({ JSONString(String($0)) }),
            let client = clients[id], request.bearer == Secret(client.token)
        else { return HTTPAnswer(status: habits.deadTokenStatus) }
        switch request.method {
        case .get:
            if habits.management == .withoutRead { return HTTPAnswer(status: 405) }
            if habits.rotatesOnRead { rotate(id) }
            if habits.newSecretOnRead { clients[id]?.secrets += 1 }
            return answer(200, id, isRead: true)
        case .put: return update(id, body)
        case .delete, .post: return HTTPAnswer(status: 405)
        }
    }

    private mutating func register(_ body: JSONObject) -> HTTPAnswer {
        if let unknown = unknown(in: body) { return unknown }
        if let fault = fault(in: body) { return refuse(fault) }
        registrations += 1
        let id = JSONString("client\(registrations)")
        clients[id] = Client(metadata: stored(body, over: [:]), token: "")
        rotate(id)
        return answer(201, id, isRead: false)
    }

    private mutating func update(_ id: JSONString, _ body: JSONObject) -> HTTPAnswer {
        for name in ClientMetadata.membersForbiddenInUpdate where body[name] != nil { faults.append("\(name) in an update") }
        if body["client_id"] != .string(id) { faults.append("client_id is \(body["client_id"] ?? .null) in an update of \(id)") }
        switch (habits.secretInUpdate, body["client_secret"]) {
        case (.required, nil): return refuse("client_secret is required", isFault: false)
        case (.refused, .some): return refuse("a secret must not be sent", isFault: false)
        case (.required, .some(let secret)), (.ignored, .some(let secret)):
            if secret != .string(self.secret(of: id)) { faults.append("another client_secret") }
        case (.ignored, nil), (.refused, nil): break
        }
        var metadata = body
        for name in ClientMetadata.issuedMembers { metadata[name] = nil }
        if let fault = fault(in: metadata) { return refuse(fault) }
        if let unknown = unknown(in: metadata) { return unknown }
        let after = stored(metadata, over: clients[id]?.metadata ?? [:])
        clients[id]?.metadata = after
        if habits.rotatesOnUpdate { rotate(id) }
        if habits.newSecretOnUpdate { clients[id]?.secrets += 1 }
        return answer(200, id, isRead: false)
    }

    private func fault(in metadata: JSONObject) -> String? {
        metadata.members.first { $0.value == .null || !FieldCatalog.hasDeclaredType($0.name, $0.value) }
            .map { "\($0.name) cannot be \($0.value)" }
    }

    private mutating func unknown(in metadata: JSONObject) -> HTTPAnswer? {
        metadata.names.first(where: habits.refuses.refuses).map { refuse("unrecognized field \"\($0)\"", isFault: false) }
    }

    private mutating func refuse(_ description: String, isFault: Bool = true) -> HTTPAnswer {
        if isFault { faults.append(description) }
        let body: JSONObject = ["error": "invalid_client_metadata", "error_description": .string(description)]
        return HTTPAnswer(status: 400, body: body.canonicalBytes)
    }

    private mutating func rotate(_ id: JSONString) {
        issued += 1
        clients[id]?.token = "token\(issued)"
    }

    private func secret(of id: JSONString) -> String { "secret \(clients[id]?.secrets ?? 0) of \(id)" }

    private func answer(_ status: Int, _ id: JSONString, isRead: Bool) -> HTTPAnswer {
        guard let client = clients[id] else { return HTTPAnswer(status: 401) }
        var members = shown(client.metadata, isRead: isRead)
        members["client_id"] = .string(id)
        members["client_secret"] = .string(secret(of: id))
        members["client_secret_expires_at"] = 0
        if habits.management != .none {
            members["registration_access_token"] = .string(client.token)
            members["registration_client_uri"] = .string("\(Self.endpoint.text)/\(id)")
        }
        return HTTPAnswer(status: status, body: members.canonicalBytes)
    }

    // MARK: Fields

    func fate(_ name: JSONString) -> Fate? { habits.fates[FieldName(name).base] }

    func clearing(of name: JSONString) -> ServerProfile.Clearing {
        switch fate(name) {
        case .kept: .emptyValue
        case .keptForGood: .impossible
        case nil: habits.fieldClearing[FieldName(name).base] ?? habits.clearing
        default: .omission
        }
    }

    private func stored(_ sent: JSONObject, over before: JSONObject) -> JSONObject {
        var stored: JSONObject = [:]
        for member in before.members {
            let isEmpty = sent[member.name].map { $0 == "" || $0 == [] } ?? false
            switch clearing(of: member.name) {
            case .emptyValue where sent[member.name] == nil, .impossible where sent[member.name] == nil || isEmpty:
                stored[member.name] = member.value
            case .omission, .emptyValue, .impossible: break
            }
        }
        for member in sent.members where stored[member.name] == nil {
            switch fate(member.name) {
            case .dropped: break
            case .rewritten: stored[member.name] = Self.rewritten(member.value)
            default: stored[member.name] = member.value
            }
            if habits.emptyIsAbsent, member.value == "" || member.value == [] { stored[member.name] = nil }
        }
        return stored
    }

    private func shown(_ stored: JSONObject, isRead: Bool) -> JSONObject {
        var shown = habits.additions
        for member in stored.members {
            switch fate(member.name) {
            case .hidden: shown[member.name] = nil
            case .hiddenInReads where isRead, .hiddenInWrites where !isRead: shown[member.name] = nil
            case .rewrittenInReads where isRead, .rewrittenInWrites where !isRead:
                shown[member.name] = Self.rewritten(member.value)
            case .respelled: shown[member.name] = Self.respelled(member.value)
            case .respelledInReads where isRead: shown[member.name] = Self.respelled(member.value)
            case .retyped: shown[member.name] = Self.retyped(member.value)
            case .wronglyShown: shown[member.name] = Self.another(member.value)
            case .retypedInReads where isRead: shown[member.name] = Self.retyped(member.value)
            default: shown[member.name] = member.value
            }
        }
        return shown
    }

    /// Another value of the same type; once rewritten it stays as it is.
    private static func respelled(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(URISpelling.normal(text))
        case .array(let elements): .array(elements.map(respelled))
        case .bool, .number, .object, .null: value
        }
    }

    private static func rewritten(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(text.text.hasSuffix("/") ? text : JSONString("\(text)/"))
        case .array(let elements):
            .array(elements.contains("more") || elements.first?.object != nil ? elements : elements + ["more"])
        case .object(var object):
            {
                object["kid"] = "k"; return .object(object)
            }()
        case .bool: true
        case .number: 3600
        case .null: .null
        }
    }

    /// A value of the same type, whatever is stored.
    private static func another(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string: "https://other.example.com/"
        case .array: []
        case .object: ["keys": []]
        case .bool: true
        case .number: 1
        case .null: .null
        }
    }

    private static func retyped(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string: [value]
        case .array(let elements): .string(JSONString(elements.compactMap(\.text).joined(separator: " ")))
        case .bool(let isTrue): isTrue ? "true" : "false"
        case .number, .object, .null: .string(JSONString(String(decoding: value.canonicalBytes, as: UTF8.self)))
        }
    }
}
