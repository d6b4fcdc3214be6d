import StrictJSON

/// What reader and scanner say of one text.
enum JSONVerdict: Hashable, CustomStringConvertible {
    case accepted
    case refused(JSONFault.Reason, at: Int)

    var isAccepted: Bool { self == .accepted }

    var description: String {
        switch self {
        case .accepted: "accepted"
        case .refused(let reason, let offset): "\(reason.rawValue) at \(offset)"
        }
    }

    static func ofReader(_ bytes: [UInt8]) -> JSONVerdict {
        verdict { () throws(JSONFault) in _ = try JSONReader.read(bytes) }
    }

    static func ofLenientReader(_ bytes: [UInt8]) -> JSONVerdict {
        verdict { () throws(JSONFault) in _ = try JSONReader.readLenient(bytes) }
    }

    static func ofScanner(_ bytes: [UInt8], order: JSONScanner.MemberOrder = .any) -> JSONVerdict {
        verdict { () throws(JSONFault) in
            var scanner = JSONScanner(bytes, order: order)
            try scanner.skipValue()
            try scanner.finish()
        }
    }

    private static func verdict(_ work: () throws(JSONFault) -> Void) -> JSONVerdict {
        do { try work() } catch { return .refused(error.reason, at: error.offset) }
        return .accepted
    }
}
