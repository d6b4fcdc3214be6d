import OAuthRegistration

@testable import StrictJSON

/// What was read and written again is the same value, and stays the same bytes.
func fuzzJSON(_ bytes: [UInt8]) {
    let strict = try? JSONReader.read(bytes)
    let lenient = try? JSONReader.readLenient(bytes)
    if let strict {
        precondition(lenient?.value == strict && lenient?.duplicates.isEmpty == true, "the two readers differ")
        let written = strict.canonicalBytes
        precondition((try? JSONReader.read(written)) == strict, "what was written reads as something else")
        precondition((try? JSONReader.read(written))?.canonicalBytes == written, "canonical bytes are not")
    } else {
        precondition(lenient == nil || lenient?.duplicates.isEmpty == false, "refused without a reason")
    }
}

/// An accepted address is ASCII, says the same when it is written, and has the origin that its text begins with.
func fuzzAddress(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let address = try? HTTPAddress(text) else { return }
    precondition(address.text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }, "an odd character")
    precondition((try? HTTPAddress(address.text)) == address, "written otherwise than read")
    precondition(address.text.utf8.starts(with: address.origin.text.utf8), "another origin")
    precondition(!address.origin.text.utf8.contains(UInt8(ascii: "@")), "user information")
    precondition(!address.path.utf8.contains(UInt8(ascii: "#")) && address.path.utf8.first == UInt8(ascii: "/"), "no path")
}

/// Any answer to any call means something, and a client that it gives has an id.
func fuzzAnswer(_ bytes: [UInt8]) {
    guard bytes.count > 2 else { return }
    let statuses = [200, 201, 202, 204, 301, 400, 401, 403, 404, 408, 429, 500, 503]
    let answer = HTTPAnswer(
        status: statuses[Int(bytes[0]) % statuses.count], contentType: bytes[1] % 3 == 0 ? "text/html" : "application/json",
        retryAfter: bytes[1] % 2 == 0 ? String(decoding: bytes.suffix(4), as: UTF8.self) : nil, body: Array(bytes[2...]))
    for operation in RegistrationOperation.allCases {
        for expected in [nil, "web"] as [JSONString?] {
            switch RegistrationAnswer(to: operation, of: answer, profile: .generic, expecting: expected) {
            case .client(let information, _):
                precondition(!information.clientID.utf8.isEmpty, "a client without an id")
                precondition(expected == nil || information.clientID == expected, "another client")
                precondition(answer.status / 100 == 2, "a success that is none")
            case .deleted: precondition(operation == .delete, "nothing else deletes")
            case .refused(let refusal), .uncertain(let refusal):
                _ = refusal.withholding([Secret("a")])
            }
        }
    }
}
