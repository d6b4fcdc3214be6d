import OAuthRegistration
import RollcallTestKit
import StrictJSON

extension QuirkyServer.Habits {
    /// What a server of this profile does; what the profile does not say is chosen at random.
    init(of profile: ServerProfile, random generator: inout SeededGenerator) {
        self.init()
        rotatesOnRead = profile.rotatesOnRead?.value ?? Bool.random(using: &generator)
        rotatesOnUpdate = profile.rotatesOnUpdate?.value ?? Bool.random(using: &generator)
        newSecretOnRead = profile.newSecretOnRead?.value ?? false
        newSecretOnUpdate = profile.newSecretOnUpdate?.value ?? false
        emptyIsAbsent = Bool.random(using: &generator) || profile.emptyIsAbsent != nil
        deadTokenStatus = profile.deadTokenStatuses?.value.first ?? 401
        refuses = profile
        let methods = profile.methods?.value ?? ClientMethod.allCases
        management = methods.isEmpty ? .none : .whole
        let verbs: [(ClientMethod, HTTPRequest.Method)] = [(.get, .get), (.put, .put), (.delete, .delete)]
        lacks = Set(verbs.filter { !methods.contains($0.0) }.map(\.1))
        switch profile.secretInUpdate?.value {
        case .required: secretInUpdate = .required
        case .refused: secretInUpdate = .refused
        case .ignored: secretInUpdate = .ignored
        case nil: secretInUpdate = SecretInUpdate.allCases.randomElement(using: &generator)!
        }
        clearing = profile.clearing?.value ?? .omission
        fieldClearing = profile.fieldClearing.mapValues(\.value)
        for quirk in profile.fields {
            switch quirk.fate {
            case .hidden: fates[quirk.name] = Bool.random(using: &generator) ? .dropped : .hidden
            case .rewritten: fates[quirk.name] = .rewritten
            case .respelled: fates[quirk.name] = .respelled
            case .retyped: fates[quirk.name] = .retyped
            case .wronglyShown: fates[quirk.name] = .wronglyShown
            }
        }
        if Bool.random(using: &generator) { additions = ["vendor_default": "x", "application_type": "web"] }
    }
}

/// A profile of any combination of the rows.
enum RandomProfile {
    static func make(_ generator: inout SeededGenerator) -> ServerProfile {
        var profile = ServerProfile(name: "random")
        let flag = { (generator: inout SeededGenerator) in Fact.declared(Bool.random(using: &generator)) }
        profile.rotatesOnRead = flag(&generator)
        profile.rotatesOnUpdate = flag(&generator)
        profile.newSecretOnRead = flag(&generator)
        profile.newSecretOnUpdate = flag(&generator)
        profile.refusesUnknownMembers = flag(&generator)
        profile.secretInUpdate = .declared(ServerProfile.SecretInUpdate.allCases.randomElement(using: &generator)!)
        profile.emptyIsAbsent = Bool.random(using: &generator) ? .declared(["response_types"]) : nil
        profile.clearing = .declared(ServerProfile.Clearing.allCases.randomElement(using: &generator)!)
        profile.deadTokenStatuses = .declared([[400], [401], [403], [404]].randomElement(using: &generator)!)
        let methods: [[ClientMethod]] = [ClientMethod.allCases, ClientMethod.allCases, [.get, .put], [.put], [.get], []]
        profile.methods = .declared(methods.randomElement(using: &generator)!)
        for rule in FieldCatalog.rules {
            switch Int.random(in: 0..<12, using: &generator) {
            case 0:
                profile.fields.append(
                    FieldQuirk(rule.name, FieldQuirk.Fate.allCases.randomElement(using: &generator)!, source: .declared))
            case 1:
                profile.fieldClearing[rule.name] = .declared(ServerProfile.Clearing.allCases.randomElement(using: &generator)!)
            default: break
            }
        }
        profile.knowsAllFields = Bool.random(using: &generator)
        return profile
    }
}
