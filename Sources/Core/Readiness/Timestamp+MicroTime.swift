extension Timestamp {
    /// `metav1.MicroTime`: RFC 3339 in UTC with six digits of a second.
    package var microTime: String {
        let digits = String(nanoseconds / 1000)
        return description.dropLast() + "." + String(repeating: "0", count: max(0, 6 - digits.count)) + digits + "Z"
    }
}
