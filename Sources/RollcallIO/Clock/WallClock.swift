import Glibc
public import RollcallCore

/// What time it is, for people and for expiry. Never for measuring how long something took: the wall clock jumps.
public enum WallClock {
    public static func now() -> Timestamp { timestamp(seconds()) }

    /// Since 1970-01-01T00:00:00Z, as `client_secret_expires_at` counts (RFC 7591, section 3.2.1).
    public static func seconds() -> Int { time(nil) }

    /// The years 0 to 9999.
    public static func timestamp(_ seconds: Int) -> Timestamp {
        let (day, second) = seconds.quotientAndRemainderRoundingDown(by: 86_400)
        let (year, month, dayOfMonth) = date(day: day)
        let time = [second / 3600, second / 60 % 60, second % 60].map { digits($0, 2) }.joined(separator: ":")
        return Timestamp("\(digits(year, 4))-\(digits(month, 2))-\(digits(dayOfMonth, 2))T\(time)Z")
    }

    /// The Gregorian date of a day counted from 1970-01-01. Years begin in March here, so that the leap day is the last of one, and
    /// 400 of them are one era of 146,097 days.
    private static func date(day: Int) -> (year: Int, month: Int, day: Int) {
        let (era, dayOfEra) = (day + 719_468).quotientAndRemainderRoundingDown(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    private static func digits(_ number: Int, _ count: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }
}

extension Int {
    fileprivate func quotientAndRemainderRoundingDown(by divisor: Int) -> (Int, Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
