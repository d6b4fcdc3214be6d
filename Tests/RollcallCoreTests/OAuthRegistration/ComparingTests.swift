import OAuthRegistration
import StrictJSON
import Testing

/// Normalise, then compare.
struct ComparingTests {
    @Test func everyValueHasOneNormalForm() {
        let cases: [(field: JSONString, value: JSONValue?, normal: JSONValue?)] = [
            ("redirect_uris", ["b", "a", "b"], ["a", "b"]), ("redirect_uris", [], nil), ("redirect_uris", nil, nil),
            ("redirect_uris", .null, nil), ("redirect_uris", "a", "a"), ("redirect_uris", ["b", 1, "a"], ["b", 1, "a"]),
            ("redirect_uris", "", nil),
            ("scope", "b  a b ", "a b"), ("scope", "", nil), ("scope", "   ", nil), ("scope", ["b", "a"], ["b", "a"]),
            ("scope", "a\tb", "a\tb"),
            ("response_types", ["id_token code", "code", "code id_token"], ["code", "code id_token"]),
            ("response_types", nil, ["code"]), ("response_types", .null, ["code"]), ("response_types", [], []),
            ("response_types", ["none", "code"], ["code", "none"]), ("response_types", "code", "code"),
            ("grant_types", nil, ["authorization_code"]), ("grant_types", [], []), ("grant_types", "", ""),
            ("id_token_encrypted_response_enc", nil, "A128CBC-HS256"), ("id_token_encrypted_response_enc", "", "A128CBC-HS256"),
            ("token_endpoint_auth_method", nil, "client_secret_basic"), ("token_endpoint_auth_method", "none", "none"),
            ("require_auth_time", nil, false), ("require_auth_time", "false", "false"),
            ("default_acr_values", ["b", "a", "b"], ["b", "a", "b"]), ("default_max_age", 3600, 3600),
            ("default_max_age", nil, nil),
            ("client_name", "", nil), ("client_name#ja", "", nil), ("client_name", "x", "x"), ("client_name", 7, 7),
            ("jwks", ["keys": []], ["keys": []]), ("jwks", [:], [:]),
            ("vendor_field", ["b", "a"], ["b", "a"]), ("vendor_field", .null, nil), ("vendor_field", [], nil),
            ("vendor_field", "", nil),
            ("vendor_field", false, false), ("vendor_field", nil, nil),
        ]
        for (field, value, normal) in cases {
            #expect(FieldCatalog.normalized(field, value) == normal, "\(field): \(text(value))")
            #expect(FieldCatalog.normalized(field, normal) == normal, "\(field): a normal form is its own")
        }
    }

    @Test func valuesAgreeIfTheirNormalFormsAreEqual() {
        let cases: [(field: JSONString, left: JSONValue?, right: JSONValue?, agree: Bool)] = [
            ("redirect_uris", ["https://a", "https://b"], ["https://b", "https://a"], true),
            ("redirect_uris", ["https://a"], ["https://a/"], false), ("redirect_uris", ["https://a"], ["HTTPS://a"], false),
            ("redirect_uris", ["https://a"], "https://a", false), ("redirect_uris", nil, [], true),
            ("scope", "a b", "b a", true), ("scope", "a b", ["a", "b"], false), ("scope", "a", "A", false),
            ("scope", "", nil, true),
            ("response_types", ["code id_token"], ["id_token code"], true), ("response_types", ["code"], nil, true),
            ("response_types", ["code"], ["code", "none"], false), ("response_types", [], nil, false),
            ("grant_types", ["authorization_code"], .null, true), ("grant_types", ["a", "b"], ["b", "a"], true),
            ("default_acr_values", ["a", "b"], ["b", "a"], false), ("application_type", "web", nil, true),
            ("application_type", "native", nil, false), ("require_auth_time", false, nil, true),
            ("require_auth_time", true, nil, false),
            ("require_auth_time", false, "false", false), ("default_max_age", 1, "1", false),
            // The letter é as one scalar and as two: equal for Swift's String, and not for a server.
            ("client_name", "caf\u{E9}", "cafe\u{301}", false), ("client_name#ja", "a", "b", false),
            ("jwks", ["keys": [["kty": "EC", "x": "1"]]], ["keys": [["x": "1", "kty": "EC"]]], true),
            ("vendor_field", ["a": 1], ["a": 1], true), ("vendor_field", ["a", "b"], ["b", "a"], false),
        ]
        for (field, left, right, agree) in cases {
            #expect(FieldCatalog.agree(field, left, right) == agree, "\(field): \(text(left)), \(text(right))")
            #expect(FieldCatalog.agree(field, right, left) == agree, "\(field), the other way round")
        }
    }

    @Test func aValueOfAnotherTypeNeverAgreesWithOneOfTheRightType() {
        for rule in FieldCatalog.rules {
            for value in samples where !rule.type.admits(value) && value != .null && value != "" && value != [] {
                #expect(!FieldCatalog.hasDeclaredType(rule.name, value))
                #expect(FieldCatalog.normalized(rule.name, value) == value, "\(rule.name): \(text(value))")
                for right in samples where rule.type.admits(right) {
                    #expect(!FieldCatalog.agree(rule.name, value, right), "\(rule.name): \(text(value)), \(text(right))")
                }
            }
            #expect(FieldCatalog.hasDeclaredType(rule.name, .null), "null is absent")
            #expect(samples.contains(where: rule.type.admits), "\(rule.type) has a sample")
        }
        #expect(FieldCatalog.hasDeclaredType("vendor_field", 1))
    }

    @Test func whatPlainlyStandsForAValueOfTheRightTypeIsReadAsThat() {
        let cases: [(field: JSONString, shown: JSONValue, read: JSONValue)] = [
            ("redirect_uris", "https://a", ["https://a"]), ("redirect_uris", "https://a https://b", ["https://a", "https://b"]),
            ("redirect_uris", "[\"https://a\"]", ["https://a"]), ("redirect_uris", "", []), ("redirect_uris", [1], [1]),
            ("contacts", "a@example.org", ["a@example.org"]), ("contacts", "A person", ["A person"]),
            ("contacts", "[\"a\", 1]", ["[\"a\", 1]"]),
            ("scope", ["b", "a"], "b a"), ("scope", ["a b"], ["a b"]), ("scope", [], ""), ("scope", 7, 7),
            ("jwks", "{\"keys\": []}", ["keys": []]), ("jwks", "[]", "[]"), ("jwks", "{", "{"),
            ("require_auth_time", "true", true), ("require_auth_time", "yes", "yes"), ("require_auth_time", 1, 1),
            ("default_max_age", "3600", 3600), ("default_max_age", "an hour", "an hour"), ("default_max_age", "", ""),
            ("client_name", 7, 7), ("client_name", ["a"], ["a"]), ("client_name", .null, .null), ("vendor", "[]", "[]"),
        ]
        for (field, shown, read) in cases {
            #expect(FieldCatalog.read(field, shown) == read, "\(field): \(text(shown))")
            #expect(FieldCatalog.read(field, read) == read, "\(field): what was read stays")
        }
    }

    private let samples: [JSONValue] = [
        .null, true, false, 1, "a", "b a", "", [], ["a"], ["b", "a"], [1], ["a", 1], [["a"]], [["k": 1]], [:], ["k": "a"],
    ]

    private func text(_ value: JSONValue?) -> String {
        value.map { String(decoding: $0.canonicalBytes, as: UTF8.self) } ?? "absent"
    }
}
