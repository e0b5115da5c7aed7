import Testing

@testable import Dependencies

@Suite struct CrossNamespacePolicyTests {
    private typealias Access = CrossNamespacePolicy.Access

    /// The types that discovery knows in these tests.
    private static let types: [String: (plural: String, group: String, isNamespaced: Bool)] = [
        "certificate.cert-manager.io": ("certificates", "cert-manager.io", true),
        "issuer.cert-manager.io": ("issuers", "cert-manager.io", true),
        "clusterissuer.cert-manager.io": ("clusterissuers", "cert-manager.io", false),
        "endpoints": ("endpoints", "", true),
        // A word that only discovery could know, for what has a kind of its own.
        "keyring": ("secrets", "", true),
    ]

    /// The rulings on what a pod of namespace `shop` asks, as discovery tells the types.
    @Test(
        arguments: [
            ("default", "service/infra/db", .allow), ("default", "job/infra/db", .allow),
            ("default", "pod/infra/(app=db) min=2", .allow), ("default", "cronjob/infra/db", .allow),
            ("default", "deployment/infra/db condition=rolled-out", .allow),
            ("default", "statefulset/infra/db", .allow),
            ("default", "daemonset/infra/db anywhere", .allow),
            ("default", "pvc/infra/db", .granted), ("default", "configmap/infra/db", .granted),
            ("default", "secret/infra/db key=a", .granted),
            ("default", "service/infra/db \"jsonpath={.spec.type}=ClusterIP\"", .granted),
            ("default", "deployment/infra/db \"jsonpath={.spec.paused}\"", .granted),
            ("default", "certificate.cert-manager.io/infra/web", .granted),
            ("default", "endpoints/infra/web exists", .granted), ("default", "keyring/infra/db exists", .granted),
            // Its own namespace.
            ("default", "secret/shop/db key=a", .allow), ("deny", "secret/shop/db key=a", .allow),
            ("deny", "service/shop/db \"jsonpath={.spec.type}=ClusterIP\"", .allow),
            ("deny", "certificate.cert-manager.io/shop/web", .allow), ("deny", "container/a", .allow),
            ("deny", "tcp/db.infra:5432", .allow),
            // What belongs to no namespace.
            ("default", "node/n1", .allow), ("default", "crd/foos.example.com", .allow),
            ("default", "node/n1 \"jsonpath={.metadata.labels.gpu}=yes\"", .allow), ("deny", "node/n1", .allow),
            ("cluster=deny", "node/n1", .deny), ("cluster=deny", "clusterissuer.cert-manager.io/shop/web", .deny),
            ("cluster-jsonpath=deny", "node/n1", .allow),
            ("cluster-jsonpath=deny", "node/n1 \"jsonpath={.metadata.labels.gpu}=yes\"", .deny),
            ("default", "clusterissuer.cert-manager.io/infra/web", .allow),
            ("cluster-jsonpath=deny", "clusterissuer.cert-manager.io/shop/web \"jsonpath={.spec.x}=1\"", .deny),
            // Words for everything.
            ("allow", "secret/infra/db key=a", .allow), ("allow", "service/infra/db \"jsonpath={.a}=1\"", .allow),
            ("granted", "service/infra/db", .granted), ("deny", "service/infra/db", .deny),
            ("deny,service=allow", "service/infra/db", .allow), ("deny,service=allow", "job/infra/db", .deny),
            ("deny,service=allow", "service/infra/db \"jsonpath={.a}=1\"", .deny),
            ("deny,services=allow,jsonpath=granted", "service/infra/db \"jsonpath={.a}=1\"", .granted),
            // Kinds and options.
            ("service=granted", "service/infra/db", .granted), ("service=granted", "job/infra/db", .allow),
            ("configmap=allow", "configmap/infra/db", .allow),
            ("configmap=allow", "configmap/infra/db key=a", .granted),
            ("cm=allow,key=allow", "configmap/infra/db key=a", .allow),
            ("cm=allow,key=allow", "secret/infra/db key=a", .granted),
            ("default, secret=deny", "keyring/infra/db exists", .deny),
            ("jsonpath=allow", "deployment/infra/db \"jsonpath={.spec.paused}\"", .allow),
            ("jsonpath=allow", "pvc/infra/db \"jsonpath={.spec.a}\"", .granted),
            // Types.
            ("certificates.cert-manager.io=allow", "certificate.cert-manager.io/infra/web", .allow),
            ("certificates.cert-manager.io=allow", "issuer.cert-manager.io/infra/web", .granted),
            ("*.cert-manager.io=deny,certificates.cert-manager.io=allow", "issuer.cert-manager.io/infra/w", .deny),
            (
                "*.cert-manager.io=deny,certificates.cert-manager.io=allow", "certificate.cert-manager.io/infra/w",
                .allow
            ),
            ("other=deny", "certificate.cert-manager.io/infra/web", .deny), ("other=deny", "pvc/infra/web", .granted),
            ("endpoints=allow", "endpoints/infra/web exists", .allow),
            ("deployments.apps=deny", "deployment/infra/db", .deny), ("*.apps=deny", "deployment/infra/db", .deny),
            ("*.apps=deny,deployment=allow", "deployment/infra/db", .allow), ("*.apps=deny", "job/infra/db", .allow),
        ] as [(String, String, CrossNamespacePolicy.Access)])
    func rulings(setting: String, text: String, access: CrossNamespacePolicy.Access) throws {
        let policy = try #require(CrossNamespacePolicy(setting), "\(CrossNamespacePolicy.problem(with: setting) ?? "")")
        let dependency = try Dependency(canonical: text)
        let type = Self.types[dependency.resourceType]
        let ruling = policy.ruling(on: dependency, from: "shop", type: type)
        #expect(ruling.access == access, "\(ruling.subject)")
        // Whoever is not told apart gets the same answer as everybody.
        if !policy.asksWho(about: dependency, from: "shop"), type?.isNamespaced != false {
            let other = policy.ruling(on: dependency, from: "third", type: type)
            #expect(dependency.namespace == "shop" || other.access == access)
        }
    }

    /// What the webhook refuses, which knows no types.
    @Test(
        arguments: [
            ("default", "secret/infra/db", nil), ("deny", "secret/infra/db", "secrets of other namespaces"),
            ("deny", "secret/shop/db", nil), ("deny", "node/n1", nil),
            ("cluster=deny", "node/n1", "objects that belong to no namespace"),
            ("jsonpath=deny", "pod/infra/db \"jsonpath={.a}=1\"", "fields (jsonpath=) of objects of other namespaces"),
            ("key=deny", "secret/infra/db key=a", "keys (key=) of objects of other namespaces"),
            ("key=deny", "secret/infra/db", nil),
            (
                "other=deny", "certificate.cert-manager.io/infra/a",
                "objects of type certificate.cert-manager.io of other namespaces"
            ),
            ("other=deny,certificates.cert-manager.io=allow", "certificate.cert-manager.io/infra/a", nil),
            ("other=deny,*.cert-manager.io=granted", "certificate.v1.cert-manager.io/infra/a", nil),
            (
                "other=deny,*.cert-manager.io=granted", "widget.example.com/infra/a",
                "objects of type widget.example.com of other namespaces"
            ),
            (
                "*.cert-manager.io=deny", "certificate.cert-manager.io/infra/a",
                "objects of type certificate.cert-manager.io of other namespaces"
            ),
            ("certificates.cert-manager.io=deny", "certificate.cert-manager.io/infra/a", nil),
            ("other=deny,certificates.cert-manager.io=allow", "cert/infra/a", nil),
            (
                "other=deny,jsonpath=deny,certificates.cert-manager.io=allow", "cert/infra/a \"jsonpath={.a}=1\"",
                "fields (jsonpath=) of objects of other namespaces"
            ),
            ("other=deny", "cert/shop/a", nil), ("deny", "dns/db.infra", nil),
        ] as [(String, String, String?)])
    func refusals(setting: String, text: String, subject: String?) throws {
        let policy = try #require(CrossNamespacePolicy(setting))
        #expect(policy.refusal(of: try Dependency(canonical: text), from: "shop")?.subject == subject)
    }

    @Test(arguments: [
        ("default", "default"), ("deny", "deny"), ("svc=allow, key=deny", "default,key=deny,service=allow"),
        ("granted,*.b.io=deny,a.b.io=allow,endpoints=deny", "granted,*.b.io=deny,a.b.io=allow,endpoints=deny"),
        ("other=allow,cluster=deny,cluster-jsonpath=allow", "default,cluster-jsonpath=allow,cluster=deny,other=allow"),
    ])
    func printsWhatItReads(setting: String, text: String) {
        #expect(CrossNamespacePolicy(setting)?.description == text)
        #expect(CrossNamespacePolicy(text) == CrossNamespacePolicy(setting))
    }

    @Test(arguments: [
        ("", "An item is empty"), ("service=allow,", "An item is empty"),
        ("alow", "did you mean allow?"), ("everything", "a word alone is default, allow, granted, deny."),
        ("service=alow", "did you mean allow?"), ("service=", "valid here are allow, granted, deny."),
        ("service=allow,deny", "has to come first"),
        ("service=allow,services=deny", "something is said of that already"),
        ("servce=allow", "did you mean service?"),
        ("certificates=allow", "a kind of another group is written PLURAL.GROUP"),
        ("node=deny", "write cluster=allow or cluster=deny"),
        ("customresourcedefinitions.apiextensions.k8s.io=deny", "write cluster=allow or cluster=deny"),
        ("cluster=granted", "nobody can grant what belongs to no namespace"),
        ("*=deny", "is nothing that a rule could be about"), ("*.=deny", "is not PLURAL.GROUP"),
        ("A.example.com=deny", "is not PLURAL.GROUP"), ("=deny", "is nothing that a rule could be about"),
    ])
    func mistakes(setting: String, message: String) {
        #expect(CrossNamespacePolicy(setting) == nil)
        let problem = CrossNamespacePolicy.problem(with: setting)
        #expect(problem?.contains(message) == true, "\(problem ?? "none")")
    }

    @Test func theAnnotationOfNamespacesIsKnownOnPods() {
        let reading = PodAnnotations([("wait.k8s/allow-from", "shop")], namespace: "shop", restartPolicy: nil)
        #expect(reading.errors.map(\.message).first?.contains("it belongs on a Namespace.") == true)
    }
}
