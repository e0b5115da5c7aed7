import Admission
import CoreTestKit
import Glibc
import JSONText
import Testing

/// Every review that a real API server sent, answered; the answers to pods are checked in and compared to the letter.
///
/// `K8S_WAIT_WRITE_GOLDENS=1 swift test --filter RecordedReviewTests` writes them anew, to be read before they are
/// committed.
@Suite struct RecordedReviewTests {
    private let admission = Admission(Reviews.settings)

    @Test func allAreThere() {
        #expect(Reviews.all.count == 55)
        #expect(Reviews.podCreations.count == 25)
    }

    @Test(arguments: Reviews.podCreations) func answersAPodAsCheckedIn(name: String) throws {
        let text = try admission.review(Reviews.body(name)).text
        let path = "patches/\(name).txt"
        if getenv("K8S_WAIT_WRITE_GOLDENS") != nil { try Fixtures.write(text, to: path) }
        #expect(text == String(decoding: try Fixtures.read(path), as: UTF8.self))
    }

    @Test(arguments: Reviews.all.filter { !Reviews.podCreations.contains($0) })
    func leavesEverythingElseAlone(name: String) throws {
        let body = try Reviews.body(name)
        let answer = try admission.review(body)
        #expect(answer.isAllowed && answer.patch == nil && answer.warnings.isEmpty)
        #expect(answer.answer.outcome == .unchanged)
        #expect(answer.response["uid"] == (try JSONTree(body))["request"]?["uid"])
    }

    @Test(arguments: Reviews.podCreations) func changesNothingThatIsNotOurs(name: String) throws {
        try PatchCheck.check(Reviews.body(name), by: admission)
    }

    @Test(arguments: ["admission.k8s.io/v1", "admission.k8s.io/v1beta1"])
    func answersInTheVersionOfTheQuestion(version: String) throws {
        var review = try JSONTree(Reviews.body("010-create-pods-my-api-57b6f7c45f"))
        review["apiVersion"] = .string(version)
        let answer = admission.review(review.bytes.span)
        let body = try JSONTree(answer.body)
        #expect(body["apiVersion"]?.string == version)
        #expect(body["kind"]?.string == "AdmissionReview")
        #expect(body["response"]?["uid"]?.string == "59e346a1-c98b-4fbd-bbed-94091e3c98f8")
        #expect(body["response"]?["patchType"]?.string == "JSONPatch")
    }

    @Test func equalRequestsGetEqualBytesFromEveryReplica() throws {
        for name in Reviews.podCreations {
            let body = try Reviews.body(name)
            let other = Admission(Reviews.settings)
            #expect(admission.review(body.span) == other.review(body.span))
        }
    }

    @Test func aDryRunGetsTheSamePatch() throws {
        let dry = try JSONTree(Reviews.body("050-create-pods-dry"))
        var real = dry
        real["request"]?["dryRun"] = .scalar("false")
        #expect(try admission.review(dry.bytes).patch == admission.review(real.bytes).patch)
    }
}
