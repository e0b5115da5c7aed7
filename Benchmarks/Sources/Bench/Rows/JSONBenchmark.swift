import Admission
import Dependencies
import FoundationEssentials
import LoadTestKit

/// One recorded review to its wanted fields: our reader against FoundationEssentials' JSONDecoder.
struct JSONBenchmark {
    private static let rounds = 9
    private static let readingsPerRound = 4_000

    private let workshop: Workshop

    /// The benchmark on the fixtures of `workshop`.
    init(_ workshop: Workshop) {
        self.workshop = workshop
    }

    /// Measures rounds of each in turn, and compares the medians.
    func run() throws -> [Figure] {
        let body = try readFile(workshop.reviewFile)
        let data = Data(body)
        let decoder = JSONDecoder()
        guard try ReviewFields(reading: body.span) == decoder.decode(ReviewFields.self, from: data) else {
            throw BenchmarkError("the two readers disagree about the review")
        }
        let admission = Admission(
            AdmissionSettings(
                version: "0", image: "k8s-wait:bench", statusURL: "https://localhost:9843", defaults: PodDefaults()))
        var ours: [Double] = []
        var theirs: [Double] = []
        var answers: [Double] = []
        for _ in 0..<Self.rounds {
            ours.append(try rate { try ReviewFields(reading: body.span).request.uid.utf8.count })
            theirs.append(try rate { try decoder.decode(ReviewFields.self, from: data).request.uid.utf8.count })
            answers.append(try rate { admission.review(body.span).body.count })
        }
        return [
            Figure(
                name: "json", value: median(ours), unit: "reviews/s", reference: median(theirs),
                comparison: "JSONDecoder", goal: .ratioAtLeast(4)),
            Figure(name: "json-to-answer", value: median(answers), unit: "reviews/s"),
        ]
    }

    /// How often a second `read` makes something of the review; it returns a number that depends on what it made.
    private func rate(_ read: () throws -> Int) throws -> Double {
        var seen = 0
        let time = try ContinuousClock().measure {
            for _ in 0..<Self.readingsPerRound { seen &+= try read() }
        }
        guard seen > 0 else { throw BenchmarkError("nothing was read of the review") }
        return Double(Self.readingsPerRound) / (time / .seconds(1))
    }
}
