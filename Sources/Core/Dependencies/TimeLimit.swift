/// How long to wait.
package enum TimeLimit: Hashable, Sendable, CustomStringConvertible {
    /// For ever.
    case none
    /// So many seconds, from 1 to `maximumSeconds`.
    case seconds(Int)

    /// The longest limit, about 68 years: no clock or Kubernetes field that it meets overflows.
    package static let maximumSeconds = Int(Int32.max)

    /// `none`, or the fewest of hours, minutes and seconds: `1h30m`.
    package var description: String {
        guard case .seconds(let seconds) = self else { return Self.unlimited }
        var text = ""
        if seconds >= 3600 { text += "\(seconds / 3600)h" }
        if seconds / 60 % 60 > 0 { text += "\(seconds / 60 % 60)m" }
        if seconds % 60 > 0 || text.isEmpty { text += "\(seconds % 60)s" }
        return text
    }
}
