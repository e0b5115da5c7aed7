import Dependencies
import Readiness
import Testing

@testable import JobMemory

/// One row for each sentence of the contract: who counts as having seen the Job.
@Suite("What proves that a Job which is gone has completed")
struct ProofTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var record = Facts.record(Facts.fact())
        var job = Facts.job()
        var controller = Facts.replicaSet()
        var home = Facts.shop
        var remember: Remembrance?
        /// Seconds since the completion.
        var age = 3600
        let witness: String?
    }

    static let own = "an earlier pod of ReplicaSet shop/my-api-57b6f7c45f"
    static let newRevision = Facts.replicaSet("6d4cf56db6", uid: "rs-2")
    static let recreated = Facts.replicaSet(uid: "rs-3")
    static let nextRelease = Facts.replicaSet("6d4cf56db6", uid: "rs-2", deployment: "my-web")
    static let unknownAge = Facts.record(Facts.fact(at: nil))
    static let both = Facts.record(
        Facts.fact(), Facts.fact(by: newRevision, jobUID: "job-2", at: Facts.moment("2026-11-21T06:41:14Z")))

    static let rows: [Row] = [
        Row(testDescription: "scaled up after the TTL: same revision", witness: own),
        Row(testDescription: "never by age", age: 10 * 365 * 86400, witness: own),
        Row(testDescription: "a new revision must see the Job itself", controller: newRevision, witness: nil),
        Row(testDescription: "a re-created Deployment: same hash, other UID", controller: recreated, witness: nil),
        Row(testDescription: "another Job", job: Facts.job("seed"), witness: nil),
        Row(testDescription: "a re-created namespace", job: Facts.job(in: "other"), home: "other", witness: nil),
        Row(testDescription: "another release of the Job", job: Facts.job(match: "release=8"), witness: nil),
        Row(
            testDescription: "the same release of the Job",
            record: Facts.record(Facts.fact(job: Facts.job(match: "release=8"))), job: Facts.job(match: "release=8"),
            witness: own),
        Row(
            testDescription: "a StatefulSet at the same revision",
            record: Facts.record(Facts.fact(by: Facts.statefulSet())),
            controller: Facts.statefulSet(), witness: "an earlier pod of StatefulSet shop/postgres"),
        Row(
            testDescription: "a StatefulSet at a new revision",
            record: Facts.record(Facts.fact(by: Facts.statefulSet())),
            controller: Facts.statefulSet("postgres-7d9f"), witness: nil),
        Row(
            testDescription: "a re-created StatefulSet at the same revision",
            record: Facts.record(Facts.fact(by: Facts.statefulSet())),
            controller: Facts.statefulSet(uid: "sts-2"), witness: nil),
        Row(testDescription: "remember=false", remember: .never, witness: nil),
        Row(testDescription: "remember=always, own revision", remember: .always, witness: own),
        Row(
            testDescription: "remember=always, new revision", controller: newRevision, remember: .always,
            witness: "an earlier pod of Deployment shop/my-api"),
        Row(
            testDescription: "remember=always, re-created Deployment", controller: recreated, remember: .always,
            witness: "an earlier pod of Deployment shop/my-api"),
        Row(
            testDescription: "remember=always, an owner of another name", controller: nextRelease, remember: .always,
            witness: nil),
        Row(
            testDescription: "remember=always, an owner of another kind",
            controller: PodController(
                kind: .statefulSet, namespace: "shop", name: "my-api", uid: "s", revision: "r",
                owner: .init(kind: "StatefulSet", name: "my-api")), remember: .always, witness: nil),
        Row(
            testDescription: "remember=always, an owner in another namespace", controller: newRevision, home: "other",
            remember: .always, witness: nil),
        Row(
            testDescription: "remember=always, another release of the Job", job: Facts.job(match: "release=8"),
            controller: newRevision, remember: .always, witness: nil),
        Row(testDescription: "remember=2h, an hour old", remember: .seconds(7200), witness: own),
        Row(testDescription: "remember=1h, exactly an hour old", remember: .seconds(3600), witness: own),
        Row(testDescription: "remember=30m, an hour old", remember: .seconds(1800), witness: nil),
        Row(
            testDescription: "remember=2h, new revision", controller: newRevision, remember: .seconds(7200),
            witness: "an earlier pod of Deployment shop/my-api"),
        Row(
            testDescription: "remember=30m, new revision", controller: newRevision, remember: .seconds(1800),
            witness: nil),
        Row(testDescription: "remember=2h, of unknown age", record: unknownAge, remember: .seconds(7200), witness: nil),
        Row(testDescription: "remember=always, of unknown age", record: unknownAge, remember: .always, witness: own),
        Row(
            testDescription: "remember=30m, the newest of the owner counts", record: both, remember: .seconds(1800),
            witness: "an earlier pod of Deployment shop/my-api"),
        Row(testDescription: "nothing is known", record: MemoryRecord(), remember: .always, witness: nil),
    ]

    @Test(arguments: rows) func counts(row: Row) {
        let proof = row.record.proof(
            of: row.job, for: row.controller, homeUID: row.home, remember: row.remember,
            now: Facts.completed.adding(seconds: row.age))
        #expect(proof?.witness == row.witness)
    }

    @Test func aProofSaysWhenTheJobCompleted() {
        let proof = Facts.record(Facts.fact()).proof(
            of: Facts.job(), for: Facts.replicaSet(), homeUID: Facts.shop, remember: nil, now: Facts.completed)
        #expect(proof?.completedAt == Facts.completed)
    }
}
