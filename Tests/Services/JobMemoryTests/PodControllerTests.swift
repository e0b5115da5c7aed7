import Testing

@testable import JobMemory

@Suite("Which controller and revision a pod has")
struct PodControllerTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var apiVersion = "apps/v1"
        let kind: String
        let name: String
        var uid = "u"
        var labels: [String: String] = [:]
        var expected: (revision: String, owner: String)?
    }

    static let rows: [Row] = [
        Row(
            testDescription: "a Deployment's ReplicaSet belongs to the Deployment", kind: "ReplicaSet",
            name: "my-api-57b6f7c45f", labels: ["pod-template-hash": "57b6f7c45f"],
            expected: ("", "Deployment/my-api")),
        Row(
            testDescription: "a ReplicaSet of its own is its own owner", kind: "ReplicaSet", name: "my-api-57b6f7c45f",
            expected: ("", "ReplicaSet/my-api-57b6f7c45f")),
        Row(
            testDescription: "a hash that does not end the name names no Deployment", kind: "ReplicaSet",
            name: "my-api",
            labels: ["pod-template-hash": "57b6f7c45f"], expected: ("", "ReplicaSet/my-api")),
        Row(
            testDescription: "nothing is left of the name", kind: "ReplicaSet", name: "-57b6f7c45f",
            labels: ["pod-template-hash": "57b6f7c45f"], expected: ("", "ReplicaSet/-57b6f7c45f")),
        Row(
            testDescription: "a StatefulSet's pod names its revision", kind: "StatefulSet", name: "postgres",
            labels: ["controller-revision-hash": "postgres-5c896b8cf6"],
            expected: ("postgres-5c896b8cf6", "StatefulSet/postgres")),
        Row(
            testDescription: "a DaemonSet's pod too", kind: "DaemonSet", name: "node-local-dns",
            labels: ["controller-revision-hash": "7c4b9c757c"], expected: ("7c4b9c757c", "DaemonSet/node-local-dns")),
        Row(testDescription: "without a revision there is no memory", kind: "StatefulSet", name: "postgres"),
        Row(
            testDescription: "a Job is a revision by itself", apiVersion: "batch/v1", kind: "Job", name: "load",
            expected: ("", "Job/load")),
        Row(
            testDescription: "another group's StatefulSet is not known", apiVersion: "apps.kruise.io/v1beta1",
            kind: "StatefulSet", name: "postgres", labels: ["controller-revision-hash": "x"]),
        Row(
            testDescription: "a ReplicationController is not known", apiVersion: "v1", kind: "ReplicationController",
            name: "a"),
        Row(testDescription: "a mirror pod's Node is not known", apiVersion: "v1", kind: "Node", name: "worker-1"),
        Row(testDescription: "a reference without a UID", kind: "ReplicaSet", name: "a", uid: ""),
    ]

    @Test(arguments: rows) func isReadFromTheOwnerReference(row: Row) {
        let controller = PodController(
            apiVersion: row.apiVersion, kind: row.kind, name: row.name, uid: row.uid, namespace: "shop",
            label: { row.labels[$0] })
        #expect(controller?.revision == row.expected?.revision)
        #expect(controller.map { "\($0.owner.kind)/\($0.owner.name)" } == row.expected?.owner)
    }

    @Test(arguments: [
        (Facts.statefulSet("postgres-5c896b8cf6"), "postgres-5c896b8cf6"),
        (Facts.statefulSet("7c4b9c757c"), "postgres-7c4b9c757c"),
    ]) func aRevisionHasAControllerRevision(controller: PodController, name: String) {
        #expect(controller.revisionName == name)
    }
}
