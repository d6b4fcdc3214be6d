/// How many edits turn one word into another, as far as a slip of the fingers goes.
///
/// Edits are Damerau's: a byte put in, left out or replaced, or two neighbours swapped (each byte at most once: "optimal
/// string alignment").
public enum EditDistance {
    /// More edits than these make another word.
    public static let limit = 2

    /// More than the limit is only known to be more.
    public static func between(_ left: [UInt8], _ right: [UInt8]) -> Int {
        guard abs(left.count - right.count) <= limit else { return limit + 1 }
        // Rows of the distance table: row `i` holds the edits from the first `i` bytes of `left`.
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in left.indices {
            var next = [row + 1]
            for column in right.indices {
                let same = left[row] == right[column]
                var edits = min(last[column + 1] + 1, next[column] + 1, last[column] + (same ? 0 : 1))
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    edits = min(edits, beforeLast[column - 1] + 1)
                }
                next.append(edits)
            }
            (beforeLast, last) = (last, next)
        }
        return last[right.count]
    }

    /// The word within the limit of `word`: the nearest, then the first.
    public static func nearest(to word: [UInt8], among words: some Sequence<String>) -> String? {
        var best: (word: String, edits: Int)?
        for candidate in words {
            let edits = between(word, Array(candidate.utf8))
            if edits <= limit, edits < best?.edits ?? .max { best = (candidate, edits) }
        }
        return best?.word
    }
}
