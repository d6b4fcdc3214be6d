import NIOHTTP1
import OAuthRegistration
import RollcallCore
import StrictJSON

/// What an attempt came to, from the facts of its sealed exchange.
struct Verdict {
    let request: HTTPRequest
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
        return facts.requestBytes == 0 ? .notSent(failure) : .noAnswer(received: facts.body, failure)
    }

    private func failure(_ error: (any Error)?) async -> TransportFailure {
        if let fault = facts.fault ?? error as? WireFault { return fault.failure(of: server, in: exchange) }
        let failure = TransportFailure(error ?? CancellationError(), of: server, limits: exchange.limits)
        guard failure.kind == .certificate else { return failure }
        let reason = await CertificateDiagnosis.reason(request.address.origin)
        return TransportFailure(.certificate, "\(failure.text): \(reason)")
    }

    // MARK: A whole answer

    private func answer(_ head: HTTPResponseHead) -> HTTPAnswer {
        HTTPAnswer(
            status: Int(head.status.code), contentType: head.headers.first(name: "Content-Type"),
            retryAfter: head.headers.first(name: "Retry-After"), body: facts.body)
    }

    private func fault(of head: HTTPResponseHead) -> WireFault? {
        let encodings = head.headers[canonicalForm: "Content-Encoding"]
        if encodings.contains(where: { $0.lowercased() != "identity" }) { return .encodedAnswer }
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
