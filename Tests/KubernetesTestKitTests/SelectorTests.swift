import KubernetesTestKit
import Testing

@Suite("Selectors")
struct SelectorTests {
    private static let labels = ["app": "db", "tier": "hot", "empty": ""]

    @Test(arguments: [
        ("app=db", true), ("app==db", true), ("app = db", true), ("app=web", false), ("app!=web", true),
        ("missing!=x", true), ("app in (db,web)", true), ("app in (web)", false), ("app notin (web)", true),
        ("missing notin (web)", true), ("app notin (db)", false), ("app", true), ("missing", false), ("!missing", true),
        ("!app", false), ("app=db,tier in (hot, cold),!x", true), ("app=db,tier=cold", false), ("empty=", true),
        ("empty in (,a)", true), ("missing=", false), ("", true),
    ])
    func labels(_ text: String, _ isSelected: Bool) throws {
        #expect(try LabelQuery(text).matches(Self.labels) == isSelected)
    }

    @Test(arguments: ["app=db,", "=db", "app in db", "app in (db", "app db", ",", "app=db tier=hot", "a,,b"])
    func noSelectors(_ text: String) {
        #expect(throws: APIStatus.self) { try LabelQuery(text) }
    }

    @Test("the selector of an object")
    func objectSelector() throws {
        let selector: JSONValue = [
            "matchLabels": ["app": "db"],
            "matchExpressions": [
                ["key": "tier", "operator": "In", "values": ["hot"]], ["key": "x", "operator": "DoesNotExist"],
                ["key": "app", "operator": "Exists"], ["key": "app", "operator": "NotIn", "values": ["web"]],
            ],
        ]
        #expect(try LabelQuery(selector: selector).matches(Self.labels))
        #expect(try !LabelQuery(selector: selector).matches(["app": "db"]))
        #expect(try LabelQuery(selector: [:]).matches([:]))
        #expect(throws: APIStatus.self) {
            try LabelQuery(selector: ["matchExpressions": [["key": "a", "operator": "Like"]]])
        }
    }

    @Test(arguments: [
        ("metadata.name=web", 1), ("metadata.name==web", 1), ("metadata.name!=web", 1), ("spec.nodeName=sim-1", 1),
        ("spec.nodeName=", 1), ("status.phase=Pending,metadata.namespace=shop", 2), ("status.phase!=Pending", 0),
    ])
    func fields(_ selector: String, _ count: Int) async throws {
        let cluster = try TestCluster.make()
        for (name, node) in [("web", JSONValue.string("sim-1")), ("db", .null)] {
            var spec: JSONValue = ["containers": []]
            if !node.isNull { spec["nodeName"] = node }
            try cluster.put([
                "kind": "Pod", "apiVersion": "v1", "metadata": ["name": .string(name), "namespace": "shop"],
                "spec": spec,
            ])
        }
        let answer = try await cluster.send("GET", "/api/v1/pods?fieldSelector=\(selector.replacing("=", with: "%3D"))")
        #expect(answer.body["items"]?.array?.count == count)
    }

    @Test("a field that cannot be selected by")
    func unknownField() async throws {
        let answer = try await TestCluster.make().send("GET", "/api/v1/pods?fieldSelector=spec.foo=1")
        #expect(answer.status == 400)
        #expect(answer.body["message"]?.string?.contains("field label not supported: spec.foo") == true)
    }
}
