import KubernetesTestKit
import Testing

@Suite("Expressions of conditions, as CEL has them")
struct ExpressionTests {
    private static let variables: [String: JSONValue] = [
        "object": [
            "kind": "Pod", "metadata": ["name": "a", "annotations": ["wait.k8s/for": "x", "b": "c"], "labels": [:]],
            "spec": [
                "replicas": 2, "isOn": true, "nothing": .null,
                "containers": [["name": "c", "image": "nginx:1"], ["name": "d"]],
            ],
        ],
        "oldObject": .null,
    ]

    @Test(
        "have a value",
        arguments: [
            ("object.kind == 'Pod'", true), ("object.kind == \"Job\"", false), ("object.kind != 'Job'", true),
            ("oldObject == null", true), ("object.spec.isOn", true), ("!object.spec.isOn", false),
            ("!!object.spec.isOn", true), ("has(object.metadata.name)", true), ("has(object.metadata.uid)", false),
            ("has(object.spec.nothing)", true), ("object.metadata['name'] == 'a'", true),
            ("object.spec.containers[1].name == 'd'", true), ("'b' in object.metadata.annotations", true),
            ("'a' in ['b', 'c']", false), ("object.metadata.annotations.exists(k, k.startsWith('wait.k8s/'))", true),
            ("object.metadata.labels.exists(k, true)", false), ("object.metadata.labels.all(k, false)", true),
            ("object.spec.containers.all(c, has(c.image))", false),
            ("object.spec.containers.exists(c, has(c.image) && c.image.endsWith(':1'))", true),
            ("['a', 'b'].exists(r, object.metadata.name == r)", true),
            ("[1, 2, 1].exists_one(n, n == 2)", true), ("[1, 2, 1].exists_one(n, n == 1)", false),
            ("[].exists_one(n, true)", false), ("'wait'.contains('ai')", true),
            ("object.spec.replicas + 1 == 3", true), ("'a' + 'b' == 'ab'", true), ("[1] + [2] == [1, 2]", true),
            ("object.spec.replicas >= 2 && object.spec.replicas <= 2", true), ("1 < 2 && !(2 < 1)", true),
            ("'a' < 'b'", true), ("-1 < 0", true), ("size(object.spec.containers) == 2", true),
            ("object.kind.size() > 2", true), ("object.spec.isOn ? false : true", false),
            ("false ? true : false ? false : true", true), ("'it\\'s' == \"it's\"", true),
            // The stronger first, and from the left.
            ("true || false && false", true), ("(true || false) && false", false), ("!false && true", true),
            // What decides makes the error of the other side not matter.
            ("false && object.x", false), ("object.x && false", false), ("true || object.x", true),
            ("object.x == 1 || true", true),
            ("object.spec.containers.exists(c, c.image == 'nginx:1')", true),
            ("object.spec.containers.all(c, c.image == 'other')", false),
        ])
    func value(_ text: String, _ value: Bool) throws {
        #expect(try Expression(text).holds(Self.variables) == value)
    }

    @Test(
        "err",
        arguments: [
            "object.x", "object.metadata.uid == 'a'", "oldObject.metadata == null", "has(oldObject.metadata)",
            "unknown == 1", "object.kind", "object.kind && true", "true && object.x", "object.x || false",
            "object.spec.containers[2].name == 'e'", "object.kind.exists(k, true)", "object.spec.replicas < 'a'",
            "object.spec.replicas.startsWith('2')", "object.spec.containers.exists(c, c.image == 'other')",
            "object.spec.containers.exists_one(c, c.image == 'nginx:1')",
            "!object.kind", "null + 1 == 1", "size(1) == 1",
        ])
    func errs(_ text: String) throws {
        let expression = try Expression(text)
        #expect {
            try expression.holds(Self.variables)
        } throws: { error in
            (error as? ExpressionError)?.code == .evaluation
        }
    }

    @Test(
        "are refused where they are not understood",
        arguments: [
            "", "object.", "(true", "true)", "'open", "'a\\n' == 'a'", "a = b", "a & b", "1 == ", "has(a)",
            "has(a.b, 1)",
            "a.map(b, b)", "a.exists(b.c, true)", "a.exists(b)", "[1, 2", "a[1", "a ? b", "- a", "dyn(1)", "#",
            String(repeating: "(", count: 200) + "1" + String(repeating: ")", count: 200),
            String(repeating: "!", count: 200) + "true",
        ])
    func isRefused(_ text: String) {
        #expect {
            try Expression(text)
        } throws: { error in
            (error as? ExpressionError)?.code == .syntax
        }
    }
}
