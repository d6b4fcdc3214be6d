import Dispatch
import Glibc
public import OAuthRegistration
import Synchronization

/// A server on 127.0.0.1 whose connections go by a script, so that a test ends them where it wants. It speaks no HTTP of its own.
///
/// When its script is over, a connection is ended as HTTP does (FIN), and what the client still sends is read: every byte of a
/// request that ever arrives is seen. It listens until `requestsSeen` is called, which every test must do.
public final class HostileServer: Sendable {
    public enum Step: Sendable {
        /// So many bytes of the request.
        case read(Int)
        /// To the empty line after the request's fields.
        case readHead
        /// And so many bytes more.
        case readBody(Int)
        /// To the end of what `Content-Length` says.
        case readRequest
        case write(String)
        /// A part, a pause of so many milliseconds, the next.
        case drip([String], every: Int)
        /// Ends the connection with RST.
        case reset
        /// Until the client ends the connection.
        case wait
        /// Again and again, until the client ends the connection.
        case flood(String)
        /// The request, as far as it was read, goes to a server at this port, and its answer comes, whole.
        case forward(Int)
        /// What came of it, less so many bytes at its end.
        case answer(less: Int)
        /// Everything, in both directions, to a server at this port, until one of the two ends it.
        case tunnel(Int)
        /// Lets `announced` return.
        case announce
    }

    private let listener: Int32
    public let port: Int
    private let script: @Sendable (_ connection: Int, _ head: () -> String) -> [Step]
    private let answers = Mutex<[String]>([])
    private let flooded = Mutex(0)
    private let requests = Mutex<[[UInt8]]>([])
    private let open = DispatchGroup()
    private let (announcements, announcement) = AsyncStream<Void>.makeStream()

    /// - Parameter scripts: One a connection, in the order in which they come; the last is also for all that come after it.
    public convenience init(_ scripts: [Step]...) {
        self.init { connection, _ in scripts.isEmpty ? [] : scripts[min(connection, scripts.count - 1)] }
    }

    /// - Parameter script: By the connection's number, from 0, and, if it is asked for, the head of its request.
    public init(choosing script: @escaping @Sendable (_ connection: Int, _ head: () -> String) -> [Step]) {
        self.script = script
        (listener, port) = Self.listen()
        DispatchQueue(label: "hostile server").async(group: open) { self.accept() }
    }

    /// Each connection on a thread of its own, until `requestsSeen` ends the listening.
    private func accept() {
        var number = 0
        while case let connection = Glibc.accept(listener, nil, nil), connection >= 0 {
            let current = number
            number += 1
            DispatchQueue(label: "hostile connection").async(group: open) { self.serve(connection, current) }
        }
        close(listener)
    }

    /// The answers of the servers that something was forwarded to, as they came.
    public var answersSeen: [String] { answers.withLock { $0 } }
    /// Bytes of floods that the client took.
    public var bytesTaken: Int { flooded.withLock { $0 } }

    public var origin: String { "http://127.0.0.1:\(port)" }
    public func address(_ path: String = "/register") -> HTTPAddress { try! HTTPAddress(origin + path) }

    /// Returns when a connection came to `announce`.
    public func announced() async { for await _ in announcements { return } }

    /// What arrived, once every connection has ended: of each connection that brought a byte, all of them.
    public func requestsSeen() async -> [String] {
        shutdown(listener, Int32(SHUT_RDWR))
        await withCheckedContinuation { done in open.notify(queue: .global()) { done.resume() } }
        return requests.withLock { $0.map { String(decoding: $0, as: UTF8.self) } }
    }

    // MARK: A connection

    private func serve(_ connection: Int32, _ number: Int) {
        var (seen, answer): ([UInt8], [UInt8]) = ([], [])
        defer {
            close(connection)
            if !seen.isEmpty { requests.withLock { $0.append(seen) } }
        }
        let script = script(number) {
            read(connection, into: &seen) { $0.endOfHead != nil }
            return String(decoding: seen, as: UTF8.self)
        }
        for step in script {
            switch step {
            case .read(let count): read(connection, into: &seen) { $0.count >= count }
            case .readHead: read(connection, into: &seen) { $0.endOfHead != nil }
            case .readBody(let count):
                read(connection, into: &seen) { bytes in bytes.endOfHead.map { bytes.count >= $0 + count } ?? false }
            case .readRequest: read(connection, into: &seen) { $0.isWholeRequest }
            case .write(let text): write(text, to: connection)
            case .drip(let parts, let milliseconds):
                for part in parts where write(part, to: connection) { usleep(UInt32(milliseconds) * 1000) }
            case .reset:
                var linger = linger(l_onoff: 1, l_linger: 0)
                setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
                return
            case .wait: read(connection, into: &seen) { _ in false }
            case .flood(let text):
                var count = 0
                while count < 64 << 20, write(text, to: connection) { count += text.utf8.count }
                flooded.withLock { $0 += count }
            case .forward(let port):
                answer = Self.exchange(seen, port)
                answers.withLock { $0.append(String(decoding: answer, as: UTF8.self)) }
            case .answer(let less): write(String(decoding: answer.dropLast(less), as: UTF8.self), to: connection)
            case .tunnel(let port): Self.tunnel(connection, port)
            case .announce: announcement.yield()
            }
        }
        shutdown(connection, Int32(SHUT_WR))
        read(connection, into: &seen) { _ in false }
    }

    /// Until there is enough, or the client ends the connection.
    private func read(_ connection: Int32, into seen: inout [UInt8], until isEnough: ([UInt8]) -> Bool) {
        var byte: [UInt8] = [0]
        while !isEnough(seen), recv(connection, &byte, 1, 0) == 1 { seen.append(byte[0]) }
    }

    @discardableResult
    private func write(_ text: String, to connection: Int32) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count <= 0 { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    // MARK: The server behind

    /// One exchange, told to be the last on its connection.
    private static func exchange(_ request: [UInt8], _ port: Int) -> [UInt8] {
        guard let line = request.firstIndex(of: 0x0A) else { return [] }
        let upstream = connected(to: port)
        defer { close(upstream) }
        let whole = request[...line] + Array("Connection: close\r\n".utf8) + request[(line + 1)...]
        _ = Array(whole).withUnsafeBytes { send(upstream, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        var answer: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65536)
        while case let count = recv(upstream, &part, part.count, 0), count > 0 { answer += part[..<count] }
        return answer
    }

    private static func tunnel(_ client: Int32, _ port: Int) {
        let upstream = connected(to: port)
        defer { close(upstream) }
        var ends = [client, upstream].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var part = [UInt8](repeating: 0, count: 65536)
        while poll(&ends, 2, 10_000) > 0 {
            for (index, other) in [(0, upstream), (1, client)] where ends[index].revents != 0 {
                let count = recv(ends[index].fd, &part, part.count, 0)
                if count <= 0 || send(other, part, count, Int32(MSG_NOSIGNAL)) != count { return }
            }
        }
    }

    private static func connected(to port: Int) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        withLoopback(port: port) { _ = connect(descriptor, $0, $1) }
        return descriptor
    }

    // MARK: Sockets

    /// - Parameter backlog: How many connections the system takes on before they are accepted; `nil`: none, and nobody else can have
    ///   the port.
    public static func listen(backlog: Int32? = 128) -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        let port = withLoopback(port: 0) { address, size in
            precondition(bind(descriptor, address, size) == 0)
            if let backlog { precondition(Glibc.listen(descriptor, backlog) == 0) }
            var size = size
            precondition(getsockname(descriptor, address, &size) == 0)
            return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { Int(UInt16(bigEndian: $0.pointee.sin_port)) }
        }
        return (descriptor, port)
    }

    /// A socket that is connected, or would like to be.
    public static func beginConnecting(to port: Int) -> Int32 {
        let flags = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let descriptor = socket(AF_INET, flags, 0)
        withLoopback(port: port) { _ = connect(descriptor, $0, $1) }
        return descriptor
    }

    private static func withLoopback<Result>(port: Int, _ use: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        return withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { use($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }
}

extension [UInt8] {
    fileprivate var endOfHead: Int? {
        let mark = Array("\r\n\r\n".utf8)
        return indices.first { self[$0...].starts(with: mark) }.map { $0 + 4 }
    }

    fileprivate var isWholeRequest: Bool {
        guard let end = endOfHead else { return false }
        let fields = String(decoding: self[..<end], as: UTF8.self).lowercased().split(separator: "\r\n")
        let length = fields.first { $0.hasPrefix("content-length:") }.flatMap { Int($0.dropFirst(15).filter { $0 != " " }) }
        return count >= end + (length ?? 0)
    }
}
