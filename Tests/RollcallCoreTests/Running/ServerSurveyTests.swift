import StrictJSON
import Testing

@testable import OAuthRegistration
@testable import RollcallCore

/// Which of the documents about an address decides.
struct ServerSurveyTests {
    /// What stands above an address is somebody else's word, once the issuer at it has spoken.
    @Test func noIssuerAnswersForAnother() throws {
        let h = try HTTPAddress("https://h")
        let (own, above) = (
            DiscoverySource.about(try HTTPAddress("https://h/t")), DiscoverySource.above(try HTTPAddress("https://h/t"))
        )
        let root = #"{"issuer":"https://h","registration_endpoint":"/reg"}"#
        let rows: [(name: String, own: String?, above: String?, endpoint: String?, isOfAnother: Bool)] = [
            ("its own", #"{"issuer":"https://h/t","registration_endpoint":"/t/reg"}"#, root, "https://h/t/reg", false),
            ("of another", #"{"issuer":"https://h/t"}"#, root, nil, true),
            ("none at all", #"{"issuer":"https://h/t"}"#, nil, nil, false),
            ("an endpoint's address", nil, root, "https://h/reg", false), ("nothing is there", nil, nil, nil, false),
            ("the one above says nothing either", #"{"issuer":"https://h/t"}"#, #"{"issuer":"https://h"}"#, nil, false),
        ]
        for row in rows {
            var survey = ServerSurvey(documents: [])
            for (source, body, isAbove) in [(own[0], row.own, false), (above[0], row.above, true)] {
                let finding: ServerSurvey.Finding =
                    try body.map {
                        .metadata(try source.metadata(spelledIn: HTTPAnswer(status: 200, body: Array($0.utf8))))
                    } ?? .fault(.status(404))
                survey.documents.append(ServerSurvey.Document(source: source, isAbove: isAbove, finding: finding))
            }
            #expect(survey.deciding?.metadata.registrationEndpoint?.text == row.endpoint, "\(row.name)")
            #expect((survey.ofAnotherIssuer != nil) == row.isOfAnother, "\(row.name)")
            if row.isOfAnother { #expect(survey.deciding?.metadata.issuer == "https://h/t") }
        }
        // A SMART configuration that names the issuer above is of that issuer.
        let fhir = DiscoverySource.ofFHIRBaseURL(try HTTPAddress("https://h/fhir"))[0]
        let smart = try fhir.metadata(in: HTTPAnswer(status: 200, body: Array(#"{"issuer":"https://h"}"#.utf8)))
        let named = try DiscoverySource.ofIssuer(h, spelled: "https://h")[0].metadata(
            in: HTTPAnswer(status: 200, body: Array(root.utf8)))
        let survey = ServerSurvey(documents: [
            ServerSurvey.Document(source: fhir, isAbove: false, finding: .metadata(smart)),
            ServerSurvey.Document(source: above[0], isAbove: true, finding: .metadata(named)),
        ])
        #expect(survey.ofAnotherIssuer == nil && survey.deciding?.metadata.registrationEndpoint?.text == "https://h/reg")
    }
}
