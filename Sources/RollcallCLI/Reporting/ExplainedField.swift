import OAuthRegistration
import StrictJSON

/// A metadata field as `explain` shows it: its row of the catalogue, and what each known server does with it.
struct ExplainedField {
    let rule: FieldRule
    /// As it was asked for, with its language tag.
    let name: JSONString

    /// `nil` for a member that the catalogue lacks. One with a tag that its field does not take is explained by that.
    init?(_ name: String) {
        let name = JSONString(name)
        guard let rule = FieldCatalog.rule(for: name) ?? FieldCatalog.rule(for: FieldName(name).base) else { return nil }
        (self.rule, self.name) = (rule, name)
    }

    private var hasStrayTag: Bool { FieldName(name).languageTag != nil && !rule.languageTags }

    var languageTags: String {
        if rule.languageTags { return "allowed: \(rule.name.text)#ja (RFC 7591, section 2.2)" }
        return hasStrayTag ? "none: with one it is another member, and no specification that rollcall knows has that" : "none"
    }

    /// The member of a server's metadata that says which values it takes.
    var declaredIn: JSONString? { DeclaredSupport.member(declaring: rule.name) }

    var treatments: [(profile: ServerProfile, treatment: FieldTreatment)] {
        ServerProfile.all.map { ($0, $0.treatment(of: hasStrayTag ? rule.name : name)) }
    }

    var comparison: String {
        switch rule.comparison {
        case .bytes: "byte for byte"
        case .set: "as a set: the order does not matter"
        case .list: "as a list: the order matters"
        case .wordSet: "as a set of words: the order does not matter"
        case .setOfWordSets: "as a set, and each value as a set of words"
        case .json: "as JSON values"
        }
    }

    var json: JSONObject {
        var object: JSONObject = [
            "comparison": .string(rule.comparison.rawValue), "field": .string(rule.name),
            "language_tags": .bool(rule.languageTags), "section": .string(rule.section), "type": .string(rule.type.rawValue),
        ]
        object["default"] = rule.defaultValue
        object["declared_in"] = declaredIn.map { .string($0) }
        object["profiles"] = Self.json(treatments)
        return object
    }

    static func json(_ treatments: [(profile: ServerProfile, treatment: FieldTreatment)]) -> JSONValue {
        .array(
            treatments.map { profile, treatment in
                var entry: JSONObject = ["profile": .string(profile.name), "treatment": .string(treatment.name)]
                entry["source"] = treatment.source.map { .string($0) }
                return .object(entry)
            })
    }
}

extension FieldTreatment {
    var name: String {
        switch self {
        case .refused: "refused"
        case .quirk(let quirk): quirk.fate.rawValue
        case .learned: "learned"
        }
    }

    var source: String? {
        switch self {
        case .refused, .learned: nil
        case .quirk(let quirk): quirk.source.text
        }
    }

    var inWords: String {
        switch self {
        case .refused: "answers a request that has it with an error"
        case .learned: "nothing is known beforehand; what its answers show is learned"
        case .quirk(let quirk): quirk.fate.inWords
        }
    }
}

extension FieldQuirk.Fate {
    var inWords: String {
        switch self {
        case .hidden: "takes it and never shows it, so it cannot be verified"
        case .rewritten: "shows another value than the one sent"
        case .respelled: "shows the same address in another spelling"
        case .retyped: "shows it as another JSON type"
        case .wronglyShown: "shows a value that is not the stored one, which is never sent back"
        }
    }
}
