import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import OAuthRegistration
import RollcallCore

extension HTTPClientRequest {
    /// The request with exactly the fields that it needs. Throws `badRequest` for a credential that no field can carry: the library
    /// would refuse it, too, and put it into the message.
    init(_ request: HTTPRequest, userAgent: String) throws(TransportFailure) {
        self.init(url: request.address.text)
        method = HTTPMethod(rawValue: request.method.rawValue)
        // Without it any coding of the answer would do (RFC 9110, section 12.5.3), and nothing is decompressed.
        headers = ["Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": userAgent]
        if let bearer = request.bearer { headers.add(name: "Authorization", value: try Self.authorization(bearer)) }
        if let basic = request.basic {
            headers.add(name: "Authorization", value: basic.expose { "Basic " + Base64.encode($0) })
        }
        if let key = request.idempotencyKey { headers.add(name: "Idempotency-Key", value: key) }
        if let bytes = request.body {
            headers.add(name: "Content-Type", value: request.isForm ? "application/x-www-form-urlencoded" : "application/json")
            body = .bytes(ByteBuffer(bytes: bytes))
        }
    }

    private static func authorization(_ bearer: Secret) throws(TransportFailure) -> String {
        let value = bearer.expose { bytes in
            !bytes.isEmpty && bytes.allSatisfy { (0x21...0x7E).contains($0) }
                ? "Bearer " + String(decoding: bytes, as: UTF8.self) : nil
        }
        guard let value else {
            throw TransportFailure(
                .badRequest,
                "the token is empty or holds a character that no header field can carry, such as a space or a line break")
        }
        return value
    }
}
