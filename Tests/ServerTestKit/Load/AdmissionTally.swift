internal import Posix

/// What has become of the admissions of `SteadyAdmissions`.
package struct AdmissionTally: Sendable, CustomStringConvertible {
    /// How many were answered rightly.
    package internal(set) var answered = 0
    /// What became of the others, in words.
    package internal(set) var lost: [String] = []
    /// How long the right answers took, in seconds, unordered; a new connection's handshake included.
    package internal(set) var seconds: [Double] = []

    /// Nothing was sent so far.
    package init() {}

    /// The latency, in seconds, that this part of the answers did not exceed; 0 when there were none.
    package func quantile(_ part: Double) -> Double {
        let sorted = seconds.sorted()
        guard let last = sorted.indices.last else { return 0 }
        return sorted[min(last, max(0, Int((Double(sorted.count) * part).rounded(.up)) - 1))]
    }

    /// The figures in one line.
    package var description: String {
        "admissions: \(answered) answered, \(lost.count) lost; p50 \(Self.milliseconds(quantile(0.5))), "
            + "p99 \(Self.milliseconds(quantile(0.99))), longest \(Self.milliseconds(quantile(1)))"
    }

    private static func milliseconds(_ seconds: Double) -> String {
        let tenths = Int((seconds * 10_000).rounded())
        return "\(tenths / 10).\(tenths % 10) ms"
    }
}
