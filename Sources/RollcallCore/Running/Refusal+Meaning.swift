public import OAuthRegistration
import StrictJSON

/// What a refusal says beyond no: of the method, of the registration, of what was sent.
extension Refusal {
    /// 405 and 501: there is no such call here (RFC 7592, section 2.3 has 405 for deletion).
    public var isMissingMethod: Bool { status == 405 || status == 501 }

    /// An answer to a read without a client in it, and without a sign that it will be another one later.
    public var showsNoClient: Bool { isDefinite || (200..<300).contains(status) && shape != .anotherClient }

    /// The server has judged what was sent (RFC 7591, section 3.2.2). Any other refusal is of the token, the moment or the way.
    var forbidsEmptyValues: Bool { status == 400 || status == 422 }

    /// A delete that was answered so is answered so each time: the client is gone, or its token is dead, or the server deletes none. What an
    /// administrator's token is refused with tells nothing of the client.
    func leavesBehind(_ profile: ServerProfile, toAdministrator isAdministrator: Bool) -> Bool {
        isMissingMethod || !isAdministrator && profile.saysGone(status)
    }

    /// What an administrator is told of a client that is not there. Of a bearer that is no good it is 401 (RFC 6750, section 3.1).
    var isSaidOfAbsence: Bool { status == 410 || status == 404 && !isOfGateway }

    /// More likely said by something in front of the server, which has no way to it or lets nobody in, than by the server itself: a page, or
    /// JSON with a `message` and no `error` (Kong: `{"message":"no Route matched with those values"}`).
    var isOfGateway: Bool {
        switch shape {
        case .html, .truncatedJSON, .compressed: true
        case .text: status == 404
        case .json: errorDescription != nil
        case .oauth, .anotherClient, .empty: false
        }
    }

    /// A judgement of what was sent that names one of these members (`Unrecognized field "created_at"`).
    func names(oneOf members: [JSONString]) -> Bool {
        guard forbidsEmptyValues, let description = errorDescription else { return false }
        return members.contains { description.holds($0) }
    }

    /// A definite no that names the secret: Hydra forbids it in an update (403), node-oidc-provider demands it (400), others say 401 or 422.
    var speaksOfTheSecret: Bool {
        guard [400, 401, 403, 422].contains(status), let description = errorDescription else { return false }
        return description.text.lowercased().contains("secret")
    }
}

extension JSONString {
    /// Whether the other's bytes stand in it, with no letter, digit or `_` before or after them.
    fileprivate func holds(_ name: JSONString) -> Bool {
        let (text, word) = (Array(utf8), Array(name.utf8))
        guard !word.isEmpty, text.count >= word.count else { return false }
        func isWord(_ index: Int) -> Bool {
            guard text.indices.contains(index) else { return false }
            switch text[index] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                return true
            default: return false
            }
        }
        return (0...text.count - word.count).contains { start in
            text[start..<start + word.count].elementsEqual(word) && !isWord(start - 1) && !isWord(start + word.count)
        }
    }
}
