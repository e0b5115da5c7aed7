import Dependencies
import Dialects
import JSONText
import Testing

@Suite struct ContainerManifestTests {
    static func manifest(_ text: String) throws -> ContainerManifest {
        let bytes = Array(text.utf8)
        var reader = JSONReader(bytes.span)
        let manifest = try ContainerManifest(reading: &reader)
        try reader.end()
        return manifest
    }

    static func invocation(_ text: String) throws -> ContainerInvocation {
        try manifest(text).invocation { $0 == "metadata.namespace" ? "shop" : nil }
    }

    @Test func readsWhatStartsTheProcess() throws {
        let text = #"""
            {"image":"k8s-wait:1","name":"wait","command":["k8s-wait"],"args":["job","$(JOB)","-n","$(NS)"],
             "env":[{"name":"JOB","value":"migrate-$(VERSION)"},{"name":"VERSION","value":"7"},
                    {"name":"NS","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"metadata.namespace"}}},
                    {"name":"LATE","value":"$(VERSION)"},{"name":"EMPTY"},{"name":"PRICE","value":"$$(VERSION) $5 $(X"}],
             "envFrom":[],"volumeMounts":[{"name":"x","mountPath":"/x"}],"futureField":1}
            """#
        let manifest = try Self.manifest(text)
        #expect(manifest.name == "wait")
        #expect(manifest.image == "k8s-wait:1")
        #expect(!manifest.takesForeignVariables)
        let invocation = try manifest.invocation { $0 == "metadata.namespace" ? "shop" : nil }
        #expect(invocation.command == ["k8s-wait"])
        // A variable sees those before it, as the kubelet has it; arguments see all.
        #expect(invocation.arguments == ["job", "migrate-$(VERSION)", "-n", "shop"])
        #expect(invocation.variable("LATE") == .value("7"))
        #expect(invocation.variable("EMPTY") == .value(""))
        #expect(invocation.variable("PRICE") == .value("$(VERSION) $5 $(X"))
        #expect(invocation.variable("NOWHERE") == .absent)
    }

    static let expansions: [(String, String)] = [
        ("plain", "plain"), ("$", "$"), ("$$", "$"), ("$$$", "$$"), ("a$b", "a$b"), ("$(A)", "1"), ("$(A)$(A)", "11"),
        ("$$(A)", "$(A)"), ("$$$(A)", "$1"), ("$(A", "$(A"), ("$()", "$()"), ("$(B)", "$(B)"), ("$(A)x)", "1x)"),
        ("$($(A))", "$($(A))"),
    ]

    @Test(arguments: expansions) func expandsAsTheKubeletDoes(_ argument: String, _ expected: String) throws {
        let invocation = try Self.invocation(#"{"env":[{"name":"A","value":"1"}],"args":["\#(argument)"]}"#)
        #expect(invocation.arguments == [expected])
    }

    @Test func foreignVariablesAreKnownToBeUnknown() throws {
        let text = #"""
            {"env":[{"name":"A","valueFrom":{"configMapKeyRef":{"name":"c","key":"k"}}},{"name":"B","value":"x$(A)"},
                    {"name":"C","valueFrom":{"fieldRef":{"fieldPath":"status.podIP"}}},
                    {"name":"D","valueFrom":{"resourceFieldRef":{"resource":"limits.cpu"}}}],
             "envFrom":[{"configMapRef":{"name":"c"}}]}
            """#
        let manifest = try Self.manifest(text)
        #expect(manifest.takesForeignVariables)
        let invocation = try manifest.invocation { _ in nil }
        #expect(invocation.variable("A") == .unreadable(source: "a configMapKeyRef"))
        #expect(invocation.variable("B") == .unreadable(source: "a configMapKeyRef"))
        #expect(invocation.variable("C") == .unreadable(source: "status.podIP"))
        #expect(invocation.variable("D") == .unreadable(source: "a resourceFieldRef"))
        let error = #expect(throws: Diagnostic.self) {
            try Self.invocation(
                #"{"args":["job","$(J)"],"env":[{"name":"J","valueFrom":{"secretKeyRef":{"name":"s"}}}]}"#)
        }
        #expect(error?.annotation == "J")
        #expect(error?.message.contains("a secretKeyRef") == true)
    }

    @Test func theLastOfEqualNamesCounts() throws {
        let invocation = try Self.invocation(
            #"{"env":[{"name":"A","value":"1"},{"name":"A","value":"2"}],"args":["$(A)"]}"#)
        #expect(invocation.arguments == ["2"])
    }

    @Test(arguments: [#"{"args":"x"}"#, #"{"env":{}}"#, #"{"env":[{"name":1}]}"#, "[]"])
    func refusesWhatIsNoContainer(_ text: String) {
        #expect(throws: JSONError.self) { try Self.manifest(text) }
    }
}
