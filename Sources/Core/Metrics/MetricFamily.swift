/// The kinds of metric that the exposition format's `# TYPE` line knows and we use.
package enum MetricKind: String, Sendable {
    case counter
    case gauge
    case histogram
}

/// All metrics of one name: one a set of labels.
struct MetricFamily: Sendable {
    /// One metric of the family.
    enum Member: Sendable {
        case counter(Counter)
        case gauge(Gauge)
        case histogram(Histogram)
    }

    /// What the `# TYPE` line says.
    let kind: MetricKind
    /// What the `# HELP` line says, unescaped.
    let help: String
    /// Gives values at scraping time, beside the members.
    var collector: (@Sendable () -> [(labels: [MetricsRegistry.Label], value: Double)])?
    private var members: [String: Member] = [:]

    /// A family without members.
    init(kind: MetricKind, help: String) {
        self.kind = kind
        self.help = help
    }

    /// The member with these labels, made if there is none yet.
    mutating func member(_ labels: String, make: () -> Member) -> Member {
        if let member = members[labels] { return member }
        let member = make()
        members[labels] = member
        return member
    }

    /// Appends the family's lines.
    func render(_ name: String, into text: inout String) {
        text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
        for (labels, member) in members.sorted(by: { $0.key < $1.key }) {
            switch member {
            case .counter(let counter): text += "\(name)\(Self.braced(labels)) \(counter.value)\n"
            case .gauge(let gauge): text += "\(name)\(Self.braced(labels)) \(Self.number(gauge.value))\n"
            case .histogram(let histogram): render(histogram, name, labels, into: &text)
            }
        }
        for (labels, value) in collector?() ?? [] {
            text += "\(name)\(Self.braced(Self.text(of: labels))) \(Self.number(value))\n"
        }
    }

    /// Labels as they stand between the braces.
    static func text(of labels: [MetricsRegistry.Label]) -> String {
        labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }.joined(separator: ",")
    }

    private func render(_ histogram: Histogram, _ name: String, _ labels: String, into text: inout String) {
        let (cumulative, sum) = histogram.snapshot
        let prefix = labels.isEmpty ? "" : labels + ","
        for (bound, count) in zip(histogram.bounds.map(Self.number) + ["+Inf"], cumulative) {
            text += "\(name)_bucket{\(prefix)le=\"\(bound)\"} \(count)\n"
        }
        text += "\(name)_sum\(Self.braced(labels)) \(Self.number(sum))\n"
        text += "\(name)_count\(Self.braced(labels)) \(cumulative.last ?? 0)\n"
    }

    private static func braced(_ labels: String) -> String { labels.isEmpty ? "" : "{\(labels)}" }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if let whole = Int(exactly: value) { return String(whole) }
        return String(value)
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
