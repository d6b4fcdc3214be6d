import Dispatch
import Glibc
import StrictJSON

/// One HTTP/1.1 exchange a connection over plain sockets: a test sees every byte that came, and how it ended.
struct SocketClient: Sendable {
    let port: Int

    struct Answer: Sendable {
        /// Everything until the server closed.
        let bytes: [UInt8]

        private var parts: (head: String, body: [UInt8]) {
            let separator = Array("\r\n\r\n".utf8)
            let end = bytes.indices.first { bytes[$0...].starts(with: separator) } ?? bytes.endIndex
            return (String(decoding: bytes[..<end], as: UTF8.self), Array(bytes[end...].dropFirst(4)))
        }

        var status: Int? { parts.head.split(separator: " ").dropFirst().first.flatMap { Int($0) } }
        var head: String { parts.head.lowercased() }
        var body: [UInt8] { parts.body }
        var members: JSONObject { (try? JSONReader.read(body))?.object ?? [:] }
    }

    func send(_ method: String, _ path: String, token: String? = nil, fields: [String] = [], body: String = "") async -> Answer {
        var lines = [
            "\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close", "Content-Length: \(body.utf8.count)",
        ]
        lines += ["Content-Type: application/json"] + fields
        if let token { lines.append("Authorization: Bearer \(token)") }
        return await send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8))
    }

    /// On a thread of its own: a blocked thread of the concurrency pool could be the one that the server needs.
    private func send(_ request: [UInt8]) async -> Answer {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "socket client").async { continuation.resume(returning: Answer(bytes: exchange(request))) }
        }
    }

    private func exchange(_ request: [UInt8]) -> [UInt8] {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return [] }
        var rest = request[...]
        while !rest.isEmpty {
            // A server that refuses a large body closes before it has read all of it.
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count <= 0 { break }
            rest = rest.dropFirst(count)
        }
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while case let count = recv(descriptor, &chunk, chunk.count, 0), count > 0 { answer += chunk[..<count] }
        return answer
    }
}
