import Dependencies
import Readiness

@testable import JobMemory

/// What the tests are made of: a Deployment `my-api` of namespace `shop` whose pods wait for Job `migrate`.
enum Facts {
    /// The UID of namespace `shop`.
    static let shop = "5a0c0000-0000-4000-8000-000000000001"
    /// When the Job completed.
    static let completed = moment("2026-11-21T05:41:14Z")

    /// A moment that is written well.
    static func moment(_ text: String) -> Timestamp { Timestamp(rfc3339: text) ?? Timestamp(seconds: 0) }

    /// A dependency in canonical text. Fails the test where it is none.
    static func dependency(_ text: String) throws -> Dependency { try Dependency(canonical: text) }

    /// A ReplicaSet of Deployment `my-api`, told apart by its hash and UID.
    static func replicaSet(
        _ hash: String = "57b6f7c45f", uid: String = "rs-1", deployment: String = "my-api", namespace: String = "shop"
    ) -> PodController {
        PodController(
            kind: .replicaSet, namespace: namespace, name: "\(deployment)-\(hash)", uid: uid, revision: "",
            owner: .init(kind: "Deployment", name: deployment))
    }

    /// A StatefulSet `postgres` at a revision.
    static func statefulSet(_ revision: String = "postgres-5c896b8cf6", uid: String = "sts-1") -> PodController {
        PodController(
            kind: .statefulSet, namespace: "shop", name: "postgres", uid: uid, revision: revision,
            owner: .init(kind: "StatefulSet", name: "postgres"))
    }

    /// A Job's key.
    static func job(_ name: String = "migrate", in namespaceUID: String = shop, match: String = "")
        -> CompletionFact.JobKey
    {
        CompletionFact.JobKey(namespaceUID: namespaceUID, name: name, match: match)
    }

    /// A fact; by default that the ReplicaSet's pods saw `migrate` complete.
    static func fact(
        by controller: PodController = replicaSet(), job: CompletionFact.JobKey = job(), jobUID: String = "job-1",
        at completedAt: Timestamp? = completed, isShared: Bool = false, home: String = shop
    ) -> CompletionFact {
        CompletionFact(
            controller: controller, homeUID: home, job: job, jobUID: jobUID, completedAt: completedAt,
            isShared: isShared)
    }

    /// A record of these facts.
    static func record(_ facts: CompletionFact...) -> MemoryRecord {
        var record = MemoryRecord()
        for fact in facts { record.insert(fact) }
        return record
    }
}
