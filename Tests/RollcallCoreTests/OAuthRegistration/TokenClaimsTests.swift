import OAuthRegistration
import RollcallCore
import RollcallTestKit
import StrictJSON
import Testing

/// What tokens say of themselves.
struct TokenClaimsTests {
    /// A token with these claims, and a signature that nobody checks.
    private static func token(_ claims: String, header: String = #"{"alg":"HS256","typ":"JWT"}"#) -> Secret {
        Secret([header, claims, "signature"].map(base64URL).joined(separator: "."))
    }

    private static func base64URL(_ text: String) -> String {
        Base64.encode(Array(text.utf8)).replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// The initial access token of the page that Kodjin publishes, as its claims have it.
    private static let published =
        #"{"exp":0,"iat":1650532546,"iss":"https://sandbox.example.com/auth/realms/fhir","typ":"InitialAccessToken"}"#

    @Test func claimsAreReadAsLooselyAsServersWriteThem() {
        let rows: [(token: Secret, type: JSONString?, expiresAt: Int64?, issuedAt: Int64?)] = [
            (Self.token(Self.published), "InitialAccessToken", nil, 1_650_532_546),
            (Self.token(#"{"exp":1700000000.75,"iat":"1600000000"}"#), nil, 1_700_000_000, 1_600_000_000),
            (Self.token(#"{"exp":"1.7e9"}"#), nil, 1_700_000_000, nil),
            (Self.token(#"{"exp":1e400,"iat":null}"#), nil, nil, nil),
            (Self.token(#"{"exp":-5}"#), nil, -5, nil),
            (Self.token("{}", header: #"{"typ":"at+jwt"}"#), "at+jwt", nil, nil),
            (Self.token("{}", header: #"{"typ":"jwt"}"#), nil, nil, nil),
            (Self.token(#"{"typ":7,"iss":[1]}"#), nil, nil, nil),
            (Self.token(#"{"iss":"päth","iss":"b"}"#), nil, nil, nil),
        ]
        for row in rows {
            let claims = TokenClaims(row.token)
            #expect(claims != nil)
            #expect(claims?.type == row.type && claims?.expiresAt == row.expiresAt && claims?.issuedAt == row.issuedAt)
        }
        for (claims, isNever) in [(#"{"exp":0}"#, true), ("{}", false), (#"{"exp":"zzz"}"#, false), (#"{"exp":1}"#, false)] {
            #expect(TokenClaims(Self.token(claims))?.neverExpires == isNever, "\(claims)")
        }
        #expect(TokenClaims(Self.token(Self.published))?.issuer == "https://sandbox.example.com/auth/realms/fhir")
    }

    @Test func whatIsNoSignedTokenSaysNothing() {
        let texts = [
            "", "opaque", "a.b.c", "..", "eyJhbGciOiJkaXIifQ..iv.text.tag",
            Self.base64URL("{}") + "." + Self.base64URL("[]") + ".",
            Self.base64URL("{}") + "." + Self.base64URL("{"), "e30.e3_.x", "e30.e30=.x.y", "\u{FF}.e30.e30",
        ]
        for text in texts { #expect(TokenClaims(Secret(text)) == nil, "\(text)") }
    }

    @Test func findingsAreAboutTypeTimeAndHost() throws {
        let server = [try HTTPAddress("https://id.example.com:8443/realms/x/register")]
        let now: Int64 = 1_700_000_000
        let rows: [(claims: String, use: TokenPurpose, findings: [TokenFinding])] = [
            (Self.published, .initialAccessToken, [.otherIssuer("https://sandbox.example.com/auth/realms/fhir")]),
            (#"{"iss":"https://ID.example.com/realms/x"}"#, .initialAccessToken, []),
            (#"{"iss":"http://id.example.com"}"#, .accessToken, []),
            (#"{"iss":"joe"}"#, .initialAccessToken, []),
            (#"{"exp":1699999970}"#, .initialAccessToken, []),
            (#"{"exp":1699913600}"#, .initialAccessToken, [.expired(at: 1_699_913_600)]),
            (#"{"exp":1800000000}"#, .initialAccessToken, []),
            (#"{"nbf":1700003600}"#, .initialAccessToken, [.notYetGood(until: 1_700_003_600)]),
            (#"{"nbf":1700000030}"#, .initialAccessToken, []), (#"{"nbf":0}"#, .initialAccessToken, []),
            (#"{"exp":-9223372036854775808}"#, .initialAccessToken, [.expired(at: .min)]),
            (#"{"typ":"RegistrationAccessToken"}"#, .initialAccessToken, [.wrongType("RegistrationAccessToken")]),
            (#"{"typ":"Bearer"}"#, .initialAccessToken, []),
            (#"{"typ":"InitialAccessToken"}"#, .accessToken, [.wrongType("InitialAccessToken")]),
            (#"{"typ":"InitialAccessToken"}"#, .registrationAccessToken, [.wrongType("InitialAccessToken")]),
            (#"{"typ":"RegistrationAccessToken"}"#, .registrationAccessToken, []),
        ]
        for row in rows {
            let findings = TokenFinding.findings(in: Self.token(row.claims), usedAs: row.use, at: server, now: now)
            #expect(findings == row.findings, "\(row.claims)")
        }
        let nowhere = TokenFinding.findings(in: Self.token(Self.published), usedAs: .initialAccessToken, at: [], now: now)
        #expect(nowhere.isEmpty)
        let here = [try HTTPAddress("http://127.0.0.1:8080/register")]
        let local = Self.token(#"{"iss":"http://localhost:9/realms/x"}"#)
        #expect(TokenFinding.findings(in: local, usedAs: .initialAccessToken, at: here, now: now).isEmpty)
    }

    @Test func aWarningSaysSinceWhen() {
        let rows: [(seconds: Int64, words: String)] = [
            (61, "1 minute ago"), (7300, "2 hours ago"), (90_000, "yesterday"), (864_000, "10 days ago"),
        ]
        for row in rows {
            let finding = TokenFinding.expired(at: 1_700_000_000 - row.seconds)
            #expect(
                finding.inWords(of: .initialAccessToken, now: 1_700_000_000)
                    == "This initial access token expired \(row.words), by its own word.")
        }
        #expect(
            TokenFinding.notYetGood(until: 7300).inWords(of: .accessToken, now: 0)
                == "This access token is good in 2 hours and not before, by its own word (RFC 7519, section 4.1.5).")
        let diagnostic = Diagnostic.doubtfulToken(
            [.wrongType("RegistrationAccessToken")], of: .initialAccessToken, at: "demo", now: 0, location: nil)
        #expect(diagnostic?.severity == .warning && diagnostic?.code == .tokenDoubtful)
        #expect(Diagnostic.doubtfulToken([], of: .accessToken, at: "demo", now: 0, location: nil) == nil)
    }
}
