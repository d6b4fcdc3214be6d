/// The part of a source line that a diagnostic is about, made inert: all of it where it fits, else what stands around the marked
/// place, so that the mark stays below it.
struct SourceExcerpt {
    let text: String
    /// Where the marked place begins in `text`, in characters.
    let column: Int
    /// As many `^` as there are characters marked; at least one.
    let mark: String

    /// - Parameters:
    ///   - column: from 1, in Unicode scalars, as `length`.
    ///   - width: of the excerpt, in scalars; what is escaped makes it wider.
    init(_ scalars: [Unicode.Scalar], column: Int, length: Int, width: Int) {
        let place = min(column - 1, scalars.count)
        let isLong = scalars.count > width
        // A third of the room for what stands before.
        let start = isLong ? max(0, min(place - width / 3, scalars.count - width + 1)) : 0
        let end = isLong ? min(scalars.count, start + width - 1) : scalars.count
        let ellipses = (start > 0 ? "…" : "", end < scalars.count ? "…" : "")
        // Escaped in one piece: what is harmless in two parts may not be when they are joined.
        text = ellipses.0 + Self.inert(scalars[start..<end]) + ellipses.1
        self.column = (ellipses.0 + Self.inert(scalars[start..<place])).count
        let marked = Self.inert(scalars[place..<min(place + length, max(place, end))]).count
        mark = String(repeating: "^", count: max(1, marked))
    }

    private static func inert(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        InertText.escaped(String(String.UnicodeScalarView(scalars)))
    }
}
