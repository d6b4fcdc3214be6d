import OAuthRegistration
import RollcallCore
import StrictJSON
import Testing

/// What can be said of a client's metadata without a server.
struct MetadataAdviceTests {
    @Test func aRedirectURIIsCheckedForWhatServersAndReadersDisagreeAbout() {
        let cases: [(String, [MetadataProblem])] = [
            ("https://client.example.com/callback", []), ("HTTPS://client.example.com", []), ("https://a/?next=%2F&x=[y]", []),
            ("com.example.app:/callback", []), ("com.example.app://callback", []), ("http://127.0.0.1/cb", []),
            ("http://127.0.0.1:0/cb", []),
            ("http://[::1]:8080/cb", []),
            ("/callback", [.redirectNotAbsolute]), ("", [.redirectNotAbsolute]), ("callback", [.redirectNotAbsolute]),
            ("//client.example.com/callback", [.redirectNotAbsolute]), ("https:/callback", [.redirectNotAbsolute]),
            ("https://", [.redirectNotAbsolute]), ("http:", [.redirectNotAbsolute]),
            ("https:///callback", [.redirectNotAbsolute]),
            ("https://:443/callback", [.redirectNotAbsolute]), (":x", [.redirectNotAbsolute]), ("1a://b", [.redirectNotAbsolute]),
            ("https://a/cb#", [.redirectWithFragment]), ("com.example.app:/cb#x", [.redirectWithFragment]),
            ("https://a/c b", [.redirectBadCharacter]), ("https://a/cb\n", [.redirectBadCharacter]),
            ("https://{x}.example.com/cb", [.redirectOddHost]), ("https://a/{x}", [.redirectBadCharacter]),
            ("https://b\u{FC}cher.example/cb", [.redirectOddHost]), ("https://*.example.com/cb", [.redirectWildcard]),
            ("https://a/*", [.redirectWildcard]), ("http://client.example.com/cb", [.redirectWithoutTLS]),
            ("http://0.0.0.0/cb", [.redirectWithoutTLS]), ("http://127.0.0.1.example.com/", [.redirectWithoutTLS]),
            ("http://127.0.0.1@evil.example/", [.redirectWithoutTLS, .redirectWithUserInformation]),
            ("http://localhost:3000/cb", [.redirectToLocalhost]),
            ("http://LOCALHOST/cb", [.redirectToLocalhost]), ("https://localhost/cb", []),
            ("myapp://callback", [.redirectSchemeNotReverseDomain]),
            ("javascript:alert(1)", [.redirectRunsInBrowser]), ("JaVaScRiPt:x", [.redirectRunsInBrowser]),
            ("https://@a/", [.redirectOddHost]),
            ("https://a:0/", [.redirectOddPort]), ("https://a:65535/", []), ("https://a:65536/", [.redirectOddPort]),
            ("https://a./", [.redirectOddHost]), ("https://a/%0A", [.redirectBadEscape]), ("https://a/%4", [.redirectBadEscape]),
            ("urn:ietf:wg:oauth:2.0:oob", [.redirectSchemeNotReverseDomain]),
            ("http://*/#", [.redirectWithFragment, .redirectWildcard, .redirectWithoutTLS]),
        ]
        for (uri, problems) in cases { #expect(RedirectURI.check(uri) == problems, "\(uri.debugDescription)") }
    }

    @Test func findingsSayWhereTheyAre() {
        let key: JSONValue = ["kty": "EC", "crv": "P-256", "x": "1", "y": "2"]
        let privateKey: JSONValue = ["kty": "EC", "crv": "P-256", "x": "1", "y": "2", "d": "3"]
        let cases: [(ClientMetadata, [String])] = [
            (ClientMetadata(), []),
            (
                ClientMetadata(["redirect_uris": ["https://a/", "/b", 7, "http://localhost/"]]),
                ["redirect_uris[1] redirectNotAbsolute", "redirect_uris[3] redirectToLocalhost"]
            ),
            (ClientMetadata(["redirect_uris": "/b", "grant_types": "implicit", "jwks": [], "response_types": [1]]), []),
            (
                ClientMetadata(["jwks": ["keys": [key, privateKey, ["kty": "oct", "k": "s"]]]]),
                ["jwks.keys[1] privateKey", "jwks.keys[2] privateKey"]
            ),
            (ClientMetadata(["jwks": ["keys": [key]], "jwks_uri": "https://a/jwks"]), ["jwks_uri keysTwice"]),
            (
                ClientMetadata(["grant_types": ["authorization_code", "implicit", "password"]]),
                ["grant_types[1] implicitGrant", "grant_types[2] passwordGrant", "grant_types[0] redirectsMissing"]
            ),
            (ClientMetadata(["response_types": ["code", "id_token token"]]), ["response_types[1] implicitGrant"]),
            (ClientMetadata(["response_types": ["id_token"]]), []), (ClientMetadata(["grant_types": ["client_credentials"]]), []),
            (ClientMetadata(["grant_types": ["client_credentials"], "response_types": []]), []),
            (
                ClientMetadata(["grant_types": ["client_credentials"], "response_types": ["code"]]),
                ["response_types[0] grantWithoutResponse"]
            ),
            (
                ClientMetadata(["grant_types": ["authorization_code"], "response_types": ["code", "code id_token"]]),
                ["response_types[1] grantWithoutResponse", "grant_types[0] redirectsMissing"]
            ),
            (ClientMetadata(["grant_types": ["client_credentials"], "response_types": ["none"]]), []),
        ]
        for (metadata, expected) in cases {
            let found = metadata.findings().map { "\($0.path) \($0.problem.rawValue)" }
            #expect(found == expected)
        }
        // Where an empty list of response types counts as an absent one.
        let open: [(ClientMetadata, [String])] = [
            (ClientMetadata(["grant_types": ["client_credentials"]]), ["grant_types codeFlowByDefault"]),
            (
                ClientMetadata(["grant_types": ["client_credentials"], "response_types": []]),
                ["response_types codeFlowByDefault"]
            ),
            (ClientMetadata(["response_types": []]), ["response_types codeFlowByDefault"]),
            (ClientMetadata(["grant_types": ["client_credentials"], "response_types": ["none"]]), []), (ClientMetadata(), []),
            (ClientMetadata(["grant_types": ["authorization_code"], "redirect_uris": ["https://a/"]]), []),
        ]
        for (metadata, expected) in open {
            #expect(metadata.findings(at: .keycloak).map { "\($0.path) \($0.problem.rawValue)" } == expected)
            #expect(metadata.findings(at: .generic) == metadata.findings())
        }
        let shown = ClientMetadata(["grant_types": ["client_credentials"], "response_types": []])
        for (profile, kept) in [(ServerProfile.keycloak, ["none"] as JSONValue), (.generic, [])] {
            #expect(shown.smallest(at: ServerTraits(profile: profile)).value(of: "response_types") == kept)
        }
    }

    @Test func whatIsNoFaultIsAdviceAndEveryProblemIsExplained() {
        let faults = MetadataProblem.allCases.filter(\.isFault)
        #expect(
            faults == [
                .redirectNotAbsolute, .redirectWithFragment, .redirectWithUserInformation, .redirectRunsInBrowser, .privateKey,
                .keysTwice, .keysMalformed,
            ])
        for problem in MetadataProblem.allCases {
            #expect(
                problem.detail.hasSuffix(".") && !problem.hint.hasSuffix(".") && problem.section.contains("section"), "\(problem)"
            )
        }
    }

    @Test func aTokenIsKnownByItsShape() {
        let header = "eyJhbGciOiJIUzI1NiJ9"
        let cases: [(String, Bool)] = [
            (AnswerSamples.kodjinInitialAccessToken, true), ("\(header).eyJhIjoxfQ.c2ln", true), ("\(header).eyJhIjoxfQ.", true),
            ("\(header).key.iv.text.tag", true), ("\(header)..iv.text.tag", true), ("\(header).eyJhIjoxfQ", false),
            ("\(header)..", false),
            (header, false), ("\(header).a b.c", false), ("\(header).a.b=", false), ("a.b.c", false), ("eyJ.a.b", false),
            ("", false),
            ("https://client.example.com/callback", false), ("com.example.app", false), ("x\(header).a.b", false),
        ]
        for (text, looks) in cases { #expect(JSONString(text).looksLikeJWT == looks, "\(text)") }
    }
}
