import Encodings

/// Dates as HTTP writes them.
package enum HTTPDate {
    /// `Sun, 06 Nov 1994 08:49:37 GMT` for 784111777 (RFC 9110, section 5.6.7), from seconds since 1970 in UTC.
    ///
    /// Costs a microsecond or so: a server makes one a second and uses it for every response.
    package static func text(secondsSince1970 seconds: Int) -> String {
        // The form has four digits for the year, so the time is kept between 1970 and 9999.
        let seconds = min(max(seconds, 0), 253_402_300_799)
        let days = seconds / 86_400
        let (year, month, day) = CivilDate.date(ofDay: days)
        let second = seconds % 86_400
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return "\(weekdays[days % 7]), \(padded(day)) \(months[month - 1]) \(year) "
            + "\(padded(second / 3600)):\(padded(second / 60 % 60)):\(padded(second % 60)) GMT"
    }

    private static func padded(_ value: Int) -> String {
        value < 10 ? "0\(value)" : "\(value)"
    }
}
