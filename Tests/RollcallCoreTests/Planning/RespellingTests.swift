import OAuthRegistration
import StrictJSON
import Testing

@testable import RollcallCore

/// A server that shows URIs in its own spelling: that is no drift, and what leads elsewhere still is.
struct RespellingTests {
    @Test func oneAddressHasOneSpelling() {
        let rows: [(JSONString, JSONString)] = [
            ("https://A.Example.com", "https://a.example.com/"), ("HTTPS://a.example.com:443/cb", "https://a.example.com/cb"),
            ("http://a.example.com:80?x=Y", "http://a.example.com/?x=Y"), ("http://a.example.com:/", "http://a.example.com/"),
            ("http://a.example.com:443/", "http://a.example.com:443/"), ("https://a/%7eme/%2fx%e9", "https://a/~me/%2Fx%E9"),
            ("https://U@A/", "https://U@a/"), ("com.Example.App:/cb", "com.example.app:/cb"), ("urn:X:Y", "urn:X:Y"),
            ("https://a/Cb/../x//", "https://a/Cb/../x//"), ("https://[::1]:443/", "https://[::1]/"), ("not one", "not one"),
            ("https://a/%4", "https://a/%4"), ("", ""), ("https://", "https:///"),
        ]
        for (text, normal) in rows {
            #expect(URISpelling.normal(text) == normal, "\(text)")
            #expect(URISpelling.normal(normal) == normal, "\(text), twice")
        }
    }

    @Test func whatLeadsElsewhereIsStillDrift() {
        let granted: JSONValue = ["https://App.example.com", "https://app.example.com/cb"]
        let spelled: JSONValue = ["https://app.example.com/cb", "https://app.example.com/"]
        let rows:
            [(
                name: String, fate: FieldQuirk.Fate?, observed: JSONValue?, cause: FieldChange.Cause?,
                verdict: ClientComparison.Verdict
            )] = [
                ("as granted", .respelled, granted, nil, .nothing), ("respelled", .respelled, spelled, nil, .nothing),
                ("respelled, and nobody knows", nil, spelled, .drifted, .update),
                (
                    "one more", .respelled,
                    ["https://app.example.com/", "https://app.example.com/cb", "https://evil.example.net/"], .drifted, .update
                ),
                ("another path", .respelled, ["https://app.example.com/", "https://app.example.com/CB"], .drifted, .update),
                ("one less", .respelled, ["https://app.example.com/"], .drifted, .update),
                ("none", .respelled, nil, .drifted, .update),
            ]
        for row in rows {
            var traits = ServerTraits(profile: .generic)
            if let fate = row.fate { traits.evidence.fields = ["redirect_uris": fate] }
            let metadata = ClientMetadata(["redirect_uris": granted])
            let comparison = ClientComparison(
                desired: Change.Target(metadata: metadata, tags: [:], protect: false, ignore: []), requested: metadata,
                granted: metadata, observed: ClientMetadata(row.observed.map { ["redirect_uris": $0] } ?? [:]), traits: traits)
            #expect(comparison.fields.map(\.cause) == [row.cause].compactMap(\.self), "\(row.name)")
            #expect(comparison.verdict == row.verdict, "\(row.name)")
        }
    }

    /// A second spelling that the manifest asks for is sent, though it looks as the server shows the first.
    @Test func anEditOfTheSpellingIsSent() {
        var traits = ServerTraits(profile: .generic)
        traits.evidence.fields = ["redirect_uris": .respelled]
        let comparison = ClientComparison(
            desired: Change.Target(
                metadata: ClientMetadata(["redirect_uris": ["https://a.example.com/"]]), tags: [:], protect: false, ignore: []),
            requested: ClientMetadata(["redirect_uris": ["https://a.example.com"]]),
            granted: ClientMetadata(["redirect_uris": ["https://a.example.com"]]),
            observed: ClientMetadata(["redirect_uris": ["https://a.example.com/"]]), traits: traits)
        #expect(comparison.verdict == .update && comparison.fields.map(\.cause) == [.edited])
    }
}
