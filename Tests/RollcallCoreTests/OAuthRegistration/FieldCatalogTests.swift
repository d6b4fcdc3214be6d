import StrictJSON
import Testing

@testable import OAuthRegistration

/// The catalogue as a table, and the names that lead into it.
struct FieldCatalogTests {
    @Test func everyFieldOfTheNamedSpecificationsHasItsRow() {
        let names = FieldCatalog.rules.map(\.name)
        #expect(names == names.sorted())
        #expect(Set(names).count == names.count)
        // The fields that each specification defines, counted there.
        let sections: [(String, Int)] = [
            ("RFC 7591, section 2", 15), ("RFC 7591, section 2.3", 1),
            ("OpenID Connect Dynamic Client Registration 1.0, section 2", 18), ("RFC 8705, section 2.1.2", 5),
            ("RFC 8705, section 3.4", 1), ("RFC 9126, section 6", 1), ("RFC 9449, section 5.2", 1),
            ("OpenID Connect RP-Initiated Logout 1.0, section 3.1", 1),
            ("OpenID Connect Front-Channel Logout 1.0, section 2", 2), ("OpenID Connect Back-Channel Logout 1.0, section 2.2", 2),
            ("RFC 9101, section 10.5", 1), ("RFC 9396, section 10", 1), ("RFC 9701, section 6", 3),
            ("OpenID Connect Client-Initiated Backchannel Authentication 1.0, section 4", 4),
            ("JWT Secured Authorization Response Mode (JARM), section 3", 3),
            ("UDAP Security for Scalable Registration, section 3.2", 2), ("FAPI 2.0 Security Profile, section 8.1.1", 1),
        ]
        for (section, count) in sections {
            #expect(FieldCatalog.rules.filter { $0.section == section }.count == count, "\(section)")
        }
        #expect(sections.map(\.1).reduce(0, +) == names.count)
        #expect(names.allSatisfy { !ClientMetadata.issuedMembers.contains($0) })
    }

    @Test func rowsDoNotContradictThemselves() {
        for rule in FieldCatalog.rules {
            let expected: [FieldComparison] =
                switch rule.type {
                case .string, .uri: [.bytes]
                case .words: [.wordSet]
                case .stringArray, .uriArray: [.set, .list, .setOfWordSets]
                case .boolean, .integer, .object, .objectArray: [.json]
                }
            #expect(expected.contains(rule.comparison), "\(rule.name)")
            guard let value = rule.defaultValue else { continue }
            #expect(FieldCatalog.hasDeclaredType(rule.name, value), "\(rule.name)")
            #expect(FieldCatalog.normalized(rule.name, value) == value, "\(rule.name): the default is in its normal form")
        }
        let tagged = FieldCatalog.rules.filter(\.languageTags).map(\.name)
        #expect(tagged == ["client_name", "client_uri", "logo_uri", "policy_uri", "tos_uri"], "RFC 7591, section 2.2")
    }

    @Test func aNameWithALanguageTagHasItsBaseFieldsRow() {
        let cases: [(JSONString, row: JSONString?)] = [
            ("client_name", "client_name"), ("client_name#ja", "client_name"), ("client_name#ja-Jpan-JP", "client_name"),
            ("tos_uri#DE", "tos_uri"), ("redirect_uris#ja", nil), ("scope#ja", nil), ("client_name#", nil),
            ("client_name#a b", nil),
            ("client_name#ja#de", nil), ("#ja", nil), ("", nil), ("clientname", nil), ("a", nil), ("zz", nil),
            ("Client_name", nil),
            ("client_name\u{0}", nil),
        ]
        for (name, row) in cases { #expect(FieldCatalog.rule(for: name)?.name == row, "\(name)") }
        for rule in FieldCatalog.rules { #expect(FieldCatalog.rule(for: rule.name) == rule) }
    }

    @Test func languageTagsCompareWithoutCase() {
        #expect(FieldName("client_name#ja-JP") == FieldName("client_name#JA-jp"))
        #expect(FieldName("client_name#ja-JP").name == "client_name#ja-jp")
        #expect(FieldName("client_name#ja") != FieldName("client_name"))
        #expect(FieldName("Client_name#ja") != FieldName("client_name#ja"))
        #expect(FieldName("x#").name == "x#")
        let metadata = ClientMetadata(["client_name": "a", "client_name#JA": "b"])
        #expect(metadata.value(of: "client_name#ja") == "b")
        #expect(metadata.value(of: "client_name") == "a")
        #expect(metadata.value(of: "client_name#de") == nil)
    }

    @Test func aNameWithinTwoEditsIsTakenForAMistake() {
        let cases: [(JSONString, JSONString?)] = [
            ("redirect_uri", "redirect_uris"), ("redirct_uris", "redirect_uris"), ("reidrect_uris", "redirect_uris"),
            ("scopes", "scope"), ("scpoe", "scope"), ("sc", nil), ("jwk", "jwks"), ("grant_type", "grant_types"),
            ("client_name", nil), ("client_nam#ja", "client_name#ja"), ("scop#ja", nil), ("contact", "contacts"),
            ("token_endpoint_auth_metod", "token_endpoint_auth_method"), ("vendor_field", nil), ("client_id", nil), ("", nil),
            ("jwks_url", "jwks_uri"), ("policy_url", "policy_uri"), ("logo_url#ja", "logo_uri#ja"), ("client_secret", nil),
            ("ehtrn", nil),
        ]
        for (name, expected) in cases { #expect(FieldCatalog.nearest(to: name) == expected, "\(name)") }
    }
}
