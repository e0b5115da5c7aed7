import Dependencies
import JSONText
import Readiness
import Testing

/// The rules of kinds with a small state: claims, definitions, ConfigMaps, Secrets, Nodes, containers.
@Suite struct ObjectRuleTests {
    private static func object(_ fields: String) -> String {
        fields.isEmpty
            ? #"{"metadata":{"namespace":"db","name":"x"}}"# : #"{"metadata":{"namespace":"db","name":"x"},\#(fields)}"#
    }

    private static let claim = "PersistentVolumeClaim db/x"
    private static let consumer = "with WaitForFirstConsumer it binds once a pod that mounts it is scheduled"
    static let claims = [
        ObjectCase("bound", "pvc/db/x", object(#""status":{"phase":"Bound"}"#), "ready(Bound): \(claim) is bound"),
        ObjectCase(
            "bound, the word", "pvc/db/x condition=bound", object(#""status":{"phase":"Bound"}"#),
            "ready(Bound): \(claim) is bound"),
        ObjectCase(
            "bound, being deleted", "pvc/db/x",
            #"{"metadata":{"deletionTimestamp":"2026-11-21T05:39:48Z"},"status":{"phase":"Bound"}}"#,
            "waiting(NotFound): \(claim) is being deleted"),
        ObjectCase(
            "pending", "pvc/db/x", object(#""status":{"phase":"Pending"}"#),
            "waiting(NotBound): \(claim) is not bound yet; \(consumer)"),
        ObjectCase(
            "pending, its consumer scheduled", "pvc/db/x",
            #"{"metadata":{"annotations":{"volume.kubernetes.io/selected-node":"n-1"}},"status":{"phase":"Pending"}}"#,
            "waiting(NotBound): \(claim) is not bound yet: its volume is being made for the node of a pod that mounts it"
        ),
        ObjectCase("no status", "pvc/db/x", object(""), "waiting(NotBound): \(claim) is not bound yet; \(consumer)"),
        ObjectCase(
            "a status that is null", "pvc/db/x", object(#""status":null"#),
            "waiting(NotBound): \(claim) is not bound yet; \(consumer)"),
        ObjectCase(
            "a phase of a later version", "pvc/db/x", object(#""status":{"phase":"Elsewhere"}"#),
            "waiting(NotBound): \(claim) is not bound yet; \(consumer)"),
        ObjectCase(
            "lost", "pvc/db/x", object(#""status":{"phase":"Lost"}"#),
            "stalled(Lost): \(claim) has lost its volume; it is not bound again: restore the volume or make a new claim"
        ),
        ObjectCase(
            "a condition of claims", "pvc/db/x condition=Resizing",
            object(#""status":{"phase":"Bound","conditions":[{"type":"Resizing","status":"True"}]}"#),
            "ready(ConditionMet): \(claim): its condition Resizing is True"),
    ]

    private static let crd = "CustomResourceDefinition foos.example.com"
    private static func definition(_ conditions: String) -> String {
        let versions =
            #"[{"name":"v1","served":true,"storage":true},{"name":"v1beta1","served":false},{"name":"v2","served":true}]"#
        return #"{"metadata":{"name":"foos.example.com"},"spec":{"versions":\#(versions)},"#
            + #""status":{"conditions":\#(conditions)}}"#
    }
    private static let established =
        #"[{"type":"NamesAccepted","status":"True"},{"type":"Established","status":"True"}]"#
    static let definitions = [
        ObjectCase(
            "established", "crd/foos.example.com", definition(established),
            "ready(Established): \(crd) is established"),
        ObjectCase(
            "established, the word", "crd/foos.example.com condition=Established", definition(established),
            "ready(Established): \(crd) is established"),
        ObjectCase(
            "names not judged yet", "crd/foos.example.com", definition(#"[{"type":"Established","status":"True"}]"#),
            "ready(Established): \(crd) is established"),
        ObjectCase(
            "names accepted, not established", "crd/foos.example.com",
            definition(#"[{"type":"NamesAccepted","status":"True"},{"type":"Established","status":"False"}]"#),
            "waiting(NotEstablished): \(crd) is not established yet"),
        ObjectCase(
            "nothing said", "crd/foos.example.com", definition("null"),
            "waiting(NotEstablished): \(crd) is not established yet"),
        ObjectCase(
            "names refused", "crd/foos.example.com",
            definition(#"[{"type":"NamesAccepted","status":"False"},{"type":"Established","status":"False"}]"#),
            "stalled(NamesNotAccepted): \(crd): its names are not accepted, as another definition has one of them"),
        ObjectCase(
            "names refused after it was established", "crd/foos.example.com",
            definition(#"[{"type":"NamesAccepted","status":"False"},{"type":"Established","status":"True"}]"#),
            "stalled(NamesNotAccepted): \(crd): its names are not accepted, as another definition has one of them"),
        ObjectCase(
            "a version", "crd/foos.example.com version=v2", definition(established),
            "ready(Established): \(crd) is established and serves version v2"),
        ObjectCase(
            "a version not served any more", "crd/foos.example.com version=v1beta1", definition(established),
            "waiting(VersionNotServed): \(crd) is established, but does not serve version v1beta1"),
        ObjectCase(
            "a version that is not there", "crd/foos.example.com version=v3", definition(established),
            "waiting(VersionNotServed): \(crd) is established, but does not serve version v3"),
        ObjectCase(
            "a condition of definitions", "crd/foos.example.com condition=NonStructuralSchema=False",
            definition(#"[{"type":"NonStructuralSchema","status":"False"}]"#),
            "ready(ConditionMet): \(crd): its condition NonStructuralSchema is False"),
    ]

    static let configurations = [
        ObjectCase("a ConfigMap", "configmap/db/x", object(""), "ready(Exists): ConfigMap db/x exists"),
        ObjectCase(
            "a key", "configmap/db/x key=a.conf", object(#""data":{"a.conf":"v"}"#),
            "ready(KeyPresent): ConfigMap db/x has the key a.conf"),
        ObjectCase(
            "a binary key", "configmap/db/x key=b", object(#""data":{"a":"v"},"binaryData":{"b":"dg=="}"#),
            "ready(KeyPresent): ConfigMap db/x has the key b"),
        ObjectCase(
            "an empty value", "configmap/db/x key=a", object(#""data":{"a":""}"#),
            "ready(KeyPresent): ConfigMap db/x has the key a"),
        ObjectCase(
            "no such key", "configmap/db/x key=c", object(#""data":{"a":"c"},"binaryData":{"b":"dg=="}"#),
            "waiting(KeyMissing): ConfigMap db/x has no key c"),
        ObjectCase(
            "no data", "configmap/db/x key=a", object(#""data":null"#),
            "waiting(KeyMissing): ConfigMap db/x has no key a"),
        ObjectCase("a Secret", "secret/db/x", object(""), "ready(Exists): Secret db/x exists"),
        ObjectCase(
            "a key of a Secret", "secret/db/x key=tls.crt", object(#""data":{"tls.crt":"dg=="},"type":"Opaque""#),
            "ready(KeyPresent): Secret db/x has the key tls.crt"),
        ObjectCase(
            "no such key of a Secret", "secret/db/x key=tls.key", object(#""data":{"tls.crt":"dg=="}"#),
            "waiting(KeyMissing): Secret db/x has no key tls.key"),
    ]

    private static func node(_ conditions: String) -> String { object(#""status":{"conditions":\#(conditions)}"#) }
    static let nodes = [
        ObjectCase(
            "Ready", "node/x",
            node(#"[{"type":"MemoryPressure","status":"False"},{"type":"Ready","status":"True"}]"#),
            "ready(NodeReady): Node x is Ready"),
        ObjectCase(
            "Ready, the word", "node/x condition=ready", node(#"[{"type":"Ready","status":"True"}]"#),
            "ready(NodeReady): Node x is Ready"),
        ObjectCase(
            "not Ready", "node/x", node(#"[{"type":"Ready","status":"False"}]"#),
            "waiting(NodeNotReady): Node x is not Ready: see kubectl describe node"),
        ObjectCase(
            "unknown", "node/x", node(#"[{"type":"Ready","status":"Unknown"}]"#),
            "waiting(NodeUnresponsive): Node x: its kubelet has stopped to report, so nobody knows whether it is Ready"),
        ObjectCase(
            "no conditions", "node/x", node("null"), "waiting(NodeNotReady): Node x: its kubelet has not reported yet"),
        ObjectCase(
            "no status", "node/x", object(""), "waiting(NodeNotReady): Node x: its kubelet has not reported yet"),
        ObjectCase(
            "another condition", "node/x condition=MemoryPressure=False",
            node(#"[{"type":"MemoryPressure","status":"False"},{"type":"Ready","status":"False"}]"#),
            "ready(ConditionMet): Node x: its condition MemoryPressure is False"),
    ]

    static let containers = [
        ObjectCase(
            "ready", "container/web", #"{"name":"web","ready":true,"state":{"running":{}}}"#,
            "ready(ContainerReady): container web of this pod is Ready"),
        ObjectCase(
            "running", "container/web", #"{"name":"web","ready":false,"state":{"running":{}}}"#,
            "waiting(ContainerNotReady): container web of this pod is not Ready yet: it runs"),
        ObjectCase(
            "being created", "container/web",
            #"{"name":"web","ready":false,"state":{"waiting":{"reason":"ContainerCreating"}}}"#,
            "waiting(ContainerNotReady): container web of this pod is not Ready yet: it has not started"),
        ObjectCase(
            "ended", "container/web", #"{"name":"web","ready":false,"state":{"terminated":{"exitCode":0}}}"#,
            "waiting(ContainerNotReady): container web of this pod is not Ready yet: it has ended"),
        ObjectCase(
            "crashing", "container/web", #"{"name":"web","state":{"waiting":{"reason":"CrashLoopBackOff"}}}"#,
            "stalled(CrashLoop): container web of this pod ends again and again: see kubectl logs --previous"),
        ObjectCase(
            "a state that is null", "container/web", #"{"name":"web","ready":null,"state":null}"#,
            "waiting(ContainerNotReady): container web of this pod is not Ready yet: it has not started"),
        ObjectCase(
            "no status", "container/web", nil,
            "waiting(NotFound): container web of this pod has not been created yet; is there one of that name?"),
    ]

    @Test(arguments: claims) func judgesClaims(_ item: ObjectCase) throws { try item.check() }

    @Test(arguments: definitions) func judgesDefinitions(_ item: ObjectCase) throws { try item.check() }

    @Test(arguments: configurations) func judgesConfigurations(_ item: ObjectCase) throws { try item.check() }

    @Test(arguments: nodes) func judgesNodes(_ item: ObjectCase) throws { try item.check() }

    @Test(arguments: containers) func judgesContainers(_ item: ObjectCase) throws { try item.check() }

    @Test func aSecretsValuesAreNotKept() throws {
        var reader = JSONReader(Array(Self.object(#""data":{"password":"aHVudGVyMg=="}"#).utf8).span)
        let record = try ConfigurationRecord(reading: &reader)
        #expect(record.keys == ["password"])
        #expect(!String(reflecting: record).contains("aHVudGVyMg"))
    }

    /// Whose rule a dependency is judged by, and that a rule which is not its own never lets it pass.
    @Test(arguments: [
        ("pod/a/x", false), ("pod/a/x condition=Ready", false), ("pod/a/x condition=succeeded", false),
        ("pod/a/x condition=Initialized", true), ("pod/a/x condition=Ready=False", true),
        ("pod/a/x jsonpath={.status.phase}=Running", true), ("job/a/x condition=finished", false),
        ("job/a/x condition=Complete", false), ("job/a/x condition=Failed", true), ("cronjob/a/x", false),
        ("cronjob/a/x condition=Any", true), ("service/a/x", false), ("service/a/x condition=Any", true),
        ("service/a/x jsonpath={.status.loadBalancer.ingress}", true), ("deployment/a/x condition=Available", false),
        ("deployment/a/x condition=rolled-out", false), ("deployment/a/x condition=Progressing", true),
        ("statefulset/a/x condition=rolled-out", false), ("statefulset/a/x condition=Any", true),
        ("daemonset/a/x condition=ready", false), ("daemonset/a/x condition=Any", true), ("pvc/a/x", false),
        ("pvc/a/x condition=Resizing", true), ("crd/x.example.com condition=established", false),
        ("crd/x.example.com condition=Terminating", true), ("node/x condition=READY", false),
        ("node/x condition=DiskPressure=False", true), ("configmap/a/x", false), ("secret/a/x", false),
        ("foo.example.com/a/x", true), ("foo.example.com/a/x exists", true), ("container/web", false),
        ("tcp/a.example.com:80", false), ("service/a/x exists", false), ("service/a/x absent", false),
    ])
    func isJudgedByItsConditionsAndFields(text: String, isResource: Bool) throws {
        #expect(try Dependency(canonical: text).isJudgedAsResource == isResource)
    }

    @Test(arguments: [
        "pvc/a/x condition=Resizing", "pvc/a/x jsonpath={.spec}", "crd/x.example.com condition=Terminating",
        "node/x condition=DiskPressure=False", "node/x jsonpath={.spec}",
    ])
    func aRuleThatIsNotItsOwnDoesNotLetItPass(text: String) throws {
        let dependency = try Dependency(canonical: text)
        let context = JudgementContext(now: ObjectJudge.began, waitBegan: ObjectJudge.began, podNamespace: "shop")
        for judgement in [
            VolumeClaimRule.judge(dependency, claim: nil, context: context),
            CustomResourceDefinitionRule.judge(dependency, definition: nil, context: context),
            NodeRule.judge(dependency, node: nil, context: context),
        ] {
            #expect(judgement.verdict.state == .unknown)
        }
    }
}
