import Dependencies
import Testing

@Suite struct JSONListTests {
    @Test(arguments: [
        (
            "strings", "for-service", "[\"postgres\", \"infra/redis port=6379\"]",
            [
                "service/shop/postgres", "service/infra/redis port=6379",
            ]
        ),
        ("strings over lines", "for-job", " [\n  \"a\" ,\n\"ci/b\"\n]\n", ["job/shop/a", "job/ci/b"]),
        ("an escape", "for-pod", "[\"(tier\\u0020in (a,b))\"]", ["pod/shop/(tier in (a,b))"]),
        ("a surrogate pair", "for-file", "[\"/\\ud83d\\ude00\\/\\u00e9\"]", ["file//\u{1F600}/é"]),
        ("quotes in a string", "for-file", "[\"\\\"/my file\\\"\"]", ["\"file//my file\""]),
        ("a comment in a string", "for-job", "[\"a # for the schema\"]", ["job/shop/a"]),
        ("types", "for", "[\"job/a\", {\"kind\": \"Job\", \"name\": \"b\"}]", ["job/shop/a", "job/shop/b"]),
        ("a name", "for-job", "[{\"name\": \"a\"}]", ["job/shop/a"]),
        ("a namespace", "for-job", "[{\"name\": \"a\", \"namespace\": \"ci\"}]", ["job/ci/a"]),
        (
            "no namespace in two ways", "for-job",
            "[{\"name\":\"a\",\"namespace\":\"\"},{\"name\":\"b\",\"namespace\":null}]",
            [
                "job/shop/a", "job/shop/b",
            ]
        ),
        ("labels", "for-job", "[{\"labels\": {\"b\": \"2\", \"a\": \"1\", \"c\": \"\"}}]", ["job/shop/(a=1,b=2,c=)"]),
        (
            "labels on the same node", "for-pod", "[{\"labels\": {\"a\": \"1\"}, \"requireSameNode\": true}]",
            [
                "pod/shop/(a=1) same-node"
            ]
        ),
        (
            "labels on any node", "for-pod", "[{\"labels\": {\"a\": \"1\"}, \"requireSameNode\": false}]",
            ["pod/shop/(a=1)"]
        ),
        (
            "a Node", "for-node", "[{\"name\": \"a\", \"conditions\": [{\"type\": \"Ready\"}]}]",
            ["node/a condition=Ready"]
        ),
        (
            "the list's own kind", "for-job", "[{\"apiVersion\": \"batch/v1\", \"kind\": \"Job\", \"name\": \"a\"}]",
            ["job/shop/a"]
        ),
        (
            "an object of another group", "for",
            "[{\"apiVersion\": \"stable.example.com/v1\", \"kind\": \"Foo\", \"name\": \"my-foo\"}]",
            ["foo.v1.stable.example.com/shop/my-foo"]
        ),
        (
            "an object of the core group", "for",
            "[{\"apiVersion\": \"v1\", \"kind\": \"Endpoints\", \"name\": \"a\"}]",
            ["endpoints/shop/a"]
        ),
        (
            "fields and conditions", "for",
            """
            [{"apiVersion": "a.b/v1", "kind": "Foo", "name": "c", "conditions": [{"type": "Up", "status": "False"}],
              "fields": [{"key": "spec.arbitrary-key", "value": "ready now"}, {"key": "status.n", "value": 3}]}]
            """,
            [
                "foo.v1.a.b/shop/c \"jsonpath={.spec.arbitrary-key}=ready now\"",
                "foo.v1.a.b/shop/c jsonpath={.status.n}=3", "foo.v1.a.b/shop/c condition=Up=False",
            ]
        ),
    ])
    func readsLists(name: String, annotation: String, value: String, texts: [String]) {
        let reading = Reading.of(annotation, value)
        #expect(reading.errors == [] && reading.warnings == [])
        #expect(reading.texts == texts)
    }

    @Test func addressesInBracketsAreNoJSON() {
        #expect(Reading.of("for-tcp", "[::1]:80").texts == ["tcp/[::1]:80"])
    }

    @Test func whatIsRightIsKeptBesideWhatIsWrong() {
        let reading = Reading.of("for-job", "[\"a\", {\"name\": \"_\"}, 5, {\"name\": \"b\"}, \"a\", \"c\" x")
        #expect(reading.texts == ["job/shop/a", "job/shop/b", "job/shop/c"])
        #expect(reading.errors.map(\.code) == [.invalidName, .invalidJSON, .invalidJSON])
        #expect(reading.warnings.map(\.code) == [.duplicateDependency])
    }

    @Test func warnsOfPortsInStringsToo() {
        let reading = Reading.of("for-service", "[\"postgres:5432\"]")
        #expect(reading.warnings.map(\.code) == [.portOrName] && reading.warnings.first?.column == 2)
    }

    @Test func eachFieldCountsForTheLimit() {
        let fields = (1...65).map { "{\"key\": \"a\($0)\", \"value\": \"b\"}" }.joined(separator: ",")
        let reading = Reading.of("for", "[{\"kind\": \"Foo\", \"name\": \"c\", \"fields\": [\(fields)]}, \"job/a\"]")
        #expect(reading.errors.map(\.code) == [.tooManyDependencies] && reading.question == nil)
        let strings = (1...65).map { "\"a\($0)\"" }.joined(separator: ",")
        #expect(Reading.of("for-job", "[\(strings)]").errors.map(\.code) == [.tooManyDependencies])
    }

    // MARK: Outside annotations

    @Test(arguments: [
        (
            DependencyKind.job,
            "[{\"namespace\": \"foo\", \"name\": \"nova-init\"}, {\"labels\": {\"initializes\": \"neutron\"}}]",
            [
                "job/foo/nova-init", "job/pods/(initializes=neutron)",
            ]
        ),
        (
            .pod, "[{\"labels\": {\"k1\": \"v1\", \"k2\": \"v2\"}, \"requireSameNode\": true}]",
            ["pod/pods/(k1=v1,k2=v2) same-node"]
        ),
        (.resource, "[{\"apiVersion\": \"a.b/v1\", \"kind\": \"Foo\", \"name\": \"c\"}]", ["foo.v1.a.b/pods/c exists"]),
        (.pod, "[]", []),
    ])
    func readsVariables(kind: DependencyKind, value: String, texts: [String]) throws {
        let dependencies = try DependencyJSON.read(value, of: kind, namespace: "pods", variable: "DEPENDENCY_X")
        #expect(dependencies.map(\.description) == texts)
    }

    @Test(arguments: [
        ("no list", "{\"name\": \"a\"}", Diagnostic.Code.invalidJSON, 1),
        ("text", "a, b", .invalidJSON, 1),
        ("text behind", "[{\"name\": \"a\"}] x", .invalidJSON, 17),
        ("the second object", "[{\"name\": \"a\"}, {\"name\": \"B\"}]", .invalidName, 27),
        ("too many", "[" + (1...65).map { "\"a\($0)\"" }.joined(separator: ",") + "]", .tooManyDependencies, 377),
    ])
    func refusesVariablesAsAWhole(name: String, value: String, code: Diagnostic.Code, column: Int) throws {
        let error = try #require(throws: Diagnostic.self) {
            try DependencyJSON.read(value, of: .job, namespace: "pods", variable: "DEPENDENCY_JOBS_JSON")
        }
        #expect(error.code == code && error.column == column && error.annotation == "DEPENDENCY_JOBS_JSON", "\(error)")
    }
}
