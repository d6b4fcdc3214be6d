/// Segments of one or two dots mean a place relative to where they stand (RFC 3986, section 5.2.4).
extension String {
    /// A path without them: `/a/b/../c/./d` is `/a/c/d`. What would lead above the root stays there, so that it is always a path of the
    /// same origin. The path is ASCII and begins with `/`.
    func removingDotSegments() -> String {
        var kept: [Substring] = []
        let segments = split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        for (index, segment) in zip(segments.indices, segments) {
            let isLast = index == segments.endIndex - 1
            switch segment {
            case ".": if isLast { kept.append("") }
            case "..":
                _ = kept.popLast()
                if isLast { kept.append("") }
            default: kept.append(segment)
            }
        }
        return "/" + kept.joined(separator: "/")
    }
}
