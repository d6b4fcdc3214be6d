/// The Gregorian calendar, counted in seconds from 1970-01-01T00:00:00Z, without leap seconds.
public enum CivilTime {
    /// Of the first second of a day that exists.
    public static func seconds(year: Int, month: Int, day: Int) -> Int {
        // Years begin in March here, so that the leap day is the last of one; 400 of them are one era of 146,097 days.
        let marchYear = month <= 2 ? year - 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return (era * 146_097 + dayOfEra - 719_468) * 86_400
    }

    public static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The year that a moment is in.
    static func year(of seconds: Int) -> Int {
        // A guess that is off by one at most: a mean year has 31,556,952 seconds.
        var year = 1970 + Int((Double(seconds) / 31_556_952).rounded(.down))
        while Self.seconds(year: year + 1, month: 1, day: 1) <= seconds { year += 1 }
        while Self.seconds(year: year, month: 1, day: 1) > seconds { year -= 1 }
        return year
    }
}
