import Dependencies
import JSONText
import Policies
import Testing

/// A policy is read whole or not at all, and its mistakes say where they are and what was probably meant.
@Suite struct PolicyRecordTests {
    private static let full = #"""
        {"priority":10,"mode":"Audit",
         "selector":{"matchLabels":{"app":"web"},"matchExpressions":[{"key":"tier","operator":"In","values":["a","b"]},
           {"key":"legacy","operator":"DoesNotExist"}],"ownerKind":"Deployment","ownerName":"web",
           "namespaces":["shop","desk"],"namespaceSelector":{"matchLabels":{"team":"x"}}},
         "dependencies":{"for-service":"postgres, infra/redis port=6379","for-job.init":"migrate","for":"deployment/infra/gateway"},
         "timeout":"10m","onTimeout":"proceed","onFailure":"wait","position":"last","cpu":"50m","memory":"64Mi",
         "image":"registry.example/k8s-wait:2"}
        """#

    @Test func saysAllThatItsSpecSays() throws {
        let policy = try PolicyText.policy(.cluster, name: "base", spec: Self.full)
        #expect(policy.name.description == "ClusterWaitPolicy base")
        #expect(policy.name.annotationItem == "clusterwaitpolicy/base")
        #expect(policy.priority == 10)
        #expect(policy.mode == .audit)
        #expect(policy.selector.labels?.description == "app=web,!legacy,tier in (a,b)")
        #expect(policy.selector.ownerKind == "Deployment")
        #expect(policy.selector.ownerName == "web")
        #expect(policy.selector.namespaces == ["shop", "desk"])
        #expect(policy.selector.namespaceLabels?.description == "team=x")
        #expect(
            policy.dependencies(in: "desk").map(\.description) == [
                "service/desk/postgres", "service/infra/redis port=6379", "job/desk/migrate",
                "deployment/infra/gateway",
            ])
        #expect(policy.knobs.timeout == .seconds(600))
        #expect(policy.knobs.onTimeout == .proceed)
        #expect(policy.knobs.onFailure == .wait)
        #expect(policy.knobs.position == .last)
        #expect(policy.knobs.cpu == "50m")
        #expect(policy.knobs.memory == "64Mi")
        #expect(policy.knobs.image == "registry.example/k8s-wait:2")
    }

    @Test func saysLittleInShort() throws {
        let policy = try PolicyText.policy(spec: PolicyText.spec())
        #expect(policy.name.description == "WaitPolicy shop/db")
        #expect(policy.priority == 0)
        #expect(policy.mode == .enforce)
        #expect(policy.selector == PolicySelector())
        #expect(policy.knobs == PolicyKnobs())
        #expect(policy.dependencyCount == 1)
    }

    @Test func readsMetadataAndStatus() throws {
        let record = try PolicyText.record(
            json: #"""
                {"status":{"matched":3,"waiting":2,"ungated":1,"conditions":[{"type":"Other","status":"True"},
                {"type":"Accepted","status":"True","observedGeneration":4,"reason":"Accepted","message":"m",
                "lastTransitionTime":"2026-01-01T00:00:00Z"}]},"spec":\#(PolicyText.spec()),
                "metadata":{"name":"db","namespace":"shop","uid":"u","generation":4,"deletionTimestamp":"2026-01-01T00:00:00Z"}}
                """#)
        #expect(record.uid == "u")
        #expect(record.generation == 4)
        #expect(record.isBeingDeleted)
        #expect([record.status.matched, record.status.waiting, record.status.ungated] == [3, 2, 1])
        #expect(record.status.isAccepted(4))
        #expect(!record.status.isAccepted(5))
        #expect(record.status.acceptance?.since == "2026-01-01T00:00:00Z")
    }

    @Test func aStatusIsReadAsItIsWritten() throws {
        var status = PolicyStatus()
        status.acceptance = .init(
            .refused, generation: 7, reason: "Invalid", message: "a \"b\"", since: "2026-01-01T00:00:00Z")
        (status.matched, status.waiting, status.ungated) = (5, 4, 3)
        let patch = String(decoding: status.patch(uid: "u-9"), as: UTF8.self)
        #expect(patch.hasPrefix(#"{"metadata":{"uid":"u-9"},"status":{"conditions":[{"type":"Accepted","#))
        let object =
            #"{"metadata":{"name":"db","namespace":"shop"},"spec":{},"#
            + patch.dropFirst(#"{"metadata":{"uid":"u-9"},"#.count)
        #expect(try PolicyText.record(json: object).status == status)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var kind = PolicyKind.namespaced
        let spec: String
        let says: [String]
        var testDescription: String { spec }
    }

    private static func with(_ members: String) -> String { PolicyText.spec(members) }
    private static func select(_ members: String) -> String {
        #"{"selector":{\#(members)},"dependencies":{"for-service":"a"}}"#
    }
    private static func list(_ members: String) -> String { #"{"selector":{},"dependencies":{\#(members)}}"# }

    @Test(arguments: [
        Case(spec: "null", says: ["spec: It is missing."]),
        Case(spec: "7", says: ["spec: It must be an object."]),
        Case(spec: "{}", says: ["spec.selector: It is missing; write {} to select all pods."]),
        Case(spec: #"{"selector":{}}"#, says: ["spec.dependencies: A policy lists at least one dependency."]),
        Case(
            spec: with(#""priorty":1"#), says: ["spec.priorty: A policy has no such field; did you mean priority?"]),
        Case(
            spec: with(#""mode":"enforce""#),
            says: [#"spec.mode: "enforce" is not known here; did you mean Enforce?"#]),
        Case(spec: with(#""mode":true"#), says: ["spec.mode: It must be a string."]),
        Case(
            spec: with(#""priority":1.5"#),
            says: ["spec.priority: It is not a whole number from -1000000 to 1000000."]),
        Case(
            spec: with(#""priority":99999999999999999999"#),
            says: ["spec.priority: It is not a whole number from -1000000 to 1000000."]),
        Case(
            spec: with(#""onTimeout":"procede""#),
            says: [
                #"spec.onTimeout: item "procede", column 1: "procede" is not known here; did you mean proceed?"#
            ]),
        Case(
            spec: with(#""timeout":"0""#),
            says: [
                #"spec.timeout: item "0", column 1: A time limit of 0 leaves no time to wait; use none for no limit."#
            ]),
        Case(
            spec: with(#""mode":"Audt","priority":"1""#),
            says: [
                #"spec.mode: "Audt" is not known here; did you mean Audit?"#,
                "spec.priority: It must be a whole number.",
            ]),
        Case(
            spec: list(#""for-servce":"a""#),
            says: [
                #"spec.dependencies.for-servce: column 1: "for-servce" is not an annotation of this version; did you mean for-service?"#
            ]),
        Case(
            spec: list(#""service":"a""#),
            says: [
                #"spec.dependencies.service: "service" is no list of dependencies; did you mean for-service?"#
            ]),
        Case(
            spec: list(#""timeout":"5m""#),
            says: [#"spec.dependencies.timeout: "timeout" is no list of dependencies; write spec.timeout."#]),
        Case(
            spec: list(#""on-timeout":"fail""#),
            says: [
                #"spec.dependencies.on-timeout: "on-timeout" is no list of dependencies; write spec.onTimeout."#
            ]),
        Case(spec: list(#""for-job":["a"]"#), says: ["spec.dependencies.for-job: It must be a string."]),
        Case(
            spec: list(#""for-job":"a prot=1""#),
            says: [#"spec.dependencies.for-job: item "a prot=1", column 3: "#]),
        Case(spec: list(#""for-job":"""#), says: ["spec.dependencies.for-job: column 1: There is no Job in this list"]),
        Case(
            spec: select(#""ownerKind":"Deploymnt""#),
            says: [#"spec.selector.ownerKind: "Deploymnt" is not known here; did you mean Deployment?"#]),
        Case(
            spec: select(#""ownerKind":"cluster/x""#),
            says: [
                #"spec.selector.ownerKind: "cluster/x" is not a kind; write it as ownerReferences do, as Deployment."#
            ]),
        Case(
            spec: select(#""ownerName":"Web_1""#),
            says: [#"spec.selector.ownerName: "Web_1" is not the name of a workload."#]),
        Case(
            spec: select(#""matchLabel":{}"#),
            says: ["spec.selector.matchLabel: A selector has no such field; did you mean matchLabels?"]),
        Case(
            spec: select(#""matchLabels":{"a b":"c"}"#),
            says: [#"spec.selector.matchLabels.a b: "a b" is not a valid label key."#]),
        Case(
            spec: select(#""matchLabels":{"a":"-"}"#),
            says: [#"spec.selector.matchLabels.a: "-" is not a valid label value."#]),
        Case(
            spec: select(#""matchExpressions":[{"key":"a","operator":"Im","values":["b"]}]"#),
            says: [
                #"spec.selector.matchExpressions[0].operator: "Im" is not an operator; did you mean In?"#
            ]),
        Case(
            spec: select(
                #""matchExpressions":[{"key":"a","operator":"In"},{"key":"b","operator":"Exists","values":["c"]}]"#),
            says: [
                "spec.selector.matchExpressions[0].values: In needs values.",
                "spec.selector.matchExpressions[1].values: Exists takes no values.",
            ]),
        Case(
            spec: select(#""matchExpressions":[{"kee":"a"}]"#),
            says: ["spec.selector.matchExpressions[0].kee: An expression has no such field; did you mean key?"]),
        Case(
            spec: select(#""namespaces":["a"]"#),
            says: [
                "spec.selector.namespaces: A WaitPolicy is for pods of its own namespace; make this a ClusterWaitPolicy."
            ]),
        Case(
            kind: .cluster, spec: select(#""namespaces":[]"#),
            says: ["spec.selector.namespaces: It lists no namespace; leave it out to select all."]),
        Case(
            kind: .cluster, spec: select(#""namespaces":["A"]"#),
            says: [#"spec.selector.namespaces[0]: "A" is not the name of a namespace."#]),
        Case(
            kind: .cluster, spec: select(#""namespaceSelector":{"labels":{}}"#),
            says: ["spec.selector.namespaceSelector.labels: A selector of labels has no such field; "]),
    ]) func aMistakeIsNamed(_ example: Case) throws {
        let record = try PolicyText.record(example.kind, spec: example.spec)
        #expect(record.policy == nil)
        let texts = record.mistakes.map(\.description)
        #expect(texts.count == example.says.count, "\(texts)")
        for (text, wanted) in zip(texts, example.says) { #expect(text.hasPrefix(wanted), "\(text)") }
    }

    @Test func anObjectWithoutANameIsNone() throws {
        #expect(throws: JSONError.self) { try PolicyText.record(json: #"{"metadata":{},"spec":{}}"#) }
        #expect(throws: JSONError.self) { try PolicyText.record(json: #"{"metadata":{"name":1}}"#) }
        // Its items would be in no namespace.
        let spec = #""spec":{"selector":{},"dependencies":{"for-service":"a"}}"#
        #expect(throws: JSONError.self) { try PolicyText.record(json: #"{"metadata":{"name":"a"},\#(spec)}"#) }
        #expect(try PolicyText.record(json: #"{"metadata":{"name":"a"},\#(spec)}"#, .cluster).policy != nil)
    }

    @Test func whatIsTooMuchIsRefused() throws {
        let labels = (0..<65).map { #""l\#($0)":"""# }.joined(separator: ",")
        let many = try PolicyText.record(
            spec: #"{"selector":{"matchLabels":{\#(labels)}},"dependencies":{"for-job":"a"}}"#)
        #expect(many.mistakes.map(\.description) == ["spec.selector: It has more than 64 requirements."])
        let names = (0..<65).map { #""n\#($0)""# }.joined(separator: ",")
        let wide = try PolicyText.record(
            .cluster, spec: #"{"selector":{"namespaces":[\#(names)]},"dependencies":{"for-job":"a"}}"#)
        #expect(
            wide.mistakes.map(\.description)
                == ["spec.selector.namespaces: It lists 65 namespaces; 64 is the most."])
        let jobs = (0..<65).map { "j\($0)" }.joined(separator: ",")
        #expect(try PolicyText.record(spec: PolicyText.spec(services: jobs)).mistakes.count == 1)
        let wrong = (0..<100).map { #""x\#($0)":1"# }.joined(separator: ",")
        #expect(try PolicyText.record(spec: PolicyText.spec(wrong)).mistakes.count == 16)
    }

    @Test func aWarningOfTheGrammarIsKept() throws {
        let policy = try PolicyText.policy(spec: PolicyText.spec(services: "postgres, postgres"))
        #expect(policy.dependencyCount == 1)
        #expect(
            policy.warnings == [
                #"spec.dependencies.for-service: item "postgres", column 11: Service postgres is listed twice; it counts once."#
            ])
    }
}
