import JSONText
import Testing

@testable import StatusServer

/// What is kept of a pod.
@Suite struct GatedPodTests {
    private static func read(_ text: String) throws(JSONError) -> GatedPod {
        let bytes = Array(text.utf8)
        var reader = JSONReader(bytes.span)
        return try GatedPod(reading: &reader)
    }

    @Test func readsWhatItNeedsWhereverItStands() throws {
        let pod = try Self.read(
            #"""
            {"status":{"phase":"Pending"},"spec":{"containers":[{"name":"k8s-wait","args":["no"]}],"restartPolicy":"Always",
            "initContainers":[{"args":["for","job/db/mig match=pod:v","service/db/$$(x)"],"image":"i","name":"k8s-wait"},
            {"name":"late","args":["x"]}]},
            "metadata":{"labels":{"v":"2","app":"web"},"uid":"u1","deletionTimestamp":null,"name":"web","namespace":"db"}}
            """#)
        #expect(pod.name.description == "db/web")
        #expect(pod.uid == "u1")
        #expect(!pod.isDeleting)
        #expect(pod.hasContainer)
        #expect(pod.arguments == ["for", "job/db/mig match=pod:v", "service/db/$(x)"])
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

    @Test(arguments: [
        (
            "no init containers", #"{"metadata":{"name":"a","uid":"u"},"spec":{"initContainers":null}}"#, false,
            [String]()
        ),
        ("none of ours", #"{"metadata":{"name":"a","uid":"u"},"spec":{"initContainers":[{"name":"x"}]}}"#, false, []),
        (
            "without arguments",
            #"{"metadata":{"name":"a","uid":"u","labels":null},"spec":{"initContainers":[{"name":"k8s-wait","args":null}]}}"#,
            true, []
        ),
        (
            "empty arguments",
            #"{"metadata":{"name":"a","uid":"u"},"spec":{"initContainers":[{"name":"k8s-wait","args":["",""]}]}}"#,
            true,
            ["", ""]
        ),
    ])
    func readsPodsThatCannotAsk(name: String, text: String, hasContainer: Bool, arguments: [String]) throws {
        let pod = try Self.read(text)
        #expect(pod.hasContainer == hasContainer)
        #expect(pod.arguments == arguments)
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
