import OAuthRegistration
import StrictJSON

/// A member that is no field of the catalogue, as `explain` shows it: one that a server issues, which no manifest holds, or one that a
/// server product knows beyond the specifications.
enum ExplainedMember {
    case issued(Issued)
    case beyond(JSONString)

    /// A member of a server's answer (RFC 7591, section 3.2.1; RFC 7592, section 3), and what is done with it.
    struct Issued {
        let name: JSONString
        let section: String
        let type: String
        let handling: String
    }

    /// `nil` for a word that means nothing to anybody.
    init?(_ word: String) {
        let name = JSONString(word)
        if let issued = Self.issued.first(where: { $0.name == name }) {
            self = .issued(issued)
        } else if ServerProfile.all.contains(where: { $0.knownMembers.contains(name) || $0.fields.contains { $0.name == name } })
        {
            self = .beyond(name)
        } else {
            return nil
        }
    }

    static let handlingOfBeyond =
        "passes through as it is written; what the catalogue lacks is warned of unless extensions: names it"
    static let sectionOfBeyond = "no specification that rollcall knows; servers have it of their own"

    private static let answer = "RFC 7591, section 3.2.1"
    private static let management = "RFC 7592, section 3"

    static let issued: [Issued] = [
        Issued(
            name: "client_id", section: answer, type: "string",
            handling: "is recorded in state and sent in each update; status shows it, rollcall credentials LABEL prints it"),
        Issued(
            name: "client_id_issued_at", section: answer, type: "integer, seconds since 1970",
            handling: "is recorded in state; status shows it as the day of registration"),
        Issued(
            name: "client_secret", section: answer, type: "string",
            handling:
                "is durable before anything else happens, sealed where a key is named, and printed by rollcall credentials LABEL alone; "
                + "whether an update has it is the profile's to say, or learned"),
        Issued(
            name: "client_secret_expires_at", section: answer, type: "integer, seconds since 1970; 0 is never",
            handling:
                "is recorded in state; status shows it, and thirty days before it plan warns (RC2030) and doctor says it"),
        Issued(
            name: "registration_access_token", section: management, type: "string",
            handling:
                "is durable before anything else happens, sealed where a key is named, and sent only to the client's address at the "
                + "origin of the registration endpoint; where an answer brings another one, that one counts from then on"),
        Issued(
            name: "registration_client_uri", section: management, type: "URI in a string",
            handling:
                "is recorded in state: there the client is read, updated and deleted. At another origin than the registration endpoint's it is "
                + "not used, unless the server is declared with registration_client_uri: same_origin"),
    ]

    var name: JSONString {
        switch self {
        case .issued(let issued): issued.name
        case .beyond(let name): name
        }
    }

    /// As a report has it, a line each.
    var rows: [(name: String, value: String)] {
        switch self {
        case .issued(let issued):
            [("defined in", issued.section), ("type", issued.type), ("in manifests", "never: the server issues it")]
        case .beyond: [("defined in", Self.sectionOfBeyond), ("type", "any"), ("compared", "as JSON values")]
        }
    }

    /// What rollcall does with it.
    var handling: String {
        switch self {
        case .issued(let issued): issued.handling
        case .beyond: Self.handlingOfBeyond
        }
    }

    /// Profiles that say something of it.
    var treatments: [(profile: ServerProfile, treatment: FieldTreatment)] {
        switch self {
        case .issued: []
        case .beyond(let name):
            ServerProfile.all.map { ($0, $0.treatment(of: name)) }
        }
    }

    var json: JSONObject {
        var object: JSONObject = ["handling": .string(handling), "member": .string(name)]
        switch self {
        case .issued(let issued):
            object["issued"] = true
            object["section"] = .string(issued.section)
            object["type"] = .string(issued.type)
        case .beyond:
            object["issued"] = false
            object["profiles"] = ExplainedField.json(treatments)
        }
        return object
    }
}
