import NIOCore
import NIOHTTP1

/// After the HTTP codec: keeps the answer as it comes, so that a half one is not lost with the connection that it came on.
final class AnswerTap: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart

    private let connection: LaneConnection

    init(_ connection: LaneConnection) { self.connection = connection }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if let fault = connection.exchange?.note(unwrapInboundIn(data)) {
            context.fireErrorCaught(fault)
            context.close(promise: nil)
        } else {
            context.fireChannelRead(data)
        }
    }
}

extension Exchange {
    fileprivate func note(_ part: HTTPClientResponsePart) -> WireFault? {
        note { facts in
            if facts.isComplete { return nil }
            switch part {
            case .head(let head): return note(head, in: &facts)
            case .body(let bytes): return note(bytes, in: &facts)
            case .end:
                facts.isComplete = facts.head != nil
                return nil
            }
        }
    }

    private func note(_ head: HTTPResponseHead, in facts: inout Facts) -> WireFault? {
        if head.status.code == 101 { return .upgraded }
        if head.status.code < 200 {
            facts.informationalAnswers += 1
            return facts.informationalAnswers > limits.informationalAnswers ? .tooManyInformationalAnswers : nil
        }
        facts.head = head
        if head.headers.count > limits.headFields { return .tooManyFields }
        // ": " and CR LF.
        let bytes = head.headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
        return bytes > limits.headBytes ? .headTooLarge : nil
    }

    private func note(_ bytes: ByteBuffer, in facts: inout Facts) -> WireFault? {
        let room = bodyLimit - facts.body.count
        facts.body += bytes.readableBytesView.prefix(room)
        return bytes.readableBytes > room ? .answerTooLarge : nil
    }
}
