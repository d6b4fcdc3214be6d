import NIOCore

/// Between TLS (or the socket) and the HTTP codec: counts what passes in clear, both ways, and stops a request that is sealed.
///
/// A connection carries one request, and belongs to the exchange that is the lane's when its first byte passes: what a server
/// says later on an old connection is never booked on a newer exchange.
final class WireTap: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private let connection: LaneConnection

    init(_ connection: LaneConnection) { self.connection = connection }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if connection.bound().countRequest(bytes: unwrapOutboundIn(data).readableBytes) {
            context.write(data, promise: promise)
        } else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            context.close(promise: nil)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let count = unwrapInboundIn(data).readableBytes
        if let fault = connection.exchange?.noteAnswer(bytes: count) {
            context.fireErrorCaught(fault)
            context.close(promise: nil)
        } else {
            context.fireChannelRead(data)
        }
    }
}

extension Exchange {
    /// A head that never ends, and chunks of nothing but extensions, are seen only here. One read may carry 64 KiB of what
    /// follows the head; a body in chunks of one byte takes six bytes for each.
    fileprivate func noteAnswer(bytes count: Int) -> WireFault? {
        note { facts in
            facts.answerBytes += count
            if facts.head == nil { return facts.answerBytes > limits.headBytes + 65_536 ? .headTooLarge : nil }
            return facts.answerBytes > limits.headBytes + 65_536 + 8 * bodyLimit ? .answerTooLarge : nil
        }
    }
}

/// One connection of a lane, on its event loop, shared by its taps.
final class LaneConnection {
    private let wire: Wire
    /// `nil` until something is sent.
    private(set) var exchange: Exchange?

    init(_ wire: Wire) { self.wire = wire }

    func bound() -> Exchange {
        let bound = exchange ?? wire.exchange
        exchange = bound
        return bound
    }
}
