import JSONText
import Testing

@testable import k8s_wait_server

/// Which pods a promotion strands.
@Suite struct PinnedPodTests {
    /// A pod whose container trusts `pins`.
    private static func pod(
        _ pins: String, phase: String = "Pending", state: String = "", metadata: String = "", container: String = ""
    ) throws -> PinnedPod {
        let statuses = state.isEmpty ? "null" : #"[{"name":"k8s-wait","state":{\#(state)},"lastState":{}}]"#
        let text = #"""
            {"metadata":{"name":"p","namespace":"shop"\#(metadata)},
            "spec":{"initContainers":[{"name":"other"},{"name":"k8s-wait","image":"i","env":[
            {"name":"K8S_WAIT_SERVER","value":"https://s"},{"name":"POD_NAME","valueFrom":{}},
            {"name":"K8S_WAIT_PINS","value":"\#(pins)"}]}],"containers":[{"name":"main","env":null\#(container)}]},
            "status":{"phase":"\#(phase)","initContainerStatuses":\#(statuses)}}
            """#
        return try PinnedPod(Array(text.utf8).span)
    }

    @Test(arguments: [
        ("aa,bb", "bb", false), ("aa,bb", "cc", true), ("AA, BB", "aa", false), ("", "aa", true),
    ])
    func itTrustsItsPinsAlone(pins: String, signer: String, isStranded: Bool) throws {
        let pod = try Self.pod(pins)
        #expect(pod.isStarting)
        #expect(pod.isStranded(with: [signer]) == isStranded)
        #expect(!pod.isStrandedWhenRestarted(with: [signer]))
        #expect(pod.description == "shop/p")
    }

    @Test(arguments: [
        (#""terminated":{"exitCode":0}"#, false), (#""terminated":{"exitCode":1}"#, true),
        (#""running":{"startedAt":"2026-11-21T05:39:48Z"}"#, true), (#""waiting":{"reason":"PodInitializing"}"#, true),
    ])
    func whoeverHasBeenAnsweredIsStrandedOnlyByARestart(state: String, isStarting: Bool) throws {
        let pod = try Self.pod("aa", state: state)
        #expect(pod.isStarting == isStarting)
        #expect(pod.isStranded(with: ["cc"]) == isStarting)
        #expect(pod.isStrandedWhenRestarted(with: ["cc"]) == !isStarting)
    }

    @Test(arguments: [("Succeeded", ""), ("Failed", ""), ("Pending", #","deletionTimestamp":"2026-11-21T05:39:48Z""#)])
    func aPodThatRunsToNoEndIsNotStranded(phase: String, metadata: String) throws {
        let pod = try Self.pod("aa", phase: phase, metadata: metadata)
        #expect(!pod.isStarting && !pod.isStranded(with: ["cc"]) && !pod.isStrandedWhenRestarted(with: ["cc"]))
    }

    /// Hand-written containers may hold pins too, and stand anywhere.
    @Test func everyContainerWithPinsCounts() throws {
        let text = #"{"spec":{"containers":[{"name":"w","env":[{"name":"K8S_WAIT_PINS","value":"aa"}]}]}}"#
        #expect(try PinnedPod(Array(text.utf8).span).isStranded(with: ["cc"]))
        #expect(try !PinnedPod(Array(#"{"spec":{},"status":null}"#.utf8).span).isStranded(with: ["cc"]))
    }
}
