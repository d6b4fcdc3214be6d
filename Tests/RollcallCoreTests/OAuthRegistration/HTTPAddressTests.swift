import RollcallTestKit
import Testing

@testable import OAuthRegistration

/// The grammar of addresses that credentials are sent to: what is read, what is refused, and where.
struct HTTPAddressTests {
    @Test func anAddressIsReadInOneSpelling() throws {
        let cases: [(String, text: String, origin: String)] = [
            ("https://id.example.com/register", "https://id.example.com/register", "https://id.example.com"),
            ("https://id.example.com", "https://id.example.com/", "https://id.example.com"),
            ("HTTPS://ID.Example.com:443/Register", "https://id.example.com/Register", "https://id.example.com"),
            ("http://a:80/", "http://a/", "http://a"), ("http://a:443/", "http://a:443/", "http://a:443"),
            ("https://a:8443?x=/?&y=%2e", "https://a:8443/?x=/?&y=%2e", "https://a:8443"),
            ("https://a/?", "https://a/?", "https://a"),
            ("https://my_host/a//b/", "https://my_host/a//b/", "https://my_host"),
            ("https://a/%7Ex;v=1,2/(!$&'*+=:@)", "https://a/%7Ex;v=1,2/(!$&'*+=:@)", "https://a"),
            ("http://[::1]:8080/x", "http://[::1]:8080/x", "http://[::1]:8080"),
            ("http://[2001:DB8::192.0.2.1]/", "http://[2001:db8::192.0.2.1]/", "http://[2001:db8::192.0.2.1]"),
            ("http://127.0.0.1:65535/", "http://127.0.0.1:65535/", "http://127.0.0.1:65535"),
            (
                "https://xn--bcher-kva.example/.well-known/...", "https://xn--bcher-kva.example/.well-known/...",
                "https://xn--bcher-kva.example"
            ),
            ("https://a.0example/", "https://a.0example/", "https://a.0example"),
        ]
        for (given, text, origin) in cases {
            let address = try HTTPAddress(given)
            #expect(address.text == text)
            #expect(address.origin.text == origin)
            #expect(try HTTPAddress(text) == address, "\(given): its text is read as the same address")
        }
    }

    @Test func whatReadersDisagreeAboutIsRefusedWithItsPlace() {
        let cases: [(String, AddressFault.Reason, Int)] = [
            ("", .empty, 0), ("ftp://a/", .notHTTP, 0), ("https:/a", .notHTTP, 0), ("//a/b", .notHTTP, 0), ("/b", .notHTTP, 0),
            ("https://" + String(repeating: "a", count: 8192), .tooLong, 0),
            ("https://user@a/", .userInformation, 12), ("https://a:b@c/", .userInformation, 11),
            ("https://a@/", .userInformation, 9),
            ("http://a.example\\@b.example/", .backslash, 16), ("https://a/b#c", .fragment, 11), ("https://a/?b#", .fragment, 12),
            ("https://a/ b", .spaceOrControl, 10), (" https://a/", .spaceOrControl, 0), ("https://a/\n", .spaceOrControl, 10),
            ("https://a\t/", .spaceOrControl, 9), ("https://a/\u{7F}", .spaceOrControl, 10),
            ("https://a/\u{0}", .spaceOrControl, 10),
            ("https://bücher.example/", .nonASCII, 9), ("https://a/\u{202E}b", .nonASCII, 10), ("https://а/", .nonASCII, 8),
            ("https:///x", .noHost, 8), ("https://:443/", .noHost, 8), ("https://?x", .noHost, 8),
            ("https://a..b/", .badHost, 8), ("https://a./", .badHost, 8), ("https://.a/", .badHost, 8),
            ("https://a%2eb/", .badHost, 9),
            ("https://a,b/", .badHost, 9), ("https://\(String(repeating: "a", count: 64)).b/", .badHost, 8),
            ("https://0x7f.1/", .badIPAddress, 8), ("https://127.1/", .badIPAddress, 8),
            ("https://2130706433/", .badIPAddress, 8),
            ("https://0177.0.0.1/", .badIPAddress, 8), ("https://256.0.0.1/", .badIPAddress, 8),
            ("https://1.2.3.0X4/", .badIPAddress, 8),
            ("https://[::1/", .badIPAddress, 8), ("https://[::g]/", .badIPAddress, 8),
            ("https://[fe80::1%25eth0]/", .badIPAddress, 8),
            ("https://[1:2:3]/", .badIPAddress, 8), ("https://[1::2::3]/", .badIPAddress, 8), ("https://[]/", .badIPAddress, 8),
            ("https://[1:2:3:4:5:6:7:8:9]/", .badIPAddress, 8), ("https://[12345::]/", .badIPAddress, 8),
            ("https://[::1.2.3]/", .badIPAddress, 8), ("https://[1:2:3:4:5:6:7::8]/", .badIPAddress, 8),
            ("https://a:0/", .badPort, 9), ("https://a:65536/", .badPort, 9), ("https://a:0443/", .badPort, 9),
            ("https://a:/", .badPort, 9),
            ("https://a:+1/", .badPort, 9), ("https://a:1:2/", .badPort, 9), ("https://[::1]x/", .badPort, 13),
            ("https://a/%", .badPercent, 10), ("https://a/%2", .badPercent, 10), ("https://a/%zz", .badPercent, 10),
            ("https://a/?%", .badPercent, 11), ("https://a/%2e%2E/b", .encodedSeparator, 10),
            ("https://a/%2Fb", .encodedSeparator, 10),
            ("https://a/%5c", .encodedSeparator, 10), ("https://a/%00", .encodedSeparator, 10),
            ("https://a/%0d%0a", .encodedSeparator, 10),
            ("https://a/../b", .dotSegment, 10), ("https://a/b/.", .dotSegment, 12), ("https://a/./b", .dotSegment, 10),
            ("https://a/{b}", .badCharacter, 10), ("https://a/[b]", .badCharacter, 10), ("https://a/\"", .badCharacter, 10),
            ("https://a/?<b>", .badCharacter, 11), ("https://a/b|c", .badCharacter, 11), ("https://a/^", .badCharacter, 10),
        ]
        for (text, reason, offset) in cases {
            #expect(throws: AddressFault(reason, at: offset), "\(text.debugDescription)") { try HTTPAddress(text) }
        }
        #expect("\(AddressFault(.backslash, at: 11))" == "a backslash, which some readers take for a slash (character 12)")
    }

    @Test func whateverIsAcceptedReadsBackAsItself() throws {
        var generator = SeededGenerator(seed: 7591)
        let pieces = [
            "https://", "http://", "a", "B", ".", "..", "/", "//", ":", "443", "0", "@", "?", "#", "%", "2e", "%7e", "[::1]",
            "\\", "é", " ", "-", "_",
        ]
        var accepted = 0
        for _ in 0..<5_000 {
            let start = Bool.random(using: &generator) ? "https://" : "http://"
            let text =
                start
                + (0..<Int.random(in: 0..<8, using: &generator)).map { _ in pieces.randomElement(using: &generator)! }.joined()
            guard let address = try? HTTPAddress(text) else { continue }
            accepted += 1
            try #require(try HTTPAddress(address.text) == address, "\(text)")
            try #require(
                address.path.first == "/" && !address.origin.host.isEmpty && address.text.hasPrefix(address.origin.text + "/"))
        }
        #expect(accepted > 300)
    }

    @Test func loopbackIsThisMachineAndNothingElse() throws {
        let loopback = ["127.0.0.1", "127.255.255.254", "[::1]", "[0:0:0:0:0:0:0:1]", "[::0.0.0.1]", "localhost", "LOCALHOST"]
        let others = [
            "126.0.0.1", "128.0.0.1", "0.0.0.0", "[::]", "[::ffff:127.0.0.1]", "[::2]", "localhost.example.com",
            "127.0.0.1.example.com",
            "notlocalhost", "169.254.169.254",
        ]
        for host in loopback { #expect(try HTTPAddress("http://\(host):8080/").origin.isLoopback, "\(host)") }
        for host in others { #expect(try !HTTPAddress("http://\(host):8080/").origin.isLoopback, "\(host)") }
    }

    @Test func aReferenceIsAWholeAddressOrAPath() throws {
        let cases: [(base: String, reference: String, text: String)] = [
            ("https://a/fhir", "https://b/x", "https://b/x"), ("https://a/fhir", "HTTP://b", "http://b/"),
            ("https://a/fhir?q", "/auth/register", "https://a/auth/register"),
            ("https://a/fhir", "register?x=1", "https://a/fhir/register?x=1"),
            ("https://a/fhir/", "register", "https://a/fhir/register"), ("https://a", "x/y", "https://a/x/y"),
            ("https://a/b", "/", "https://a/"), ("https://a/fhir", "../auth/register", "https://a/auth/register"),
            // RFC 3986, sections 5.2.4 and 5.4, with the base as a folder.
            ("https://a/b/c/d", "./g", "https://a/b/c/d/g"), ("https://a/b/c/d", ".", "https://a/b/c/d/"),
            ("https://a/b/c/d", "..", "https://a/b/c/"), ("https://a/b/c/d", "../../g", "https://a/b/g"),
            ("https://a/b", "../../../g", "https://a/g"), ("https://a/b", "/./g", "https://a/g"),
            ("https://a/b", "/../g", "https://a/g"), ("https://a/b", "g.", "https://a/b/g."),
            ("https://a/b", "..g", "https://a/b/..g"), ("https://a/b", "g/./h/../i//", "https://a/b/g/i//"),
            ("https://a/b", "/a//../c", "https://a/a/c"), ("https://a/b", "https://c/x/../y/.?z=../w", "https://c/y/?z=../w"),
        ]
        for (base, reference, text) in cases {
            #expect(try HTTPAddress(base).resolving(reference).text == text, "\(base), \(reference)")
        }
        let refused: [(String, AddressFault.Reason)] = [
            ("", .empty), ("//evil.example/x", .notAReference), ("?x", .notAReference),
            ("%2e%2e/x", .encodedSeparator), ("x#y", .fragment), ("#y", .notAReference), ("javascript:x", .notHTTP),
            ("a b", .spaceOrControl),
            ("\\\\evil", .backslash), ("https:x", .notHTTP),
        ]
        let base = try HTTPAddress("https://a/fhir")
        for (reference, reason) in refused {
            let fault = #expect(throws: AddressFault.self, "\(reference)") { try base.resolving(reference) }
            #expect(fault?.reason == reason, "\(reference)")
        }
    }

    @Test func aPathIsAppendedWithOneSlash() throws {
        for base in ["https://a/fhir", "https://a/fhir/", "https://a/fhir?x=1"] {
            for path in [".well-known/x", "/.well-known/x"] {
                #expect(try HTTPAddress(base).appendingPath(path).text == "https://a/fhir/.well-known/x")
            }
        }
        #expect(try HTTPAddress("https://a").appendingPath("x").text == "https://a/x")
    }
}
