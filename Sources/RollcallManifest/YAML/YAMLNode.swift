import RollcallCore

/// One node of a file in sixteen bytes: what it is, where it begins and what it holds.
///
///     place    line 23 bits │ column 23 │ length 14 │ kind 4; 4 MiB have no more lines or columns
///     extent   scalar: its text in the tape's arena
///              container: the index behind its last descendant, and how many nodes stand directly in it
///              alias: the index of what it stands for
struct YAMLNode: Sendable {
    enum Kind: UInt64 {
        /// A scalar without quotes: its type follows from its text.
        case plain
        /// A scalar in quotes, or a block scalar: always a text.
        case quoted
        case sequence
        case mapping
        case alias
        /// Reported already: whoever meets it says nothing more.
        case invalid
        /// A key whose entry does not count: a merge key, or the second of two equal ones. Reported, if it is a fault.
        case passedOver
    }

    private var place: UInt64
    var extent: Extent

    /// `line` and `column` count from 0; a length beyond 14 bits is cut.
    init(_ kind: Kind, line: Int, column: Int, length: Int, extent: Extent) {
        place = UInt64(line) << 41 | UInt64(column) << 18 | UInt64(min(max(length, 1), 0x3FFF)) << 4 | kind.rawValue
        self.extent = extent
    }

    var kind: Kind {
        get { Kind(rawValue: place & 0xF)! }
        set { place = place & ~0xF | newValue.rawValue }
    }

    /// From 1.
    var line: Int { Int(place >> 41) + 1 }
    /// In Unicode scalars, from 1.
    var column: Int { Int(place >> 18 & 0x7F_FFFF) + 1 }
    /// In Unicode scalars, on the first line.
    var length: Int { Int(place >> 4 & 0x3FFF) }

    /// The same place, standing for the node at `target`.
    func alias(to target: Int) -> YAMLNode {
        var node = self
        node.kind = .alias
        node.extent = Extent(target..<target)
        return node
    }
}
