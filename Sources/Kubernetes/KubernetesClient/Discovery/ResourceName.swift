/// The name of a kind as it is given to kubectl: `TYPE`, `TYPE.GROUP` or `TYPE.VERSION.GROUP`, in any case.
///
/// A text of three parts or more may be either of the last two; kubectl tries the one with the version first.
struct ResourceName: Hashable, Sendable {
    /// One way to read the text.
    struct Reading: Hashable, Sendable {
        /// Plural, singular, short name or kind.
        let type: String
        /// The version; nil for any.
        let version: String?
        /// The group, or its beginning; nil for any.
        let group: String?
    }

    /// The ways to read it, in the order in which they are tried; none for a text that names nothing.
    let readings: [Reading]

    /// Reads `schema.ParseResourceArg` of k8s.io/apimachinery.
    init(_ text: String) {
        let parts = text.lowercased().split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
            .map(String.init)
        var readings: [Reading] = []
        if parts.count == 3 { readings.append(Reading(type: parts[0], version: parts[1], group: parts[2])) }
        if parts.count > 1 {
            let group = parts.dropFirst().joined(separator: ".")
            readings.append(Reading(type: parts[0], version: nil, group: group.isEmpty ? nil : group))
        } else {
            readings.append(Reading(type: parts[0], version: nil, group: nil))
        }
        self.readings = parts[0].isEmpty ? [] : readings
    }
}
