import Dependencies
import Readiness
import Testing

@testable import JobMemory

@Suite("The proof of a sibling")
struct SiblingProofTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var asks = "job/shop/migrate"
        var sibling = ["job/shop/migrate"]
        var controller = Facts.replicaSet()
        var wasReleased = true
        var label = "7"
        var isProof = false
    }

    static let rows: [Row] = [
        Row(testDescription: "released for this very Job", isProof: true),
        Row(testDescription: "among others", sibling: ["service/db/postgres", "job/shop/migrate"], isProof: true),
        Row(
            testDescription: "how long it waited does not matter",
            sibling: ["job/shop/migrate timeout=5m on-failure=wait"],
            isProof: true),
        Row(testDescription: "it was not released", wasReleased: false),
        Row(testDescription: "another Job", sibling: ["job/shop/seed"]),
        Row(testDescription: "the Job of another namespace", sibling: ["job/db/migrate"]),
        Row(testDescription: "another kind of that name", sibling: ["service/shop/migrate"]),
        Row(testDescription: "another revision", controller: Facts.replicaSet("6d4cf56db6", uid: "rs-2")),
        Row(testDescription: "a re-created Deployment", controller: Facts.replicaSet(uid: "rs-2")),
        Row(testDescription: "it was content with less", sibling: ["job/shop/migrate optional"]),
        Row(
            testDescription: "either end would do", asks: "job/shop/migrate condition=finished",
            sibling: ["job/shop/migrate condition=finished"]),
        Row(
            testDescription: "another release", asks: "job/shop/migrate match=(release=8)",
            sibling: ["job/shop/migrate match=(release=7)"]),
        Row(
            testDescription: "the same label", asks: "job/shop/migrate match=pod:release",
            sibling: ["job/shop/migrate match=pod:release"], isProof: true),
        Row(
            testDescription: "the same label with another value", asks: "job/shop/migrate match=pod:release",
            sibling: ["job/shop/migrate match=pod:release"], label: "8"),
        Row(
            testDescription: "remember=always", asks: "job/shop/migrate remember=always",
            sibling: ["job/shop/migrate remember=always"], isProof: true),
        Row(
            testDescription: "the sibling may have been released by an older revision's memory",
            sibling: ["job/shop/migrate remember=always"]),
        Row(
            testDescription: "remember=false", asks: "job/shop/migrate remember=false",
            sibling: ["job/shop/migrate remember=false"]),
        Row(
            testDescription: "a sibling does not tell how old the completion is", asks: "job/shop/migrate remember=1h",
            sibling: ["job/shop/migrate remember=1h"]),
        Row(testDescription: "Jobs by their labels", asks: "job/shop/(a=b)", sibling: ["job/shop/(a=b)"]),
    ]

    @Test(arguments: rows) func counts(row: Row) throws {
        let dependencies = try row.sibling.map(Facts.dependency)
        let sibling = SiblingProof.Sibling(
            controller: row.controller, wasReleased: row.wasReleased, dependencies: { dependencies },
            label: { _ in row.label })
        let proof = SiblingProof.find(
            of: try Facts.dependency(row.asks), for: Facts.replicaSet(), label: { _ in "7" }, among: [sibling])
        #expect((proof != nil) == row.isProof)
        guard let proof else { return }
        #expect(proof.witness == "a released pod of ReplicaSet shop/my-api-57b6f7c45f" && proof.completedAt == nil)
    }

    @Test func oneOfManyIsEnough() throws {
        let dependencies = [try Facts.dependency("job/shop/migrate")]
        let siblings = [false, true].map { wasReleased in
            SiblingProof.Sibling(
                controller: Facts.replicaSet(), wasReleased: wasReleased, dependencies: { dependencies },
                label: { _ in nil })
        }
        #expect(
            SiblingProof.find(
                of: dependencies[0], for: Facts.replicaSet(), label: { _ in nil }, among: siblings) != nil)
    }
}
