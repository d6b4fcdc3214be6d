/// How long and how much one attempt may take. What is over a limit ends the attempt; nothing is sent again.
public struct TransportLimits: Hashable, Sendable {
    /// Name resolution, TCP and TLS together.
    public var connect: Duration = .seconds(10)
    /// From the end of the request to the first byte of an answer, and between two parts of it.
    public var firstByte: Duration = .seconds(30)
    /// The whole attempt: POST, PUT and DELETE.
    public var totalOfWrite: Duration = .seconds(60)
    /// The whole attempt: GET.
    public var totalOfRead: Duration = .seconds(30)
    /// Once an answer has begun, at least `slowBytes` must come in each window.
    public var slowWindow: Duration = .seconds(10)
    public var slowBytes = 1000
    /// Of an answer's status line and fields.
    public var headBytes = 64 * 1024
    public var headFields = 200
    /// 1xx answers before the final one.
    public var informationalAnswers = 5

    public init() {}
}
