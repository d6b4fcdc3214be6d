import OAuthRegistration
import StrictJSON
import Testing

/// Where a registration access token may go: never to another origin than the registration endpoint's.
struct RegistrationClientAddressTests {
    private let secure = "https://demo.kodjin.com/auth/realms/fhir/clients-registrations/openid-connect"

    @Test func anAddressIsUsedOnlyAtTheEndpointsOrigin() throws {
        let loopback = "http://127.0.0.1:8080/register"
        let cases: [(endpoint: String, given: JSONString?, asGiven: String, sameOrigin: String)] = [
            (secure, "https://demo.kodjin.com/c/1?x=y", "https://demo.kodjin.com/c/1?x=y", "https://demo.kodjin.com/c/1?x=y"),
            (secure, "https://DEMO.kodjin.com:443/c/1", "https://demo.kodjin.com/c/1", "https://demo.kodjin.com/c/1"),
            // The onboarding page's answer: http behind a proxy that ends TLS.
            (secure, "http://demo.kodjin.com/c/1", "upgraded https://demo.kodjin.com/c/1", "https://demo.kodjin.com/c/1"),
            (secure, "http://demo.kodjin.com:8080/c/1", "upgraded https://demo.kodjin.com/c/1", "https://demo.kodjin.com/c/1"),
            ("https://a:8443/r", "http://a/c/1", "upgraded https://a:8443/c/1", "https://a:8443/c/1"),
            (secure, "https://demo.kodjin.com:8443/c/1", "elsewhere", "https://demo.kodjin.com/c/1"),
            (secure, "https://other.example/c/1", "elsewhere", "https://demo.kodjin.com/c/1"),
            (secure, "http://other.example/c/1", "elsewhere", "https://demo.kodjin.com/c/1"),
            (loopback, "https://127.0.0.1:8080/c/1", "elsewhere", "http://127.0.0.1:8080/c/1"),
            (loopback, "http://localhost:8080/c/1", "elsewhere", "http://127.0.0.1:8080/c/1"),
            (loopback, "http://127.0.0.1:8081/c/1", "elsewhere", "http://127.0.0.1:8080/c/1"),
            (secure, "/c/1", "no address", "https://demo.kodjin.com/c/1"),
            (secure, "c/1", "no address", "https://demo.kodjin.com/c/1"),
            (secure, "//other.example/c/1", "no address", "no address"),
            (secure, "https://demo.kodjin.com/../c", "https://demo.kodjin.com/c", "https://demo.kodjin.com/c"),
            (
                secure, "https://demo.kodjin.com/a/./b/../c?x=/../y", "https://demo.kodjin.com/a/c?x=/../y",
                "https://demo.kodjin.com/a/c?x=/../y"
            ),
            (secure, "https://demo.kodjin.com/a/b/..", "https://demo.kodjin.com/a/", "https://demo.kodjin.com/a/"),
            (secure, "https://demo.kodjin.com/a/%2e%2e/c", "no address", "no address"),
            (secure, "https://other.example/../demo.kodjin.com/c", "elsewhere", "https://demo.kodjin.com/demo.kodjin.com/c"),
            (secure, "https://demo.kodjin.com/c/1#part", "https://demo.kodjin.com/c/1", "https://demo.kodjin.com/c/1"),
            (secure, "/a/../c/1", "no address", "https://demo.kodjin.com/c/1"),
            (secure, "a/../../c/1", "no address", "https://demo.kodjin.com/c/1"),
            (secure, "/..//other.example/c", "no address", "https://demo.kodjin.com//other.example/c"),
            (secure, "https://demo.kodjin.com\\@other.example/c", "no address", "no address"),
            (secure, "https://u@demo.kodjin.com/c", "no address", "no address"), (secure, "", "no address", "no address"),
            (secure, "javascript:alert(1)", "no address", "no address"), (secure, nil, "not given", "not given"),
        ]
        for (endpoint, given, asGiven, sameOrigin) in cases {
            let endpoint = try HTTPAddress(endpoint)
            for (policy, expected) in [(RegistrationClientURIPolicy.asGiven, asGiven), (.sameOrigin, sameOrigin)] {
                let resolved = RegistrationClientAddress.resolve(given: given, endpoint: endpoint, policy: policy)
                #expect(words(resolved) == expected, "\(given?.text ?? "nothing") at \(endpoint.text), \(policy)")
                if case .use(let address, _) = resolved { #expect(address.origin == endpoint.origin) }
            }
        }
    }

    @Test func anAddressThatCannotBeUsedTakesNoUsableOneAway() throws {
        let (usable, other, elsewhere): (JSONString, JSONString, JSONString) = (
            "https://demo.kodjin.com/c/1", "https://demo.kodjin.com/c/2", "http://internal:8080/c/1"
        )
        let cases: [(given: JSONString?, recorded: JSONString?, preferred: JSONString?)] = [
            (other, usable, other), (elsewhere, usable, usable), ("/c/1", usable, usable), (nil, usable, usable),
            (usable, elsewhere, usable), ("/c/1", elsewhere, "/c/1"), (elsewhere, nil, elsewhere), (nil, nil, nil),
        ]
        let endpoint = try HTTPAddress(secure)
        for (given, recorded, preferred) in cases {
            let found = RegistrationClientAddress.preferred(given, over: recorded, endpoint: endpoint, policy: .asGiven)
            #expect(found == preferred, "\(given?.text ?? "nothing") over \(recorded?.text ?? "nothing")")
        }
        let moved = RegistrationClientAddress.preferred(elsewhere, over: usable, endpoint: endpoint, policy: .sameOrigin)
        #expect(moved == elsewhere)
    }

    private func words(_ address: RegistrationClientAddress) -> String {
        switch address {
        case .use(let address, upgraded: true): "upgraded \(address.text)"
        case .use(let address, upgraded: false): address.text
        case .notUsed(.notGiven): "not given"
        case .notUsed(.notAnAddress): "no address"
        case .notUsed(.otherOrigin): "elsewhere"
        }
    }
}
