import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// The rim: bytes in, bytes out. What is asked and answered is `ServerHost`'s business.
struct Listener: Sendable {
    let options: DevServer.Options
    let port: Int
    /// SIGINT and SIGTERM, once, end it gracefully.
    let endsOnSignals: Bool
    let onReady: @Sendable (DevServer.Address) -> Void

    /// Largest body of a request that is read.
    private static let bodyLimit = 256 * 1024

    func run() async throws {
        let host = try ServerHost(options: options)
        let application = application(host)
        do {
            try await endsOnSignals ? application.runService() : application.run()
        } catch let error as IOError {
            throw DevServerFailure.cannotListen(port: port, reason: error.description)
        } catch {
            throw await host.failure ?? error
        }
    }

    private func application(_ host: ServerHost) -> some ApplicationProtocol {
        Application(
            responder: CallbackResponder { try await Self.respond(to: $0, on: $1, host) },
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { await begin(host, $0) },
            // Hummingbird reports the cancellation that ends it as an error.
            logger: Logger(label: "rollcall.dev-server", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    /// Closing the listening channel is the only way to stop from here; `run` then finds the failure.
    private func begin(_ host: ServerHost, _ channel: any Channel) async {
        do throws(DevServerFailure) { onReady(try await host.begin(port: channel.localAddress?.port ?? port)) } catch {
            channel.close(promise: nil)
        }
    }

    private static func respond(to request: Request, on connection: Connection, _ host: ServerHost) async throws -> Response {
        guard let request = try await read(request) else { return response(RequestRefusal.tooLarge.response) }
        switch await host.process(request) {
        case .answer(let answer, after: let wait):
            if wait > .zero { try await Task.sleep(for: wait) }
            return response(answer)
        case .cut:
            try await connection.channel.close()
            return Response(status: .internalServerError)
        case .cutInside(let answer): return halfResponse(answer, connection.channel)
        }
    }

    /// `nil` if the body is too large.
    private static func read(_ request: Request) async throws -> ServerRequest? {
        let body: ByteBuffer
        do { body = try await request.body.collect(upTo: bodyLimit) } catch is NIOTooManyBytesError { return nil }
        return ServerRequest(
            method: request.method.rawValue, path: request.uri.path,
            authorization: Authorization(field: request.headers[.authorization]), contentType: request.headers[.contentType],
            idempotencyKey: HTTPField.Name("Idempotency-Key").flatMap { request.headers[$0] }, body: Array(buffer: body))
    }

    private static func response(_ answer: ServerResponse) -> Response {
        let body = answer.body.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
        return Response(status: .init(code: answer.status), headers: fields(answer), body: body)
    }

    /// Announces the whole body, sends half of it, and closes the connection.
    private static func halfResponse(_ answer: ServerResponse, _ channel: any Channel) -> Response {
        let half = ByteBuffer(bytes: answer.body.prefix(answer.body.count / 2))
        let body = ResponseBody(contentLength: answer.body.count) { writer in
            try await writer.write(half)
            try await channel.close()
        }
        return Response(status: .init(code: answer.status), headers: fields(answer), body: body)
    }

    private static func fields(_ answer: ServerResponse) -> HTTPFields {
        var fields = HTTPFields()
        for field in answer.fields {
            guard let name = HTTPField.Name(field.name) else { preconditionFailure("not a field name: \(field.name)") }
            fields.append(HTTPField(name: name, value: field.value))
        }
        return fields
    }
}

/// What the rim needs of the connection that a request came on.
private struct Connection: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) { channel = source.channel }
}
