internal import LoadTestKit

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

    /// The figures in one line.
    package var description: String {
        "admissions: \(answered) answered, \(lost.count) lost; p50 \(latency(50)), p99 \(latency(99)), "
            + "longest \(latency(100))"
    }

    private func latency(_ percent: Double) -> String {
        let tenths = Int((percentile(percent, of: seconds) * 10_000).rounded())
        return "\(tenths / 10).\(tenths % 10) ms"
    }
}
