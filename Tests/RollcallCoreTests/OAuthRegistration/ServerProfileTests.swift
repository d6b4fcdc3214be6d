import OAuthRegistration
import StrictJSON
import Testing

/// The profiles, and what evidence adds to them.
struct ServerProfileTests {
    @Test func aProfileIsFoundByItsName() {
        #expect(ServerProfile.all.map(\.name) == ["generic", "keycloak", "register_only"])
        for profile in ServerProfile.all { #expect(ServerProfile.named(profile.name) == profile) }
        #expect(ServerProfile.named("Keycloak") == nil)
        for profile in ServerProfile.all {
            #expect(profile.fields.map(\.name) == profile.fields.map(\.name).sorted(), "\(profile.name)")
            #expect(profile.unknownFields == profile.unknownFields.sorted(), "\(profile.name)")
            #expect(
                profile.unknownFields.allSatisfy { FieldCatalog.rule(for: $0) != nil && profile.refuses($0) }, "\(profile.name)")
            #expect(profile.knownMembers == profile.knownMembers.sorted(), "\(profile.name)")
            for quirk in profile.fields {
                #expect(FieldCatalog.rule(for: quirk.name) != nil || profile.knownMembers.contains(quirk.name), "\(quirk.name)")
                #expect(!profile.refuses(quirk.name) && !quirk.source.isEmpty, "\(quirk.name)")
            }
            #expect(profile.knownMembers.allSatisfy { FieldCatalog.rule(for: $0) == nil }, "\(profile.name)")
        }
    }

    @Test func keycloakRefusesMembersThatItDoesNotKnow() {
        let cases: [(JSONString, Bool)] = [
            ("client_name", false), ("contacts", false), ("client_name#ja", true), ("vendor_field", true), ("resource", true),
            ("authorization_signed_response_alg", false), ("backchannel_logout_revoke_offline_tokens", false),
        ]
        for (name, refused) in cases {
            #expect(ServerProfile.keycloak.refuses(name) == refused, "\(name)")
            #expect(!ServerProfile.generic.refuses(name))
        }
    }

    @Test func whereTheProfileIsSilentEvidenceDecides() {
        var evidence = ServerEvidence()
        evidence.rotatesOnRead = true
        evidence.manages = true
        evidence.fields = ["contacts": .rewritten, "client_uri": .retyped]
        let keycloak = ServerTraits(profile: .keycloak, evidence: evidence)
        let generic = ServerTraits(profile: .generic, evidence: evidence)
        #expect(keycloak.rotatesOnRead == false)
        #expect(generic.rotatesOnRead == true)
        #expect(keycloak.fate(of: "contacts") == .hidden)
        #expect(generic.fate(of: "contacts") == .rewritten)
        #expect(keycloak.fate(of: "client_uri") == .retyped)
        #expect(ServerTraits(profile: .registerOnly, evidence: evidence).manages == false)
        #expect(ServerTraits(profile: .generic).manages == nil)
    }
}
