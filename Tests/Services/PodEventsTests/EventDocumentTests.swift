import Testing

@testable import PodEvents

/// The names of Events, and what their messages cannot contain.
@Suite struct EventDocumentTests {
    @Test func theNameIsTheSameEverywhere() {
        #expect(EventDocument.name(TestPod("web-1"), .waiting) == "web-1.297976511a9ec266")
    }

    @Test func otherPodsContainersAndReasonsHaveOtherNames() {
        var names: Set<String> = []
        for pod in [
            TestPod("web-1"), TestPod("web-1", uid: "u2"), TestPod("web-1", container: "other"),
            TestPod("web-1", uid: "u1k8s", container: "-wait"),
        ] {
            for reason in EventReason.allCases { names.insert(EventDocument.name(pod, reason)) }
        }
        #expect(names.count == 4 * EventReason.allCases.count)
    }

    @Test(arguments: [
        String(repeating: "a", count: 253),
        String(repeating: "a", count: 235) + "." + String(repeating: "b", count: 17),
        String(repeating: "a", count: 234) + "-." + String(repeating: "b", count: 17), "a",
    ])
    func theNameIsADNSSubdomain(pod: String) {
        let name = EventDocument.name(TestPod(pod), .ready)
        #expect(name.utf8.count <= 253)
        #expect(
            name.wholeMatch(of: /[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*/) != nil, "\(name)")
    }

    @Test func aMessageIsOneLineOfBoundedLength() throws {
        let text = String(repeating: "x\u{1B}[31m\n", count: 5_000)
        let message = try #require(EventStory.failed(text).message(of: TestPod("a"), DependencyStates(unknown: 1)))
        #expect(message.count == 1_000 && !message.contains("\n") && !message.contains("\u{1B}"))
    }
}
