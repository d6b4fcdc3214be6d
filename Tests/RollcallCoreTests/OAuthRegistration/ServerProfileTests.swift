import OAuthRegistration
import StrictJSON
import Testing

/// The profiles, and what evidence adds to them.
struct ServerProfileTests {
    @Test func aProfileIsFoundByItsName() {
        #expect(
            ServerProfile.all.map(\.name) == [
                "authlib", "canaille", "connect2id", "curity", "django-oauth-toolkit", "generic", "hydra", "janssen", "keycloak",
                "node-oidc-provider", "register-only", "spring",
            ])
        #expect(ServerProfile.named("register_only") == .registerOnly)
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
                #expect(!profile.refuses(quirk.name) && !quirk.source.place.isEmpty, "\(quirk.name)")
            }
            #expect(profile.knownMembers.allSatisfy { FieldCatalog.rule(for: $0) == nil }, "\(profile.name)")
        }
    }

    /// As state keeps them: the facts, and no longer how they are known.
    @Test func aProfilesFactsAreReadAsTheyWereWritten() {
        for profile in ServerProfile.all {
            let read = ServerProfile(name: profile.name, facts: profile.facts)
            #expect(read.facts == profile.facts && read.name == profile.name, "\(profile.name)")
            for rule in FieldCatalog.rules {
                #expect(read.quirk(of: rule.name)?.fate == profile.quirk(of: rule.name)?.fate)
                #expect(read.refuses(rule.name) == profile.refuses(rule.name))
            }
        }
        // What a later version says is passed over.
        let later = ServerProfile(name: "x", facts: ["rotates_on_read": true, "sings": true, "methods": ["GET", "PATCH"]])
        #expect(later.rotatesOnRead?.value == true && later.methods == nil)
        #expect(Set(ProfileRow.all.map(\.word)).count == ProfileRow.all.count)
    }

    @Test func aFieldWithALanguageTagDepartsAsTheFieldDoes() {
        #expect(ServerTraits(profile: .django).fate(of: "logo_uri#ja") == .hidden)
        #expect(ServerTraits(profile: .django).fate(of: "client_name#ja") == nil)
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
