import Dependencies
import JSONText
import JobMemory
import Testing

@testable import StatusServer
@testable import k8s_wait_server

/// What memory makes of pods as the API server sends them.
@Suite struct RememberingJobsTests {
    private static func pod(_ metadata: String, _ message: String = "released", exitCode: Int = 0) throws -> GatedPod {
        let text = """
            {"metadata":{"name":"my-api-x","namespace":"shop","uid":"pod-1",\(metadata)},
             "spec":{"initContainers":[{"name":"k8s-wait","image":"i","args":["for","job/shop/migrate match=pod:release",
               "--timeout=none","--on-timeout=fail","--on-failure=wait"]}],"containers":[{"name":"app","image":"a"}]},
             "status":{"initContainerStatuses":[{"name":"k8s-wait","state":{"terminated":
               {"exitCode":\(exitCode),"message":"\(message)"}}}]}}
            """
        var reader = JSONReader(Array(text.utf8).span)
        return try GatedPod(reading: &reader)
    }

    private static let owned = """
        "labels":{"pod-template-hash":"57b6f7c45f","release":"7"},"ownerReferences":[
          {"apiVersion":"v1","kind":"ConfigMap","name":"other","uid":"cm-1"},
          {"apiVersion":"apps/v1","kind":"ReplicaSet","name":"my-api-57b6f7c45f","uid":"rs-1","controller":true}]
        """

    @Test func aPodsControllerIsTheOneThatSaysSo() throws {
        let pod = try Self.pod(Self.owned)
        let controller = try #require(pod.controller.flatMap { PodController($0, in: pod.namespace) })
        #expect(controller.kind == .replicaSet && controller.uid == "rs-1" && controller.namespace == "shop")
        #expect(controller.owner == .init(kind: "Deployment", name: "my-api"))
    }

    @Test func aPodWithoutControllerTellsNothing() throws {
        let pod = try Self.pod(#""labels":{"release":"7"}"#)
        #expect(pod.controller == nil && SiblingProof.Sibling.all(of: pod).isEmpty)
    }

    @Test(arguments: [
        ("released", 0, "7", true), ("released", 0, "8", false), ("PROCEEDING: not ready", 0, "7", false),
        ("released", 1, "7", false),
    ]) func aSiblingTellsByItsOwnContainer(message: String, exitCode: Int, release: String, isProof: Bool) throws {
        let pod = try Self.pod(Self.owned, message, exitCode: exitCode)
        let controller = try #require(pod.controller.flatMap { PodController($0, in: pod.namespace) })
        let proof = SiblingProof.find(
            of: try Dependency(canonical: "job/shop/migrate match=pod:release"), for: controller,
            label: { _ in release }, among: SiblingProof.Sibling.all(of: pod))
        #expect((proof != nil) == isProof)
    }
}
