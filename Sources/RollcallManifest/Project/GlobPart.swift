/// One part of a pattern's path: `**`, or a name with its wildcards.
enum GlobPart: Hashable, Sendable {
    case folders
    case name([GlobAtom])

    /// `nil` if it is none.
    init?(_ text: ArraySlice<Unicode.Scalar>) {
        if text.elementsEqual("**".unicodeScalars) {
            self = .folders
            return
        }
        var atoms: [GlobAtom] = []
        var rest = text
        while let first = rest.popFirst() {
            switch first {
            case "*":
                if atoms.last == .any { return nil }
                atoms.append(.any)
            case "?": atoms.append(.one)
            case "[":
                guard let set = CharacterClass(&rest) else { return nil }
                atoms.append(.oneOf(set))
            case "]": return nil
            default: atoms.append(.scalar(first))
            }
        }
        self = .name(atoms)
        if let name = fixedName, name.isEmpty || name == "." || name == ".." { return nil }
    }

    /// `nil` if it has a wildcard.
    var fixedName: String? {
        guard case .name(let atoms) = self else { return nil }
        var name = String.UnicodeScalarView()
        for atom in atoms {
            guard case .scalar(let scalar) = atom else { return nil }
            name.append(scalar)
        }
        return String(name)
    }

    func matches(_ name: [Unicode.Scalar]) -> Bool {
        guard case .name(let atoms) = self else { return false }
        if name.first == ".", atoms.first != .scalar(".") { return false }
        var atom = 0
        var position = 0
        var retry: (atom: Int, position: Int)?
        while position < name.count {
            if atom < atoms.count, atoms[atom] == .any {
                retry = (atom + 1, position)
                atom += 1
            } else if atom < atoms.count, atoms[atom].matches(name[position]) {
                atom += 1
                position += 1
            } else if let (next, start) = retry {
                retry = (next, start + 1)
                atom = next
                position = start + 1
            } else {
                return false
            }
        }
        return atoms[atom...].allSatisfy { $0 == .any }
    }
}

enum GlobAtom: Hashable, Sendable {
    case scalar(Unicode.Scalar)
    case one
    case any
    case oneOf(CharacterClass)

    func matches(_ other: Unicode.Scalar) -> Bool {
        switch self {
        case .scalar(let scalar): scalar == other
        case .one: true
        case .any: false
        case .oneOf(let set): set.contains(other)
        }
    }
}

/// `[a-z]`, `[!a-z]` or `[^a-z]`.
struct CharacterClass: Hashable, Sendable {
    private var ranges: [ClosedRange<Unicode.Scalar>] = []
    private var isNegated = false

    /// Takes the class off `rest`, which begins behind its bracket; `nil` if it is not closed, empty or backwards.
    init?(_ rest: inout ArraySlice<Unicode.Scalar>) {
        if rest.first == "!" || rest.first == "^" {
            isNegated = true
            rest.removeFirst()
        }
        while let low = rest.popFirst() {
            if low == "]" {
                if ranges.isEmpty { return nil }
                return
            }
            var high = low
            if rest.first == "-", let next = rest.dropFirst().first, next != "]" {
                rest.removeFirst(2)
                high = next
            }
            guard low <= high else { return nil }
            ranges.append(low...high)
        }
        return nil
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool { ranges.contains { $0.contains(scalar) } != isNegated }
}
