/// When a server wants to be asked again: its `Retry-After` (RFC 9110, section 10.2.3).
public enum RetryAfter: Hashable, Sendable {
    case seconds(Int)
    case date(HTTPDate)

    /// `nil` for text that is neither a count of seconds nor a date: it asks for nothing.
    public init?(_ field: String) {
        let trimmed = field.utf8.drop { $0 == 0x20 || $0 == 0x09 }
        let text = String(decoding: trimmed.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed(), as: UTF8.self)
        if !text.utf8.isEmpty, text.utf8.allSatisfy(\.isASCIIDigit) {
            guard let seconds = Int(text) else { return nil }
            self = .seconds(seconds)
        } else {
            guard let date = HTTPDate(text) else { return nil }
            self = .date(date)
        }
    }

    /// From `now` on. `nil` for a moment that has passed: then one of the two clocks is wrong, and it asks for nothing.
    ///
    /// - Parameter now: seconds since 1970-01-01T00:00:00Z.
    public func seconds(from now: Int) -> Int? {
        switch self {
        case .seconds(let seconds): seconds
        case .date(let date): date.seconds(readAt: now) < now ? nil : date.seconds(readAt: now) - now
        }
    }
}
