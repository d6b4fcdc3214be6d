/// A moment as HTTP writes it (RFC 9110, section 5.6.7), in any of its three forms. Only a clock can say which century the
/// second form means.
///
///     Sun, 06 Nov 1994 08:49:37 GMT     IMF-fixdate, the one that is to be sent
///     Sunday, 06-Nov-94 08:49:37 GMT    RFC 850
///     Sun Nov  6 08:49:37 1994          asctime
public struct HTTPDate: Hashable, Sendable {
    /// As it was written: of two digits in the second form.
    let year: Int
    let month: Int
    let day: Int
    /// Since midnight, in UTC.
    let second: Int

    /// `nil` for any other text, and for a day or time that no calendar has.
    public init?(_ text: String) {
        let words = text.utf8.split(separator: UInt8(ascii: " ")).map(Array.init)
        guard let fields = Fields(words), let month = Self.months.firstIndex(of: fields.month),
            (1...CivilTime.days(in: month + 1, of: fields.year)).contains(fields.day)
        else { return nil }
        (year, self.month, day, second) = (fields.year, month + 1, fields.day, fields.second)
    }

    /// Seconds since 1970-01-01T00:00:00Z. A year of two digits is the last one that is at most fifty years after `now`'s.
    ///
    /// - Parameter now: in the same count.
    public func seconds(readAt now: Int) -> Int {
        let start = { (year: Int) in CivilTime.seconds(year: year, month: month, day: day) + second }
        guard year < 100 else { return start(year) }
        let thisYear = CivilTime.year(of: now)
        let latest = thisYear + 50
        return start(latest - (latest - year) % 100)
    }

    private static let months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".utf8.split(separator: UInt8(ascii: " "))
        .map(Array.init)

    /// What the three forms have in common, in their own order.
    private struct Fields {
        var (year, day, second) = (0, 0, 0)
        var month: [UInt8] = []

        init?(_ words: [[UInt8]]) {
            switch words.count {
            case 6 where words[0].isDay(ending: ",") && words[5] == gmt:
                guard words[1].count == 2, words[3].count == 4 else { return nil }
                self.init(day: words[1], month: words[2], year: words[3], time: words[4])
            case 4 where words[0].isDay(ending: ",", isWhole: true) && words[3] == gmt:
                let date = words[1].split(separator: UInt8(ascii: "-")).map(Array.init)
                guard date.count == 3, date[0].count == 2, date[2].count == 2 else { return nil }
                self.init(day: date[0], month: date[1], year: date[2], time: words[2])
            case 5 where words[0].isDay(ending: ""):
                guard words[4].count == 4 else { return nil }
                self.init(day: words[2], month: words[1], year: words[4], time: words[3])
            default: return nil
            }
        }

        private init?(day: [UInt8], month: [UInt8], year: [UInt8], time: [UInt8]) {
            let parts = time.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map(Array.init)
            guard parts.count == 3, parts.allSatisfy({ $0.count == 2 }), let day = day.number, let year = year.number,
                let hour = parts[0].number, let minute = parts[1].number, let second = parts[2].number,
                hour < 24, minute < 60, second <= 60
            else { return nil }
            (self.day, self.month, self.year) = (day, month, year)
            self.second = hour * 3600 + minute * 60 + second
        }
    }
}

private let gmt = Array("GMT".utf8)

extension [UInt8] {
    fileprivate var number: Int? { allSatisfy(\.isASCIIDigit) ? Int(String(decoding: self, as: UTF8.self)) : nil }

    fileprivate func isDay(ending end: String, isWhole: Bool = false) -> Bool {
        let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        return names.contains { self == Array((isWhole ? $0 : String($0.prefix(3))).utf8) + Array(end.utf8) }
    }
}
