/// Dates as HTTP writes them.
package enum HTTPDate {
    /// `Sun, 06 Nov 1994 08:49:37 GMT` for 784111777 (RFC 9110, section 5.6.7), from seconds since 1970 in UTC.
    ///
    /// Costs a microsecond or so: a server makes one a second and uses it for every response.
    package static func text(secondsSince1970 seconds: Int) -> String {
        // The form has four digits for the year, so the time is kept between 1970 and 9999.
        let seconds = min(max(seconds, 0), 253_402_300_799)
        let days = seconds / 86_400
        let (year, month, day) = civil(days: days)
        let second = seconds % 86_400
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return "\(weekdays[days % 7]), \(padded(day)) \(months[month - 1]) \(year) "
            + "\(padded(second / 3600)):\(padded(second / 60 % 60)):\(padded(second % 60)) GMT"
    }

    /// Year, month and day of a day counted from 1970-01-01 in the Gregorian calendar, for days from 0.
    private static func civil(days: Int) -> (year: Int, month: Int, day: Int) {
        // Years are counted from March, so that the leap day is the last of its year.
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    private static func padded(_ value: Int) -> String {
        value < 10 ? "0\(value)" : "\(value)"
    }
}
