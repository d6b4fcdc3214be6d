import NIOHTTP1
import NIOSSL
import OAuthRegistration
import RollcallCore
import StrictJSON

/// What an attempt came to, from the facts of its sealed exchange.
struct Verdict {
    let request: HTTPRequest
    let proxy: Origin?
    let exchange: Exchange
    let facts: Exchange.Facts

    private var server: String { request.address.origin.text }

    /// - Parameter error: How the library says that it failed. A whole answer is an answer, whatever became of the connection.
    func outcome(after error: (any Error)?) async -> HTTPOutcome {
        if facts.fault == nil, facts.isComplete, let head = facts.head {
            guard let fault = fault(of: head) else { return .answer(answer(head)) }
            // The end of an answer without a length may be our own: the end of patience closes the connection.
            let isOurs = fault == .unframedAnswer && error != nil
            return .noAnswer(received: facts.body, isOurs ? await failure(error) : fault.failure(of: server, in: exchange))
        }
        let failure = await failure(error)
        return facts.requestBytes == 0 || isRefusedHandshake(error) ? .notSent(failure) : .noAnswer(received: facts.body, failure)
    }

    /// TLS 1.3 lets a client speak before the server has looked at its certificate. A server that then refuses the certificate has
    /// never opened what was said: its handshake did not end (RFC 8446, section 4.4.2.4), and ours knows no other moment to be asked
    /// for one.
    private func isRefusedHandshake(_ error: (any Error)?) -> Bool {
        guard request.address.origin.scheme == .https, facts.answerBytes == 0, let error = error as? BoringSSLError else {
            return false
        }
        return "\(error)".contains("ALERT_CERTIFICATE_REQUIRED")
    }

    private func failure(_ error: (any Error)?) async -> TransportFailure {
        if let fault = facts.fault ?? error as? WireFault { return fault.failure(of: server, in: exchange) }
        // Until there is a tunnel, who answers or does not is the proxy.
        let peer = facts.requestBytes == 0 ? proxy.map { "the proxy \($0.text)" } ?? server : server
        let failure = TransportFailure(error ?? CancellationError(), of: server, at: peer, limits: exchange.limits)
        return await diagnosed(failure)
    }

    /// A closer look, on a connection of its own that nothing is sent on. Not through a proxy: that would be another way.
    private func diagnosed(_ failure: TransportFailure) async -> TransportFailure {
        let origin = request.address.origin
        switch failure.kind {
        case .certificate where proxy == nil:
            return TransportFailure(.certificate, "\(failure.text): \(await CertificateDiagnosis.reason(origin))")
        case .certificate:
            return TransportFailure(
                .certificate, "\(failure.text): it has expired, is for another host, or its issuer is not trusted")
        case .connectTimeout where proxy == nil && origin.scheme == .https && facts.requestBytes == 0:
            guard await CertificateDiagnosis.accepts(origin) else { return failure }
            return TransportFailure(
                .tls,
                "no TLS connection to \(server): it takes connections, and does not end the handshake within "
                    + "\(exchange.limits.connect.words)")
        default: return failure
        }
    }

    // MARK: A whole answer

    private func answer(_ head: HTTPResponseHead) -> HTTPAnswer {
        HTTPAnswer(
            status: Int(head.status.code), contentType: head.headers.first(name: "Content-Type"),
            retryAfter: head.headers.first(name: "Retry-After"), location: head.headers.first(name: "Location"),
            date: head.headers.first(name: "Date"), body: facts.body)
    }

    private func fault(of head: HTTPResponseHead) -> WireFault? {
        let encodings = head.headers[canonicalForm: "Content-Encoding"]
        let transfers = head.headers[canonicalForm: "Transfer-Encoding"]
        if encodings.contains(where: { $0.lowercased() != "identity" }) { return .encodedAnswer }
        if transfers.contains(where: { $0.lowercased() != "chunked" }) { return .encodedAnswer }
        return isFramed(head) || isEvidentlyWhole ? nil : .unframedAnswer
    }

    /// Whether its end is told apart from a lost connection (RFC 9112, section 6.3).
    private func isFramed(_ head: HTTPResponseHead) -> Bool {
        [.noContent, .notModified].contains(head.status)
            || head.headers.contains(name: "Content-Length") || head.headers.contains(name: "Transfer-Encoding")
    }

    /// No part of a JSON object is one, so one that is whole says so itself.
    private var isEvidentlyWhole: Bool {
        switch request.method {
        case .delete: facts.body.isEmpty
        case .get, .post, .put: (try? JSONReader.readLenient(facts.body))?.value.object != nil
        }
    }
}
