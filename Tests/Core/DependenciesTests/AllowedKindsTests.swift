import Testing

@testable import Dependencies

@Suite struct AllowedKindsTests {
    private static let list =
        "secrets, certificates.cert-manager.io,*.kustomize.toolkit.fluxcd.io,secrets,replicasets.apps"

    @Test(
        arguments: [
            ("nothing", "", "services", "", true),
            ("nothing", "", "pods", "", true),
            ("nothing", "", "jobs", "batch", true),
            ("nothing", "", "customresourcedefinitions", "apiextensions.k8s.io", true),
            ("nothing", "", "configmaps", "", false),
            ("nothing", "", "secrets", "", false),
            ("nothing", "", "certificates", "cert-manager.io", false),
            ("nothing", "", "namespaces", "", false),
            ("a name of the core group", list, "secrets", "", true),
            ("another name of it", list, "configmaps", "", false),
            ("the same name elsewhere", list, "secrets", "vault.io", false),
            ("services elsewhere", list, "services", "serving.knative.dev", false),
            ("a name", list, "certificates", "cert-manager.io", true),
            ("another name of its group", list, "issuers", "cert-manager.io", false),
            ("a whole group", list, "kustomizations", "kustomize.toolkit.fluxcd.io", true),
            ("the end of a whole group's name", list, "kustomizations", "toolkit.fluxcd.io", false),
            ("events", "events,*.events.k8s.io", "events", "", false),
            ("events of events.k8s.io", "events.events.k8s.io,*.events.k8s.io", "events", "events.k8s.io", false),
            ("leases", "leases.coordination.k8s.io,*.coordination.k8s.io", "leases", "coordination.k8s.io", false),
        ] as [(String, String, String, String, Bool)])
    func allows(what: String, text: String, plural: String, group: String, isAllowed: Bool) {
        #expect(AllowedKinds(text).allows(plural: plural, group: group) == isAllowed, "\(what)")
    }

    @Test func kindsWithAnAnnotationOfTheirOwn() {
        for kind in DependencyKind.allCases {
            let isOnRequest = kind == .configmap || kind == .secret
            #expect(AllowedKinds().allows(kind) == !isOnRequest, "\(kind)")
            #expect(AllowedKinds("configmaps,secrets").allows(kind), "\(kind)")
        }
    }

    @Test func listsAreSortedAndPrintedOnce() {
        let kinds = AllowedKinds(Self.list)
        #expect(AllowedKinds.problem(with: Self.list) == nil)
        #expect(
            kinds.description
                == "secrets,replicasets.apps,certificates.cert-manager.io,*.kustomize.toolkit.fluxcd.io")
        #expect(AllowedKinds(kinds.description) == kinds)
        #expect(AllowedKinds(" , ,").entries.isEmpty)
    }

    @Test(arguments: [
        ("configmap", "The core group has no kind \"configmap\"; did you mean configmaps?"),
        ("secrets,certificates", "a kind of another group is written PLURAL.GROUP."),
        ("*", "\"*\" names no group"),
        ("*.", "\"*.\" names no group"),
        ("Certificates.cert-manager.io", "is not PLURAL.GROUP in lower case"),
        ("certificates.", "is not PLURAL.GROUP"),
        ("certificates..io", "is not PLURAL.GROUP"),
        (".io", "is not PLURAL.GROUP"),
        ("a/b.io", "is not PLURAL.GROUP"),
        ("*.*", "names no group that could exist"),
        ("events", "Events and Leases are never watched"),
        ("leases.coordination.k8s.io", "Events and Leases are never watched"),
        ("*.coordination.k8s.io", "would take in Events or Leases"),
        ("*.events.k8s.io", "would take in Events or Leases"),
    ])
    func mistakes(text: String, message: String) {
        #expect(
            AllowedKinds.problem(with: text)?.contains(message) == true, "\(AllowedKinds.problem(with: text) ?? "none")"
        )
        // What is right beside it still counts, and nothing more.
        #expect(AllowedKinds("nodes,\(text)").entries.allSatisfy { ["nodes", "secrets"].contains($0.description) })
    }
}
