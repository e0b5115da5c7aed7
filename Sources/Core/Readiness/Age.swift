/// Lengths of time as messages say them: the two largest units.
enum Age {
    /// `45s`, `2m10s`, `3h5m`, `4d2h`; nothing below zero.
    static func text(seconds: Int) -> String {
        let seconds = max(0, seconds)
        let units = [("d", 86400), ("h", 3600), ("m", 60), ("s", 1)]
        guard let first = units.firstIndex(where: { seconds >= $0.1 }) else { return "0s" }
        let (name, length) = units[first]
        var text = "\(seconds / length)\(name)"
        if first + 1 < units.count, case let rest = seconds % length / units[first + 1].1, rest > 0 {
            text += "\(rest)\(units[first + 1].0)"
        }
        return text
    }
}
