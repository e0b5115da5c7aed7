import Admission
import CoreTestKit
import Glibc
import JSONText
import Testing

/// The recorded reviews of workloads, as they are and with annotations put on the workloads themselves; the answers are
/// checked in and compared to the letter.
///
/// `K8S_WAIT_WRITE_GOLDENS=1` writes them anew, as for `RecordedReviewTests`.
@Suite struct RecordedWorkloadTests {
    /// A recorded review and what is done to it.
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let recording: String
        let change: @Sendable (inout JSONTree) -> Void

        var testDescription: String { name }
    }

    private let admission = Admission(Reviews.settings)

    static let cases: [Case] = [
        Case(name: "create-statefulset", recording: "001-create-statefulsets-postgres", change: annotate()),
        Case(name: "create-job", recording: "018-create-jobs-broken", change: annotate()),
        Case(name: "create-job-annotated-in-both", recording: "002-create-jobs-migrate", change: annotate()),
        Case(name: "create-job-with-a-mistake", recording: "020-create-jobs-ttl", change: annotate("a,,b")),
        Case(name: "create-cronjob", recording: "004-create-cronjobs-nightly", change: annotate()),
        Case(name: "create-deployment", recording: "005-create-deployments-my-api", change: annotate()),
        Case(name: "create-daemonset", recording: "011-create-daemonsets-agent", change: annotate()),
        Case(name: "create-replicaset", recording: "007-create-replicasets-my-api-57b6f7c45f") { request in
            release(&request)
            annotate()(&request)
        },
        Case(name: "create-replicaset-of-a-deployment", recording: "007-create-replicasets-my-api-57b6f7c45f") {
            annotate("a,,b")(&$0)
        },
        Case(name: "create-job-of-a-cronjob", recording: "053-create-jobs-nightly-now", change: annotate("a,,b")),
        Case(name: "update-deployment", recording: "035-update-deployments-my-api", change: annotate()),
        Case(
            name: "update-deployment-with-a-mistake", recording: "035-update-deployments-my-api",
            change: annotate("a b=c")),
        Case(name: "update-deployment-had-a-mistake", recording: "035-update-deployments-my-api") { request in
            annotate("a b=c")(&request)
            set(&request, "oldObject", ["metadata", "annotations", "wait.k8s/for-service.more"], .string("a b=c"))
        },
        Case(name: "update-deployment-no-longer", recording: "035-update-deployments-my-api") { request in
            forget(&request)
            let lastApplied = "kubectl.kubernetes.io/last-applied-configuration"
            set(&request, "object", ["metadata", "annotations", lastApplied], nil)
        },
        Case(
            name: "update-deployment-no-longer-but-stated", recording: "035-update-deployments-my-api", change: forget),
        Case(name: "update-replicaset", recording: "039-update-replicasets-my-api-96fc676c6") { request in
            release(&request)
            annotate()(&request)
        },
        Case(name: "update-replicaset-of-a-deployment", recording: "041-update-replicasets-my-api-57b6f7c45f") {
            annotate("a,,b")(&$0)
        },
        Case(name: "update-job", recording: "032-update-jobs-suspended", change: annotate("a,,b")),
        Case(name: "update-job-that-ends", recording: "042-update-jobs-ttl", change: annotate("a,,b")),
    ]

    @Test(arguments: cases) func answersAsCheckedIn(test: Case) throws {
        let text = try admission.review(Self.body(test)).text
        let path = "workloads/\(test.name).txt"
        if getenv("K8S_WAIT_WRITE_GOLDENS") != nil { try Fixtures.write(text, to: path) }
        #expect(text == String(decoding: try Fixtures.read(path), as: UTF8.self))
    }

    @Test(arguments: cases) func changesNothingThatIsNotOurs(test: Case) throws {
        let isCronJob = test.recording.contains("cronjobs")
        try WorkloadCheck.check(
            Self.body(test), by: admission,
            path: isCronJob ? ["spec", "jobTemplate", "spec", "template"] : ["spec", "template"])
    }

    @Test func everyReplicaSaysTheSame() throws {
        for test in Self.cases {
            let body = try Self.body(test)
            #expect(admission.review(body.span) == Admission(Reviews.settings).review(body.span))
        }
    }

    /// What the Deployment controller does is answered with not one byte more than "allowed".
    @Test(arguments: Reviews.all.filter { $0.contains("replicasets") }, [false, true])
    func replicaSetsOfDeploymentsAreUntouched(name: String, isAnnotated: Bool) throws {
        var review = try JSONTree(Reviews.body(name))
        if isAnnotated, var request = review["request"] {
            Self.annotate("a,,b")(&request)
            review["request"] = request
        }
        let uid = try #require(review["request"]?["uid"]?.string)
        let answer = admission.review(review.bytes.span)
        #expect(
            String(decoding: answer.body, as: UTF8.self)
                == #"{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","response":{"uid":"\#(uid)","allowed":true}}"#
        )
    }

    private static func body(_ test: Case) throws -> [UInt8] {
        var review = try JSONTree(Reviews.body(test.recording))
        var request = try #require(review["request"])
        test.change(&request)
        review["request"] = request
        return review.bytes
    }

    /// Puts annotations on the workload as it is to be, not on what it was.
    private static func annotate(_ list: String = "cache, queue port=5672") -> @Sendable (inout JSONTree) -> Void {
        { request in
            set(&request, "object", ["metadata", "annotations", "wait.k8s/for-service.more"], .string(list))
            set(&request, "object", ["metadata", "annotations", "wait.k8s/on-timeout"], .string("proceed"))
        }
    }

    /// Makes the template's timeout a copy, of an annotation that the workload has no longer.
    @Sendable private static func forget(_ request: inout JSONTree) {
        for object in ["object", "oldObject"] {
            set(&request, object, ["metadata", "annotations", "wait.k8s/copied"], .string("wait.k8s/timeout"))
        }
    }

    /// Takes the controller away from both objects.
    private static func release(_ request: inout JSONTree) {
        for object in ["object", "oldObject"] { set(&request, object, ["metadata", "ownerReferences"], nil) }
    }

    private static func set(_ request: inout JSONTree, _ object: String, _ path: [String], _ value: JSONTree?) {
        guard let tree = request[object], !tree.members.isEmpty else { return }
        request[object] = setting(tree, path[...], value)
    }

    private static func setting(_ tree: JSONTree, _ path: ArraySlice<String>, _ value: JSONTree?) -> JSONTree {
        guard let key = path.first else { return value ?? tree }
        var result = tree
        if path.count == 1 {
            result[key] = value
        } else {
            result[key] = setting(tree[key] ?? .object([]), path.dropFirst(), value)
        }
        return result
    }
}
