import Dependencies
import JSONText
import Readiness
import Testing

/// Objects of any kind, by their conditions and fields.
@Suite struct ResourceRuleTests {
    private static let foo = "foo.example.com/shop/x"
    private static let name = "foo.example.com shop/x"

    private static func object(generation: String? = nil, status: String? = nil, more: String = "") -> String {
        var text = #"{"metadata":{"namespace":"shop","name":"x""#
        if let generation { text += #","generation":\#(generation)"# }
        text += "}" + more
        if let status { text += #","status":\#(status)"# }
        return text + "}"
    }

    private static func conditions(_ conditions: String, _ more: String = "") -> String {
        object(generation: "2", status: #"{"conditions":[\#(conditions)]\#(more)}"#)
    }

    private static let ready = #"{"type":"Ready","status":"True"}"#
    private static let notReady = #"{"type":"Ready","status":"False"}"#
    private static let stalled = #"{"type":"Stalled","status":"True"}"#
    private static let isReady = "ready(ConditionMet): \(name): its condition Ready is True"
    private static let older = "waiting(NotObserved): \(name): its conditions are about an older spec than its newest"
    private static let isStalled =
        "stalled(ReportsStalled): \(name) says itself that it is stalled: see the conditions in its status"
    private static let nothing =
        "waiting(NoConditions): \(name) has no conditions yet, so nothing says how it stands"

    static let byCondition = [
        ObjectCase("Ready", foo, conditions(ready), isReady),
        ObjectCase(
            "not Ready", foo, conditions(notReady),
            "waiting(ConditionNotMet): \(name): its condition Ready is not True yet"),
        ObjectCase(
            "unknown", foo, conditions(#"{"type":"Ready","status":"Unknown"}"#),
            "waiting(ConditionNotMet): \(name): its condition Ready is not True yet"),
        ObjectCase(
            "not the one that is asked for", foo, conditions(#"{"type":"Synced","status":"True"}"#),
            "waiting(ConditionNotMet): \(name) has no condition Ready yet"),
        ObjectCase(
            "named", "\(foo) condition=Synced", conditions(#"{"type":"Synced","status":"True"}"#),
            "ready(ConditionMet): \(name): its condition Synced is True"),
        ObjectCase(
            "without case", "\(foo) condition=ready=TRUE", conditions(#"{"type":"READY","status":"true"}"#),
            "ready(ConditionMet): \(name): its condition ready is True"),
        ObjectCase(
            "False asked for", "\(foo) condition=Degraded=False", conditions(#"{"type":"Degraded","status":"False"}"#),
            "ready(ConditionMet): \(name): its condition Degraded is False"),
        ObjectCase(
            "False asked for, True there", "\(foo) condition=Degraded=False",
            conditions(#"{"type":"Degraded","status":"True"}"#),
            "waiting(ConditionNotMet): \(name): its condition Degraded is not False yet"),
        ObjectCase(
            "one type twice", foo, conditions("\(ready),\(notReady)"),
            "waiting(ConditionNotMet): \(name): its condition Ready is not True yet"),

        ObjectCase("no status", foo, object(), nothing),
        ObjectCase("a status that is null", foo, object(status: "null"), nothing),
        ObjectCase("no conditions", foo, object(status: "{}"), nothing),
        ObjectCase("conditions that are null", foo, object(status: #"{"conditions":null}"#), nothing),
        ObjectCase("an empty list", foo, conditions(""), nothing),
        ObjectCase("a status that is text", foo, object(status: #""Ready""#), nothing),
        ObjectCase("a status that is a list", foo, object(status: "[\(ready)]"), nothing),
        ObjectCase("conditions that are an object", foo, object(status: #"{"conditions":\#(ready)}"#), nothing),
        ObjectCase("conditions that are text", foo, conditions(#""Ready",1,null,[\#(ready)]"#), nothing),
        ObjectCase("conditions without a type", foo, conditions(#"{"status":"True"},{"type":1}"#), nothing),
        ObjectCase(
            "a status that is a boolean", foo, conditions(#"{"type":"Ready","status":true}"#),
            "waiting(ConditionNotMet): \(name): its condition Ready is not True yet"),

        ObjectCase("observed", foo, conditions(ready, #","observedGeneration":2"#), isReady),
        ObjectCase("not observed", foo, conditions(ready, #","observedGeneration":1"#), older),
        ObjectCase("of a generation to come", foo, conditions(ready, #","observedGeneration":3"#), older),
        ObjectCase("observed null", foo, conditions(ready, #","observedGeneration":null"#), isReady),
        ObjectCase("observed text", foo, conditions(ready, #","observedGeneration":"1""#), isReady),
        ObjectCase("observed a fraction", foo, conditions(ready, #","observedGeneration":1.5"#), isReady),
        ObjectCase("observed an exponent", foo, conditions(ready, #","observedGeneration":1e0"#), isReady),
        ObjectCase("observed a list", foo, conditions(ready, #","observedGeneration":[1]"#), isReady),
        ObjectCase(
            "observed more than fits", foo, conditions(ready, #","observedGeneration":99999999999999999999"#), isReady),
        ObjectCase(
            "observed by the condition", foo, conditions(#"{"type":"Ready","status":"True","observedGeneration":2}"#),
            isReady),
        ObjectCase(
            "not observed by the condition", foo,
            conditions(#"{"type":"Ready","status":"True","observedGeneration":1}"#), older),
        ObjectCase(
            "not observed by another condition", foo,
            conditions(#"\#(ready),{"type":"Other","status":"True","observedGeneration":1}"#), isReady),
        ObjectCase(
            "no generation to compare with", foo,
            object(status: #"{"conditions":[\#(ready)],"observedGeneration":7}"#), isReady),
        ObjectCase(
            "not Ready, of an older spec", foo, conditions(notReady, #","observedGeneration":1"#),
            "waiting(ConditionNotMet): \(name): its condition Ready is not True yet"),

        ObjectCase("stalled", foo, conditions("\(notReady),\(stalled)"), isStalled),
        ObjectCase("stalled, nothing else said", foo, conditions(stalled), isStalled),
        ObjectCase("stalled and Ready", foo, conditions("\(ready),\(stalled)"), isStalled),
        ObjectCase(
            "stalled and Ready, in other words", "\(foo) condition=READY=true", conditions("\(ready),\(stalled)"),
            isStalled),
        ObjectCase(
            "stalled, and something else asked for is so", "\(foo) condition=Synced",
            conditions(#"{"type":"Synced","status":"True"},\#(stalled)"#),
            "ready(ConditionMet): \(name): its condition Synced is True"),
        ObjectCase(
            "stalled asked for", "\(foo) condition=Stalled", conditions(stalled),
            "ready(ConditionMet): \(name): its condition Stalled is True"),
        ObjectCase(
            "not stalled", foo, conditions(#"\#(ready),{"type":"Stalled","status":"False"}"#), isReady),
    ]

    private static let fields = #","spec":{"x":"v","n":3,"list":["a","b"],"none":null}"#
    static let byField = [
        ObjectCase(
            "as asked", "\(foo) jsonpath={.spec.x}=v", object(more: fields),
            "ready(FieldMatches): \(name): {.spec.x} is as asked"),
        ObjectCase(
            "a number", "\(foo) jsonpath={.spec.n}=3", object(more: fields),
            "ready(FieldMatches): \(name): {.spec.n} is as asked"),
        ObjectCase(
            "another value", "\(foo) jsonpath={.spec.x}=w", object(more: fields),
            "waiting(FieldDiffers): \(name): {.spec.x} is not as asked yet"),
        ObjectCase(
            "any value", "\(foo) jsonpath={.spec.x}", object(more: fields),
            "ready(FieldMatches): \(name) has {.spec.x}"),
        ObjectCase(
            "any value, an object", "\(foo) jsonpath={.spec}", object(more: fields),
            "ready(FieldMatches): \(name) has {.spec}"),
        ObjectCase(
            "no such field", "\(foo) jsonpath={.spec.y}=v", object(more: fields),
            "waiting(FieldMissing): \(name) has no {.spec.y} yet"),
        ObjectCase(
            "any value, none there", "\(foo) jsonpath={.spec.y}", object(more: fields),
            "waiting(FieldMissing): \(name) has no {.spec.y} yet"),
        ObjectCase(
            "null", "\(foo) jsonpath={.spec.none}", object(more: fields),
            "waiting(FieldMissing): \(name) has no {.spec.none} yet"),
        ObjectCase(
            "several", "\(foo) jsonpath={.spec.list[*]}=a", object(more: fields),
            "stalled(FieldNotComparable): \(name): {.spec.list[*]} finds several values; "
                + "name one by an index or a filter"),
        ObjectCase(
            "a list", "\(foo) jsonpath={.spec.list}=a", object(more: fields),
            "stalled(FieldNotComparable): \(name): {.spec.list} finds a list or an object, which no text is equal to"),
        ObjectCase(
            "an index of no list", "\(foo) jsonpath={.spec.x[0]}=a", object(more: fields),
            "stalled(FieldNotComparable): \(name): {.spec.x[0]} does not fit it, by an index or filter of what is no list"
        ),
        ObjectCase(
            "conditions are not looked at", "\(foo) jsonpath={.spec.x}=v",
            object(generation: "2", status: #"{"conditions":[\#(notReady),\#(stalled)]}"#, more: fields),
            "ready(FieldMatches): \(name): {.spec.x} is as asked"),
        ObjectCase(
            "of a kind with a rule of its own", "deployment/shop/x jsonpath={.status.readyReplicas}=2",
            object(status: #"{"readyReplicas":2}"#),
            "ready(FieldMatches): Deployment shop/x: {.status.readyReplicas} is as asked"),
        ObjectCase(
            "of an object without a namespace", "node/x jsonpath={.spec.unschedulable}",
            #"{"metadata":{"name":"x"},"spec":{}}"#, "waiting(FieldMissing): Node x has no {.spec.unschedulable} yet"),
    ]

    @Test(arguments: byCondition) func judgesByCondition(_ item: ObjectCase) throws { try item.check() }

    @Test(arguments: byField) func judgesByField(_ item: ObjectCase) throws { try item.check() }

    @Test func aConditionAndAFieldMustBothBeAsAsked() throws {
        var dependency = try Dependency(canonical: "\(Self.foo) jsonpath={.spec.x}=v")
        dependency.options.condition = ConditionRequirement(type: "Ready")
        func state(_ conditions: String, _ field: String) throws -> Verdict.State {
            let json = Self.object(
                status: #"{"conditions":[\#(conditions)]}"#, more: #","spec":{"x":"\#(field)"}"#)
            return try ObjectJudge.judge(dependency, json).verdict.state
        }
        #expect(try state(Self.ready, "v") == .ready)
        #expect(try state(Self.ready, "w") == .waiting)
        #expect(try state(Self.notReady, "v") == .waiting)
        #expect(try state(Self.notReady, "w") == .waiting)
    }

    @Test(arguments: [
        ("service/shop/x", "port=80", "Any", "port="), ("service/shop/x", "min=1", "Any", "min="),
        ("pod/shop/(a=b)", "same-node", "Initialized", "same-node"),
        ("pod/shop/x", "uptime=5s", "Initialized", "uptime="), ("job/shop/x", "match=(a=b)", "Failed", "match="),
        ("deployment/shop/x", "min=2", "Progressing", "min="), ("cronjob/shop/x", "max-age=1h", "Any", "max-age="),
        ("daemonset/shop/x", "anywhere", "Any", "anywhere"),
        ("daemonset/shop/x", "if-absent=ready", "Any", "if-absent="),
        ("crd/foos.example.com", "version=v1", "Terminating", "version="),
    ])
    func whatItDoesNotLookAtLetsNobodyPass(target: String, word: String, condition: String, option: String) throws {
        // The grammar takes no such pair.
        var dependency = try Dependency(canonical: "\(target) \(word)")
        dependency.options.condition = ConditionRequirement(type: condition)
        let json = Self.object(
            status: #"{"conditions":[{"type":"\#(condition)","status":"True"}]}"#)
        let verdict = try ObjectJudge.judge(dependency, json).verdict
        #expect(verdict.state == .stalled && verdict.reason == .conditionNotJudged)
        #expect(verdict.message.hasSuffix("this condition= is judged without \(option); leave one of them out"))
    }

    @Test func aFieldThatWasNotLookedAtIsUnknown() throws {
        let dependency = try Dependency(canonical: "\(Self.foo) jsonpath={.spec.x}=v")
        var reader = JSONReader(Array(Self.object(more: Self.fields).utf8).span)
        let record = try ResourceRecord(reading: &reader, requirement: ResourceRequirement([]))
        let context = JudgementContext(now: ObjectJudge.began, waitBegan: ObjectJudge.began, podNamespace: "shop")
        #expect(ResourceRule.judge(dependency, object: record, context: context).verdict.state == .unknown)
    }

    @Test(arguments: [
        (
            "every Job, all so", "job/shop/(a=b) condition=Failed", "TT",
            "ready(ConditionMet): Job shop/(a=b): 2 of 2 ready"
        ),
        (
            "every Job, one not", "job/shop/(a=b) condition=Failed", "TF",
            "waiting(ConditionNotMet): Job shop/(a=b): 1 of 2 ready; Job shop/b: its condition Failed is not True yet"
        ),
        (
            "some Jobs", "job/shop/(a=b) condition=Failed min=1", "FT",
            "ready(ConditionMet): Job shop/(a=b): 1 of 2 ready"
        ),
        (
            "a pod", "pod/shop/(a=b) condition=Initialized", "FT",
            "ready(ConditionMet): Pod shop/(a=b): 1 of 2 ready"
        ),
        (
            "every pod", "pod/shop/(a=b) condition=Initialized min=all", "FT",
            "waiting(ConditionNotMet): Pod shop/(a=b): 1 of 2 ready; "
                + "Pod shop/a: its condition Initialized is not True yet"
        ),
        (
            "too few pods that are so", "pod/shop/(a=b) condition=Initialized min=2", "FT",
            "waiting(ConditionNotMet): Pod shop/(a=b): 1 of 2 ready, 2 wanted; "
                + "Pod shop/a: its condition Initialized is not True yet"
        ),
        (
            "too few pods", "pod/shop/(a=b) condition=Initialized min=2", "T",
            "waiting(ConditionNotMet): Pod shop/(a=b): 1 of 1 ready, 2 wanted"
        ),
        ("none", "pod/shop/(a=b) condition=Initialized", "", "waiting(NotFound): no Pod in shop matches (a=b)"),
    ])
    func ofSeveralSoManyMustBeAsAsked(name: String, text: String, statuses: String, verdict: String) throws {
        let dependency = try Dependency(canonical: text)
        let type = try #require(dependency.options.condition?.type)
        let records = try zip(["a", "b"], statuses).map { name, status in
            let conditions = #"[{"type":"\#(type)","status":"\#(status == "T" ? "True" : "False")"}]"#
            let json = #"{"metadata":{"namespace":"shop","name":"\#(name)"},"status":{"conditions":\#(conditions)}}"#
            var reader = JSONReader(Array(json.utf8).span)
            return try ResourceRecord(reading: &reader, requirement: ResourceRequirement(dependency))
        }
        let context = JudgementContext(now: ObjectJudge.began, waitBegan: ObjectJudge.began, podNamespace: "shop")
        let judgement = ResourceRule.judge(dependency, objects: records.reversed(), context: context)
        #expect(judgement.verdict.description == verdict)
    }
}
