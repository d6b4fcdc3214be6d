import OAuthRegistration
import RollcallTestKit
import StrictJSON

/// Metadata at random, over the whole catalogue and beyond it.
struct RandomMetadata {
    /// Fields that a server's habits are about are declared more often than others.
    let favourites: [JSONString]

    func make(_ generator: inout SeededGenerator) -> JSONObject {
        var metadata: JSONObject = [:]
        for rule in FieldCatalog.rules where Int.random(in: 0..<8, using: &generator) == 0 {
            metadata[rule.name] = value(of: rule, &generator)
            if rule.languageTags, Bool.random(using: &generator) {
                metadata[JSONString("\(rule.name)#ja")] = value(of: rule, &generator)
            }
        }
        for name in favourites where Bool.random(using: &generator) {
            if let rule = FieldCatalog.rule(for: name) { metadata[name] = value(of: rule, &generator) }
        }
        let vendor: [JSONValue?] = [nil, nil, "x", 1, ["a": []], ["b", "a"]]
        metadata["vendor"] = vendor.randomElement(using: &generator) ?? nil
        return metadata
    }

    private func value(of rule: FieldRule, _ generator: inout SeededGenerator) -> JSONValue {
        if let usual = rule.defaultValue, Int.random(in: 0..<4, using: &generator) == 0 { return usual }
        return Self.values(of: rule.type).randomElement(using: &generator) ?? .null
    }

    private static func values(of type: FieldType) -> [JSONValue] {
        switch type {
        case .string: ["a", "b", ""]
        case .uri: ["https://a.example.com", "https://b.example.com/", ""]
        case .boolean: [true, false]
        case .integer: [0, 3600, 86400]
        case .object: [["keys": []], ["keys": [["kty": "RSA"]]]]
        case .stringArray: [[], ["a"], ["b", "a"], ["a", "b"]]
        case .uriArray: [[], ["https://a.example.com/"], ["https://b.example.com/", "https://a.example.com/"]]
        case .objectArray: [[], [["type": "a"]]]
        case .words: ["openid", "openid profile", "profile openid", ""]
        }
    }
}
