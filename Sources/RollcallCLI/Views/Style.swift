/// Colour, applied last and only on a terminal.
struct Style: Sendable {
    var isColoured: Bool

    enum Colour: Int { case red = 31, green = 32, yellow = 33, blue = 34, cyan = 36, bold = 1, dim = 2 }

    func paint(_ text: String, _ colour: Colour) -> String {
        isColoured ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
    }
}
