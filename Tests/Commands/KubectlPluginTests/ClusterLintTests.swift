import ArgumentParser
import Linting
import Testing

@testable import kubectl_wait_for

/// What manifests and the objects of a cluster come to together.
struct ClusterLintTests {
    /// A Deployment whose pods are labelled by its name, and wait for what is said.
    private static func deployment(
        _ name: String, _ annotation: String = "x: y", in namespace: String = "shop", ready: Int = 0
    ) -> String {
        """
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: \(name), namespace: \(namespace), annotations: {\(annotation)}}
        spec:
          template:
            metadata: {labels: {app: \(name)}}
            spec: {containers: []}
        status: {readyReplicas: \(ready)}

        """
    }

    private static func service(_ name: String, in namespace: String = "shop", selector: String? = nil) -> String {
        """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: \(name), namespace: \(namespace)}
        spec: {selector: {app: \(selector ?? name)}, ports: [{port: 80, targetPort: 80}]}

        """
    }

    private func lint(
        _ manifests: String, in cluster: String, forbidden: Set<String> = []
    ) throws -> (text: String, messages: [String]) {
        let files = [try ManifestFile(name: "web.yaml", text: Array(manifests.utf8))]
        let snapshot = try SmallCluster(cluster, forbidden: forbidden).snapshot(for: files)
        let output = try LintCommand.parse(["-f", "x", "-n", "shop"]).result(for: files, in: snapshot)
        return (String(decoding: output.standard, as: UTF8.self), output.messages)
    }

    private func rules(_ manifests: String, in cluster: String, forbidden: Set<String> = []) throws -> [String] {
        try lint(manifests, in: cluster, forbidden: forbidden).text.split(separator: "\n").dropLast().map { line in
            String(line[(line.lastIndex(of: "[") ?? line.startIndex)...])
        }
    }

    private static let waiting = deployment("web", "wait.k8s/for-service: db")

    @Test func whatTheClusterHasIsThere() throws {
        #expect(try rules(Self.waiting, in: Self.service("db") + Self.deployment("db")) == [])
        #expect(try rules(Self.waiting, in: "") == ["[missing-object]"])
        // In a namespace that the manifests do not fill, too.
        let elsewhere = Self.deployment("web", "wait.k8s/for-service: data/db")
        #expect(try rules(elsewhere, in: "") == ["[missing-object]"])
        #expect(try rules(elsewhere, in: Self.service("db", in: "data")) == ["[nothing-behind]"])
        #expect(
            try rules(elsewhere, in: Self.service("db", in: "data") + Self.deployment("db", in: "data", ready: 1)) == []
        )
        #expect(
            try lint(Self.deployment("web", "wait.k8s/for-service: dbs"), in: Self.service("db")).text.contains(
                "Service shop/dbs is in no manifest, nor in the cluster; did you mean db?"))
    }

    @Test func portsAreThoseOfTheCluster() throws {
        let port = Self.deployment("web", "wait.k8s/for-service: db port=5432")
        #expect(try rules(port, in: Self.service("db") + Self.deployment("db")) == ["[missing-port]"])
    }

    @Test func podsOfUnknownMakersStandBehindServices() throws {
        let pod = "---\napiVersion: v1\nkind: Pod\nmetadata: {name: db-0, namespace: shop, labels: {app: db}}\n"
        #expect(try rules(Self.waiting, in: Self.service("db") + pod) == [])
        #expect(try rules(Self.waiting, in: Self.service("db", selector: "d") + pod) == ["[nothing-behind]"])
    }

    @Test func circlesLeadThroughTheCluster() throws {
        let manifests = Self.waiting + Self.service("web")
        let waits = Self.service("db") + Self.deployment("db", "wait.k8s/for-service: web")
        let found = try lint(manifests, in: waits).text
        #expect(found.hasPrefix("web.yaml:4:76: error: Deployment shop/web: shop/web → Service shop/db → shop/db → "))
        #expect(found.hasSuffix("1 error, 0 warnings\n"))
        // Its pods run already.
        let runs = Self.service("db") + Self.deployment("db", "wait.k8s/for-service: web", ready: 1)
        #expect(try rules(manifests, in: runs) == [])
        // Other pods stand behind the Service as well, whatever made them.
        let pod = "---\napiVersion: v1\nkind: Pod\nmetadata: {name: x, namespace: shop, labels: {app: db}}\n"
        #expect(try rules(manifests, in: waits + pod) == [])
    }

    @Test func circlesLeadThroughFurtherNamespaces() throws {
        let manifests = Self.deployment("web", "wait.k8s/for-service: a/one") + Self.service("web")
        let cluster =
            Self.service("one", in: "a") + Self.deployment("one", "wait.k8s/for-service: b/two", in: "a")
            + Self.service("two", in: "b") + Self.deployment("two", "wait.k8s/for-service: shop/web", in: "b")
        #expect(try rules(manifests, in: cluster) == ["[circle]"])
    }

    @Test func aManifestReplacesTheObjectOfItsName() throws {
        let old = Self.service("db", selector: "old") + Self.deployment("db", "wait.k8s/for-service: web")
        #expect(try rules(Self.waiting + Self.service("web"), in: old) == ["[nothing-behind]"])
        let new = Self.service("db") + Self.deployment("db")
        #expect(try rules(Self.waiting + Self.service("web") + new, in: old) == [])
        #expect(try rules(Self.waiting + Self.service("db"), in: old + Self.service("web")) == ["[circle]"])
    }

    @Test func findingsAreAboutTheManifestsAlone() throws {
        let broken =
            Self.deployment("a", "wait.k8s/for-servic: b") + Self.deployment("b", "wait.k8s/for-service: nowhere")
            + Self.deployment("c", "wait.k8s/for-service: c") + Self.service("c")
        #expect(try rules(Self.deployment("web"), in: broken) == [])
    }

    private static func policy(_ owner: String, _ item: String) -> String {
        """
        ---
        apiVersion: wait.k8s/v1alpha1
        kind: WaitPolicy
        metadata: {name: p, namespace: shop}
        spec:
          selector: {matchLabels: {app: \(owner)}}
          dependencies: {for-service: \(item)}

        """
    }

    @Test func policiesOfTheClusterBindTheManifestsPods() throws {
        let policy = Self.policy("web", "db")
        let found = try lint(Self.deployment("web"), in: policy).text
        #expect(found.contains("Service shop/db is in no manifest, nor in the cluster."))
        #expect(found.contains("By policy: WaitPolicy shop/p."))
        #expect(try rules(Self.deployment("web"), in: policy + Self.service("db") + Self.deployment("db")) == [])
        // The manifest's policy is the one that will hold.
        #expect(try rules(Self.deployment("web") + Self.policy("web2", "db"), in: policy) == [])
    }

    @Test func aPolicyMayCloseACircleInTheCluster() throws {
        let cluster =
            Self.service("a") + Self.service("b") + Self.deployment("a", "wait.k8s/for-service: b")
            + Self.deployment("b")
        let found = try lint(Self.policy("b", "a"), in: cluster).text
        #expect(found.contains("error: WaitPolicy shop/p: With this policy shop/a → Service shop/b → shop/b → "))
        #expect(found.hasSuffix("1 error, 0 warnings\n"))
    }

    @Test func namespacesOfTheClusterHaveTheirLabels() throws {
        let policy = """
            ---
            apiVersion: wait.k8s/v1alpha1
            kind: ClusterWaitPolicy
            metadata: {name: p}
            spec:
              selector: {matchLabels: {app: web}, namespaceSelector: {matchLabels: {team: red}}}
              dependencies: {for-service: db}

            """
        let namespace = "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {team: red}}\n"
        #expect(try rules(Self.deployment("web"), in: policy + namespace) == ["[missing-object]"])
        #expect(try rules(Self.deployment("web"), in: policy + namespace.replacing("red", with: "blue")) == [])
    }

    @Test func whatMayNotBeReadIsSaidOnceAndNotFlagged() throws {
        let two = Self.deployment("web", "wait.k8s/for-service: \"db, data/db, data/cache\"")
        let found = try lint(two, in: "", forbidden: ["Service"])
        #expect(found.text == "0 errors, 0 warnings\n")
        #expect(
            found.messages == [
                "warning: This kubeconfig may not list Service (namespace data, shop): what may be there counts as not known."
            ])
        // Who does not know the pods does not know that there are none.
        #expect(try rules(Self.waiting, in: Self.service("db"), forbidden: ["Pod"]) == [])
        #expect(try rules(Self.waiting, in: Self.service("db"), forbidden: ["StatefulSet"]) == [])
        // Nor how many there are, without the autoscalers.
        let many = Self.deployment("web", "wait.k8s/for-service: db min=3")
        let one = Self.service("db") + Self.deployment("db")
        #expect(try rules(many, in: one) == ["[too-few-pods]"])
        #expect(try rules(many, in: one, forbidden: ["HorizontalPodAutoscaler"]) == [])
    }

    @Test(arguments: [
        ("wait.k8s/for-configmap: x", "ConfigMap", true), ("wait.k8s/for-secret: x", "Secret", true),
        ("wait.k8s/for-pvc: x", "PersistentVolumeClaim", true), ("wait.k8s/for-pvc: data-store-0", "ConfigMap", false),
        ("wait.k8s/for-pod: x", "Pod", true), ("wait.k8s/for-pod: store-0", "ConfigMap", false),
        ("wait.k8s/for-secret: x optional", "ConfigMap", false), ("wait.k8s/for-secret: x absent", "ConfigMap", false),
    ])
    func otherObjectsAreAskedForOneByOne(_ annotation: String, _ kind: String, _ isMissing: Bool) throws {
        let set = """
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: store}
            spec: {template: {spec: {}}, volumeClaimTemplates: [{metadata: {name: data}}]}

            """
        let manifests = Self.deployment("web", annotation) + set
        #expect(try rules(manifests, in: "") == (isMissing ? ["[missing-object]"] : []))
        let there = "apiVersion: v1\nkind: \(kind)\nmetadata: {name: x, namespace: shop}\n"
        #expect(try rules(manifests, in: there) == [])
        #expect(try rules(manifests, in: "", forbidden: [kind]) == [])
        // Without a cluster nothing is said of what manifests rarely have.
        let alone = try LintCommand.parse(["-f", "x", "-n", "shop", "--fail-on", "warning"]).result(
            for: [try ManifestFile(name: "web.yaml", text: Array(manifests.utf8))])
        #expect((alone.status == 1) == (isMissing && ["ConfigMap", "PersistentVolumeClaim"].contains(kind)))
    }

    @Test func whatIsBeingDeletedIsAbsent() throws {
        let going = Self.service("db").replacing(
            "{name: db,", with: "{name: db, deletionTimestamp: \"2026-01-01T00:00:00Z\",")
        #expect(try rules(Self.waiting, in: going) == ["[missing-object]"])
    }

    @Test func aClusterIsOnlyAskedWhenToldSo() {
        #expect(throws: (any Error).self) { try LintCommand.parse(["-f", "x", "--context", "staging"]) }
        #expect(throws: Never.self) { try LintCommand.parse(["-f", "x", "--cluster", "--context", "staging"]) }
    }
}
