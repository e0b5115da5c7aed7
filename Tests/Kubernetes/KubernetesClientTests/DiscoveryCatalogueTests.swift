import JSONText
import Testing

@testable import KubernetesClient

@Suite("DiscoveryCatalogue")
struct DiscoveryCatalogueTests {
    private static func resource(
        _ group: String, _ version: String, _ plural: String, kind: String, singular: String = "", short: [String] = [],
        verbs: [String] = ["get", "list", "watch"]
    ) -> ServedResource? {
        ServedResource(
            group: group, version: version, plural: plural, kind: kind, isNamespaced: true, singular: singular,
            shortNames: short, verbs: verbs)
    }

    private static func version(_ group: String, _ version: String, _ resources: ServedResource?...) -> ServedVersion {
        ServedVersion(group: group, version: version, resources: resources.compactMap { $0 })
    }

    private static func aggregated(_ body: [UInt8]) throws(JSONError) -> [ServedVersion] {
        let span = body.span
        return try AggregatedDiscovery.versions(span)
    }

    private static func groups() throws -> [ServedVersion] {
        let body = try Recording.answer("discovery-apis").body
        return try PlainDiscovery.groupVersions(body.span)
    }

    private static func resources(_ name: String, group: String) throws -> [ServedResource] {
        let body = try Recording.answer(name).body
        return try PlainDiscovery.resources(body.span, group: group, version: "v1")
    }

    /// The recorded groups in their recorded order.
    private static func recorded() throws -> DiscoveryCatalogue {
        var versions = [ServedVersion(group: "", version: "v1")]
        versions += try groups()
        for (group, name) in [
            ("", "discovery-core"), ("apps", "discovery-apps"), ("stable.example.com", "discovery-crd"),
        ] {
            let index = try #require(versions.firstIndex { $0.group == group })
            versions[index].resources = try resources(name, group: group)
        }
        return DiscoveryCatalogue(versions)
    }

    @Test(
        "recorded names mean what they mean to kubectl",
        arguments: [
            ("pods", "pods v1"), ("pod", "pods v1"), ("po", "pods v1"), ("Pod", "pods v1"), ("PODS", "pods v1"),
            ("pods.v1.", "pods v1"), ("svc", "services v1"), ("endpoints", "endpoints v1"), ("ep", "endpoints v1"),
            ("deploy", "deployments.apps apps/v1"), ("deployment.apps", "deployments.apps apps/v1"),
            ("deployments.v1.apps", "deployments.apps apps/v1"), ("deploy.v1.apps", "deployments.apps apps/v1"),
            ("sts.ap", "statefulsets.apps apps/v1"), ("no", "nodes v1"), ("ns", "namespaces v1"),
            ("foos", "foos.stable.example.com stable.example.com/v1"),
            ("foo.stable.example.com", "foos.stable.example.com stable.example.com/v1"),
            ("Foo.v1.stable.example.com", "foos.stable.example.com stable.example.com/v1"),
            ("foos.stable", "foos.stable.example.com stable.example.com/v1"),
        ])
    func recordedNames(name: String, expected: String) throws {
        guard case .found(let type) = try Self.recorded().resolve(name) else {
            Issue.record("\(name) is not found")
            return
        }
        #expect("\(type) \(type.apiVersion)" == expected)
    }

    @Test(
        "what is not served is not found",
        arguments: [
            "", ".", ".apps", "podz", "pods.apps", "deployments.v2.apps", "foos.v1", "pods/status", "pods/log",
            "status",
            "deployments.apps.k8s.io", "foos.example.com", "scale",
        ])
    func missing(name: String) throws {
        #expect(try Self.recorded().resolve(name) == .notFound)
    }

    @Test("what cannot be watched is told apart", arguments: ["bindings", "cs", "componentstatus"])
    func unwatchable(name: String) throws {
        guard case .failed(let why) = try Self.recorded().resolve(name) else {
            Issue.record("\(name) does not fail")
            return
        }
        #expect(why.contains("cannot be waited for"))
    }

    @Test("a kind of the table is its row, scopes are as served")
    func rows() throws {
        let catalogue = try Self.recorded()
        #expect(catalogue.resolve("sts") == .found(.statefulSets))
        #expect(catalogue.resolve("no") == .found(.nodes))
        guard case .found(let foos) = catalogue.resolve("foos") else {
            Issue.record("foos are not found")
            return
        }
        #expect(foos.isNamespaced && foos.kind == "Foo" && foos.verbs == [.list, .watch])
    }

    @Test("of several groups the first wins, of several versions the preferred one")
    func ambiguous() {
        let catalogue = DiscoveryCatalogue([
            Self.version("", "v1", Self.resource("", "v1", "services", kind: "Service", short: ["svc"])),
            Self.version(
                "a.io", "v2", Self.resource("a.io", "v2", "certs", kind: "Cert", short: ["c", "svc"]),
                Self.resource("a.io", "v2", "gadgets", kind: "Gadget", verbs: ["get"])),
            Self.version(
                "a.io", "v1", Self.resource("a.io", "v1", "certs", kind: "Cert", short: ["c"]),
                Self.resource("a.io", "v1", "olds", kind: "Old")),
            Self.version(
                "b.io", "v1", Self.resource("b.io", "v1", "certs", kind: "Cert", short: ["c", "old"]),
                Self.resource("b.io", "v1", "services", kind: "Service", short: ["ksvc"]),
                Self.resource("b.io", "v1", "gadgets", kind: "Gadget"),
                Self.resource("b.io", "v1", "c", kind: "Letter", singular: "char")),
        ])
        for (name, expected) in [
            ("services", "services v1"), ("svc", "services v1"), ("services.b.io", "services.b.io b.io/v1"),
            ("ksvc", "services.b.io b.io/v1"), ("svc.a.io", "certs.a.io a.io/v2"),
            ("cert", "certs.a.io a.io/v2"), ("certs.v1.a.io", "certs.a.io a.io/v1"), ("c.a.io", "certs.a.io a.io/v2"),
            // A full name is never taken for somebody else's short name.
            ("c", "c.b.io b.io/v1"), ("old", "olds.a.io a.io/v1"), ("old.b.io", "certs.b.io b.io/v1"),
            ("char", "c.b.io b.io/v1"), ("letter", "c.b.io b.io/v1"), ("Letter.b.io", "c.b.io b.io/v1"),
            // The first group that has it cannot be watched.
            ("gadgets", "gadgets.b.io b.io/v1"),
        ] {
            guard case .found(let type) = catalogue.resolve(name) else {
                Issue.record("\(name) is not found")
                continue
            }
            #expect("\(type) \(type.apiVersion)" == expected, "\(name)")
        }
    }

    @Test("names that could not stand in a URL are left out")
    func unsafeNames() {
        for plural in ["pods/status", "", "..", "a b", "ä", "Pods", "x%2f"] {
            #expect(Self.resource("", "v1", plural, kind: "X") == nil, "\(plural)")
        }
        #expect(Self.resource("a/b", "v1", "xs", kind: "X") == nil)
        #expect(Self.resource("a.io", "..", "xs", kind: "X") == nil)
    }

    @Test("the preferred version of a recorded group comes first")
    func preferred() throws {
        let versions = try Self.groups()
        #expect(versions.count == 22)
        #expect(versions.filter { $0.group == "autoscaling" }.map(\.version) == ["v2", "v1"])
    }

    @Test("the aggregated form says the same as the plain one")
    func aggregated() throws {
        let body = Array(
            """
            {"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","metadata":{},"items":[
            {"versions":[{"version":"v1","freshness":"Current","resources":[
            {"resource":"deployments","responseKind":{"group":"apps","version":"v1","kind":"Deployment"},
            "scope":"Namespaced","singularResource":"deployment","verbs":["get","list","watch"],"shortNames":["deploy"],
            "categories":["all"],"subresources":[{"subresource":"status",
            "responseKind":{"group":"apps","version":"v1","kind":"Deployment"},"verbs":["get"]}]}]}],
            "metadata":{"name":"apps","creationTimestamp":null}},
            {"metadata":{"name":"down.io"},"versions":[{"version":"v1","freshness":"Stale","resources":null}]},
            {"metadata":{"name":"x.io"},"versions":[{"version":"v1beta1","resources":[{"resource":"xs",
            "responseKind":{"group":"","version":"","kind":"X"},"scope":"Cluster","verbs":["list","watch"]}]}]}]}
            """.utf8)
        let versions = try Self.aggregated(body)
        let plain = try Self.resources("discovery-apps", group: "apps")
        #expect(versions.map(\.groupVersion) == ["apps/v1", "down.io/v1", "x.io/v1beta1"])
        #expect(versions[0].resources == plain.filter { $0.type == .deployments })
        #expect(versions[1].failure != nil && versions[0].failure == nil)
        #expect(versions[2].resources.map(\.type.isNamespaced) == [false])
        #expect(versions[2].resources.map(\.singular) == ["x"])
    }

    @Test("broken documents are errors", arguments: ["", "[]", #"{"items":[1]}"#, #"{"items":[{"versions":3}]}"#, "{"])
    func broken(text: String) {
        #expect(throws: JSONError.self) { try Self.aggregated(Array(text.utf8)) }
    }

    @Test("while a group cannot be read, what was known of it stays, and a name that it may have is not denied")
    func refreshed() throws {
        let before = DiscoveryCatalogue([
            Self.version("", "v1", Self.resource("", "v1", "pods", kind: "Pod")),
            Self.version("a.io", "v1", Self.resource("a.io", "v1", "certs", kind: "Cert")),
        ])
        let after = before.refreshed(by: [
            Self.version("", "v1", Self.resource("", "v1", "pods", kind: "Pod")),
            ServedVersion(group: "a.io", version: "v1", failure: "503"),
            Self.version("b.io", "v1", Self.resource("b.io", "v1", "dogs", kind: "Dog")),
        ])
        #expect(after.resolve("certs") == before.resolve("certs") && after.resolve("certs") != .notFound)
        #expect(after.resolve("cats") == .failed("the kinds of a.io/v1 are not known: 503"))
        #expect(after.resolve("cats.a.io") == .failed("the kinds of a.io/v1 are not known: 503"))
        #expect(after.resolve("cats.b.io") == .notFound)
        #expect(after.resolve("dogs") != .notFound)
        #expect(after.refreshed(by: [Self.version("a.io", "v1")]).resolve("certs") == .notFound)
    }
}
