import Dependencies
import JSONText
import Readiness
import Testing

@testable import StatusServer

/// What is kept of a pod.
@Suite struct GatedPodTests {
    private static func read(_ text: String) throws(JSONError) -> GatedPod {
        let bytes = Array(text.utf8)
        var reader = JSONReader(bytes.span)
        return try GatedPod(reading: &reader, repository: "registry.example.com:5000/team/k8s-wait")
    }

    private static func pod(
        initContainers: String = "[]", containers: String = "[]", status: String = "{}", metadata: String = ""
    ) throws(JSONError) -> GatedPod {
        try read(
            #"{"metadata":{"name":"web","namespace":"db","uid":"u"\#(metadata)},"status":\#(status),"#
                + #""spec":{"nodeName":"n1","restartPolicy":"Always","initContainers":\#(initContainers),"#
                + #""containers":\#(containers)}}"#)
    }

    private static func asks(_ pod: GatedPod, _ container: String? = nil) throws -> [String] {
        try pod.container(container).question().dependencies.map(\.description)
    }

    @Test func readsWhatItNeedsWhereverItStands() throws {
        let pod = try Self.read(
            #"""
            {"status":{"phase":"Pending"},"spec":{"containers":[{"name":"k8s-wait","args":["no"]}],"restartPolicy":"Always",
            "initContainers":[{"args":["for","job/db/mig match=pod:v","file//$$(x)"],"image":"i","name":"k8s-wait"},
            {"name":"late","args":["x"]}]},
            "metadata":{"labels":{"v":"2","app":"web"},"uid":"u1","deletionTimestamp":null,"name":"web","namespace":"db"}}
            """#)
        #expect(pod.objectName.description == "db/web")
        #expect(pod.uid == "u1")
        #expect(!pod.isDeleting)
        #expect(pod.nodeName == "")
        #expect(pod.controller == nil)
        #expect(try Self.asks(pod) == ["job/db/mig match=pod:v", "file//$(x)"])
        #expect(pod.label("app") == nil)
    }

    @Test func keepsTheLabelsThatTheQuestionCompares() throws {
        let pod = try Self.read(
            #"""
            {"metadata":{"name":"web","namespace":"db","uid":"u","labels":{"v":"2","app":"web"},
            "deletionTimestamp":"2026-11-21T05:00:00Z"},
            "spec":{"initContainers":[{"name":"k8s-wait","args":["for","job/db/mig match=pod:v","job/db/x match=pod:w"]}]}}
            """#)
        #expect(pod.label("v") == "2")
        #expect(pod.label("w") == nil)
        #expect(pod.label("app") == nil)
        #expect(pod.isDeleting)
    }

    @Test func knowsItsNodeAndItsController() throws {
        let pod = try Self.pod(
            metadata: #","labels":{"pod-template-hash":"7d9f","controller-revision-hash":"c1"},"ownerReferences":["#
                + #"{"apiVersion":"v1","kind":"X","name":"x","uid":"x"},"#
                + #"{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web-7d9f","uid":"r","controller":true}]"#)
        #expect(pod.nodeName == "n1")
        #expect(
            pod.controller
                == ControllerReference(
                    apiVersion: "apps/v1", kind: "ReplicaSet", name: "web-7d9f", uid: "r", revisionHash: "c1",
                    templateHash: "7d9f"))
    }

    @Test(arguments: [
        ("no init containers", "null", true), ("none of ours", #"[{"name":"x"}]"#, true),
        ("without arguments", #"[{"name":"k8s-wait","args":null}]"#, false),
        ("empty arguments", #"[{"name":"k8s-wait","args":["",""]}]"#, false),
        ("arguments that are no question", #"[{"name":"k8s-wait","args":["for","servize/db/pg"]}]"#, false),
    ])
    func readsPodsThatCannotAsk(name: String, containers: String, isEmpty: Bool) throws {
        let pod = try Self.pod(initContainers: containers)
        #expect(pod.containers.isEmpty == isEmpty)
        #expect(throws: WaitingContainerError.self) { try Self.asks(pod) }
    }

    // MARK: Containers of our image

    private static let ours = "registry.example.com:5000/team/k8s-wait"

    @Test(arguments: [
        (ours, true), (ours + ":1.2", true), (ours + "@sha256:00", true), (ours + ":1@sha256:00", true),
        (ours + "-not", false), ("k8s-wait", false), ("registry.example.com:5000/team", false), ("", false),
    ])
    func recognisesItsImageByTheRepository(image: String, isOurs: Bool) throws {
        let container = #"[{"name":"waiter","image":"\#(image)","args":["for","service/db/pg"]}]"#
        #expect(try Self.pod(initContainers: container).containers.map(\.name) == (isOurs ? ["waiter"] : []))
        #expect(try Self.pod(containers: container).containers.map(\.name) == (isOurs ? ["waiter"] : []))
    }

    /// A webhook that comes after ours may put a mirror's name in front of the image; what ours wrote is still there.
    @Test(arguments: [("waiter", true), ("another", false), ("", false)])
    func recognisesAContainerThatAdmissionHasMarked(mark: String, isOurs: Bool) throws {
        let container =
            #"[{"name":"waiter","image":"mirror.example/team/k8s-wait:1","args":["for","service/db/pg"],"#
            + #""env":[{"name":"K8S_WAIT_CONTAINER","value":"\#(mark)"}]}]"#
        #expect(try Self.pod(containers: container).containers.map(\.name) == (isOurs ? ["waiter"] : []))
    }

    @Test func understandsOtherTools() throws {
        let pod = try Self.pod(
            initContainers: #"[{"name":"init","image":"\#(Self.ours)","env":["#
                + #"{"name":"NAMESPACE","valueFrom":{"fieldRef":{"fieldPath":"metadata.namespace"}}},"#
                + #"{"name":"DEPENDENCY_SERVICE","value":"mariadb,infra:rabbitmq"},{"name":"COMMAND","value":"echo done"}]}]"#
        )
        #expect(try Self.asks(pod) == ["service/db/mariadb", "service/infra/rabbitmq"])
    }

    @Test func aContainerMayWaitForNothing() throws {
        let pod = try Self.pod(
            initContainers: #"[{"name":"init","image":"\#(Self.ours)","env":[{"name":"COMMAND","value":"echo done"}]}]"#
        )
        #expect(try Self.asks(pod) == [])
    }

    @Test func choosesTheContainerThatAsks() throws {
        let one = #"{"name":"one","image":"\#(Self.ours)","args":["for","service/db/one"]}"#
        let two = #"{"name":"two","image":"\#(Self.ours)","args":["for","service/db/two"]}"#
        let own = #"{"name":"k8s-wait","args":["for","service/db/own"]}"#
        #expect(try Self.asks(Self.pod(initContainers: "[\(one)]")) == ["service/db/one"])
        #expect(
            try Self.asks(Self.pod(initContainers: "[\(one),\(own)]", containers: "[\(two)]")) == ["service/db/own"])
        let both = try Self.pod(initContainers: "[\(one)]", containers: "[\(two)]")
        #expect(try Self.asks(both, "two") == ["service/db/two"])
        for (pod, container) in [(both, nil), (both, "three"), (try Self.pod(), "one")] {
            let error = #expect(throws: WaitingContainerError.self) { try pod.container(container) }
            #expect(error?.message.contains("K8S_WAIT_CONTAINER") == true)
        }
    }

    @Test(arguments: [
        ("released", #"{"terminated":{"exitCode":0,"message":"released"}}"#, WaitingContainer.Ending.released),
        ("released, with a newline", #"{"terminated":{"exitCode":0,"message":"released\n"}}"#, .released),
        ("proceeded", #"{"terminated":{"exitCode":0,"message":"PROCEEDING without service/db/pg"}}"#, .exited(0)),
        ("without a message", #"{"terminated":{"exitCode":0}}"#, .exited(0)),
        ("failed", #"{"terminated":{"exitCode":3,"message":"released"}}"#, .exited(3)),
        ("running", #"{"running":{"startedAt":"2026-11-21T05:00:00Z"}}"#, nil),
    ])
    func knowsHowItsContainerEnded(name: String, state: String, ending: WaitingContainer.Ending?) throws {
        let pod = try Self.pod(
            initContainers: #"[{"name":"k8s-wait","args":["for","service/db/pg"]}]"#,
            status: #"{"initContainerStatuses":[{"name":"k8s-wait","state":\#(state)}]}"#)
        #expect(try pod.container(nil).ending == ending)
    }

    @Test func keepsTheStatesThatTheQuestionIsAbout() throws {
        let status = #"{"containerStatuses":[{"name":"proxy","ready":true},{"name":"app","ready":true}]}"#
        let asking = try Self.pod(
            initContainers: #"[{"name":"k8s-wait","args":["for","container/proxy"]}]"#, status: status)
        #expect(asking.state(ofContainer: "proxy")?.isReady == true)
        #expect(asking.state(ofContainer: "app") == nil)
    }

    @Test(arguments: [
        ("no name", #"{"metadata":{"uid":"u"}}"#), ("no UID", #"{"metadata":{"name":"a"}}"#), ("a list", "[]"),
        ("cut", #"{"metadata":{"name":"a","uid":"u"},"spec":{"initContainers":[{"na"#),
        ("containers of another type", #"{"metadata":{"name":"a","uid":"u"},"spec":{"initContainers":{}}}"#),
        (
            "a number as argument",
            #"{"metadata":{"name":"a","uid":"u"},"spec":{"initContainers":[{"name":"k8s-wait","args":[1]}]}}"#
        ),
    ])
    func refusesWhatIsNoPod(name: String, text: String) {
        #expect(throws: JSONError.self) { try Self.read(text) }
    }
}
