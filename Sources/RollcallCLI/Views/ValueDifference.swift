import OAuthRegistration
import StrictJSON

/// What two values of a field have each for itself: elements of arrays, words of scopes, members of objects.
struct ValueDifference {
    /// Each as text, over one or more lines.
    var removed: [[String]] = []
    var added: [[String]] = []
    /// Members that both have, and that can be taken apart further.
    var changed: [Member] = []
    var unchanged = 0

    struct Member {
        let name: String
        let difference: ValueDifference
    }

    /// One value that took the place of another.
    init(replaced before: String, by after: String) {
        removed = [[before]]
        added = [[after]]
    }

    /// `nil` unless both can be taken apart in the same way.
    init?(_ name: JSONString, _ before: JSONValue, _ after: JSONValue) {
        switch (before, after) {
        case (.array(let before), .array(let after)): self.init(before, after) { ValueView.lines($0) }
        case (.object(let before), .object(let after)): self.init(before, after)
        case (.string(let before), .string(let after)) where FieldCatalog.rule(for: name)?.comparison == .wordSet:
            self.init(Self.words(before), Self.words(after)) { [InertText.escaped($0)] }
        case (.string, _), (.number, _), (.bool, _), (.null, _), (.array, _), (.object, _): return nil
        }
    }

    private init<Part: Hashable>(_ before: [Part], _ after: [Part], _ text: (Part) -> [String]) {
        let (former, latter) = (Set(before), Set(after))
        removed = before.filter { !latter.contains($0) }.map(text)
        added = after.filter { !former.contains($0) }.map(text)
        unchanged = after.count { former.contains($0) }
    }

    private init(_ before: JSONObject, _ after: JSONObject) {
        for member in before.members where after[member.name] != member.value {
            if let value = after[member.name], let difference = ValueDifference(member.name, member.value, value) {
                changed.append(Member(name: InertText.escaped(member.name.text), difference: difference))
            } else {
                removed.append(ValueView.lines(member))
            }
        }
        for member in after.members {
            if let former = before[member.name] {
                if former == member.value { unchanged += 1 }
                if former == member.value || ValueDifference(member.name, former, member.value) != nil { continue }
            }
            added.append(ValueView.lines(member))
        }
    }

    private static func words(_ text: JSONString) -> [String] {
        text.utf8.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
    }
}
