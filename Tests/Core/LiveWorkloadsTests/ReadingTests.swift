import CoreTestKit
import JSONText
import LiveWorkloads
import Readiness
import Testing
import WaitGraph

/// What is read of pods and Services.
struct ReadingTests {
    struct Pod: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let metadata: String
        let kind: WorkloadReference.Kind
        let workload: String
        var labels = "app=api"
    }

    static let pods = [
        Pod(
            testDescription: "of a Deployment",
            metadata: #"""
                "labels":{"app":"api","pod-template-hash":"5d8c"},
                "ownerReferences":[{"kind":"ReplicaSet","name":"api-5d8c","controller":true}]
                """#,
            kind: .deployment, workload: "shop/api"),
        Pod(
            testDescription: "of a ReplicaSet that nobody made",
            metadata: #"""
                "labels":{"app":"api"},"ownerReferences":[{"kind":"ReplicaSet","name":"api-5d8c","controller":true}]
                """#,
            kind: .replicaSet, workload: "shop/api-5d8c"),
        Pod(
            testDescription: "of a StatefulSet",
            metadata: #"""
                "labels":{"app":"api","apps.kubernetes.io/pod-index":"0","controller-revision-hash":"api-7",
                "statefulset.kubernetes.io/pod-name":"api-0"},
                "ownerReferences":[{"kind":"Node","name":"n"},{"kind":"StatefulSet","name":"api","controller":true}]
                """#,
            kind: .statefulSet, workload: "shop/api"),
        Pod(
            testDescription: "of a CronJob's Job",
            metadata: #"""
                "labels":{"app":"api","job-name":"api-29321455","batch.kubernetes.io/controller-uid":"u"},
                "ownerReferences":[{"kind":"Job","name":"api-29321455","controller":true}]
                """#,
            kind: .cronJob, workload: "shop/api", labels: "app=api,job-name=api-29321455"),
        Pod(
            testDescription: "of somebody else's kind",
            metadata: #""labels":{"app":"api"},"ownerReferences":[{"kind":"Cluster","name":"pg","controller":true}]"#,
            kind: .other, workload: "shop/pg"),
        Pod(
            testDescription: "of another pod, which is not the pod of that name",
            metadata: #""labels":{"app":"api"},"ownerReferences":[{"kind":"Pod","name":"pg","controller":true}]"#,
            kind: .other, workload: "shop/pg"),
        Pod(testDescription: "bare", metadata: #""labels":{"app":"api"}"#, kind: .pod, workload: "shop/api-5d8c-x2z"),
        Pod(
            testDescription: "with nothing", metadata: #""labels":null,"ownerReferences":null"#, kind: .pod,
            workload: "shop/api-5d8c-x2z", labels: ""),
        Pod(
            testDescription: "with labels of ours", metadata: #""labels":{"app":"api","wait.k8s/gated":"no"}"#,
            kind: .pod, workload: "shop/api-5d8c-x2z"),
    ]

    @Test(arguments: pods) func podsBelongToWorkloads(_ example: Pod) throws {
        let metadata = #"{"name":"api-5d8c-x2z","namespace":"shop",\#(example.metadata)}"#
        for text in [
            #"{"kind":"PartialObjectMetadata","metadata":\#(metadata)}"#, #"{"spec":{},"metadata":\#(metadata)}"#,
        ] {
            let bytes = Array(text.utf8)
            var reader = JSONReader(bytes.span)
            let pod = try LivePod(readingUngated: &reader)
            #expect(pod.workload.kind == example.kind)
            #expect(pod.workload.description == example.workload)
            #expect(pod.labels.all.map { "\($0.key)=\($0.value)" }.joined(separator: ",") == example.labels)
            #expect(pod.workload == pod.workload.part(with: pod.labels))
            #expect(pod.standing == .past && !pod.isBeingDeleted)
        }
    }

    /// An API server sends any kind's metadata in the same form.
    @Test func metadataAloneIsRead() throws {
        let recorded = try Fixtures.read("exchange/list-replicasets-partial-metadata.http")
        let start = try #require(recorded.indices.first { recorded[$0...].starts(with: "\n{".utf8) })
        let list = Array(recorded[start...])
        var reader = JSONReader(list.span)
        var objects: [LivePod] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "items") else { continue }
            try reader.beginArray()
            while try reader.nextElement() { objects.append(try LivePod(readingUngated: &reader)) }
        }
        #expect(objects.first?.workload.description == "shop/my-api")
        #expect(objects.first?.workload.kind == .deployment)
        #expect(objects.first?.labels == PackedLabels(["app": "my-api", "tier": "web"]))
    }

    @Test func aPodThatIsGoingAwayIsToldApart() throws {
        let bytes = Array(#"{"metadata":{"name":"a","namespace":"n","deletionTimestamp":"2026-11-21T05:39:48Z"}}"#.utf8)
        var reader = JSONReader(bytes.span)
        #expect(try LivePod(readingUngated: &reader).isBeingDeleted)
        let nameless = Array(#"{"metadata":{"namespace":"n"}}"#.utf8)
        #expect(throws: JSONError.self) {
            var reader = JSONReader(nameless.span)
            _ = try LivePod(readingUngated: &reader)
        }
    }

    @Test(arguments: [
        (#""spec":{"selector":{"app":"api","tier":"web"}}"#, "app=api,tier=web"),
        (#""spec":{"clusterIP":"None","selector":{"app":"api"},"publishNotReadyAddresses":true}"#, "app=api"),
        (#""spec":{"ports":[]}"#, ""), (#""spec":{"selector":null}"#, ""),
    ])
    func servicesHaveSelectors(_ spec: String, _ selector: String) throws {
        let bytes = Array(#"{"metadata":{"name":"api","namespace":"shop","labels":{"a":"b"}},\#(spec)}"#.utf8)
        var reader = JSONReader(bytes.span)
        let service = try LiveService(reading: &reader)
        let node = try #require(service.node)
        #expect((node.namespace, node.name) == ("shop", "api") && node.labels == PackedLabels(["a": "b"]))
        #expect(node.selector.all.map { "\($0.key)=\($0.value)" }.joined(separator: ",") == selector)
    }

    @Test(arguments: [
        #"{"metadata":{"name":"api","namespace":"shop"},"spec":{"type":"ExternalName","externalName":"x.example"}}"#,
        #"{"metadata":{"name":"api","namespace":"shop","deletionTimestamp":"2026-11-21T05:39:48Z"},"spec":{}}"#,
    ])
    func nothingIsBehindSomeServices(_ text: String) throws {
        let bytes = Array(text.utf8)
        var reader = JSONReader(bytes.span)
        let service = try LiveService(reading: &reader)
        #expect(service.node == nil && service.name == "api" && service.namespace == "shop")
    }
}
