import Dispatch
import Foundation
import Glibc

/// Somebody else at the server: plain HTTP/1.1 over a socket, with nothing of rollcall in between.
enum ThirdHand {
    struct Answer: Sendable {
        let status: Int
        /// Of a JSON object; empty otherwise.
        let members: [String: any Sendable]
    }

    /// One exchange on a connection of its own.
    ///
    /// - Parameter address: Absolute, `http`, on loopback.
    static func send(_ method: String, _ address: String, token: String?, body: [String: any Sendable]? = nil) async throws
        -> Answer
    {
        guard let url = URL(string: address), let port = url.port.flatMap(UInt16.init(exactly:)) else {
            throw ScenarioFailure("not an address on loopback: \(address)")
        }
        let content = try body.map { try JSONSerialization.data(withJSONObject: $0) } ?? Data()
        // Foundation's `path` drops a slash at the end, which some servers insist on.
        let path = address.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" }
        var head = [
            "\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close", "Content-Length: \(content.count)",
        ]
        head += ["Content-Type: application/json", "Accept: application/json"]
        if let token { head.append("Authorization: Bearer \(token)") }
        let request = Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8) + content
        let bytes = await withCheckedContinuation { continuation in
            DispatchQueue(label: "third hand").async { continuation.resume(returning: exchange(request, port)) }
        }
        return try Answer(bytes)
    }

    private static func exchange(_ request: [UInt8], _ port: UInt16) -> [UInt8] {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = loopback(port: port)
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0, Glibc.send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            return []
        }
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while case let count = recv(descriptor, &chunk, chunk.count, 0), count > 0 { answer += chunk[..<count] }
        return answer
    }
}

extension ThirdHand.Answer {
    fileprivate init(_ bytes: [UInt8]) throws {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n"), let status = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { throw ScenarioFailure("no answer: \(text)") }
        // The object is found by its braces: whether the body came in chunks is not this test's business.
        let body = text[end.upperBound...]
        let object = body.firstIndex(of: "{").flatMap { first in body.lastIndex(of: "}").map { body[first...$0] } }
        let parsed = try object.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) }
        self.init(status: status, members: (parsed as? [String: any Sendable]) ?? [:])
    }
}
