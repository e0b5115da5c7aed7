/// The policies of a `Town`, of every sort that there is. Of the pods that are reviewed those of namespace `bench-0` are
/// selected by four of them: by their owner, by a label, by labels of pod and Namespace, and by one for all pods.
enum TownPolicies {
    /// How many there are.
    static let count = 1_000

    /// All of them.
    static let all: [String] = {
        var policies: [String] = []
        for namespace in 0..<Town.namespaces {
            // Those of bench-1 are for other stacks than those whose pods are reviewed.
            let first = namespace == 0 ? 0 : 100
            for stack in first..<first + 35 {
                policies.append(
                    inNamespace(
                        namespace, "owner-\(stack)", #""ownerKind":"Deployment","ownerName":"t0-\#(stack)""#,
                        "t2-\(stack)"))
                policies.append(
                    inNamespace(
                        namespace, "label-\(stack)", #""matchLabels":{"app":"t0-\#(stack)"}"#,
                        "t3-\(stack), t4-\(stack)"))
            }
            if namespace != 1 { policies.append(inNamespace(namespace, "all", "", "t4-0")) }
        }
        policies.append(ofCluster("team-a", #""namespaceSelector":{"matchLabels":{"team":"a"}},\#(web)"#))
        for number in 0..<20 {
            let team = #""namespaceSelector":{"matchLabels":{"team":"x\#(number)"}}"#
            policies.append(ofCluster("team-x\(number)", "\(team),\(web)"))
        }
        for number in 0..<10 {
            policies.append(ofCluster("sets-\(number)", #""ownerKind":"StatefulSet","ownerName":"db-\#(number)""#))
            policies.append(ofCluster("kind-\(number)", #""ownerKind":"DaemonSet","namespaces":["bench-\#(number)"]"#))
        }
        for number in 0..<(count - policies.count) {
            let expression = #"{"key":"component","operator":"In","values":["c\#(number)","d\#(number)"]}"#
            let exists = #"{"key":"canary","operator":"Exists"}"#
            policies.append(
                ofCluster("component-\(number)", #""matchExpressions":[\#(expression),\#(exists)]"#))
        }
        return policies
    }()

    private static let web = #""matchLabels":{"tier":"web"}"#

    private static func inNamespace(_ namespace: Int, _ name: String, _ selector: String, _ services: String) -> String
    {
        #"""
        {"apiVersion":"wait.k8s/v1alpha1","kind":"WaitPolicy",\#
        "metadata":{"name":"\#(name)","namespace":"bench-\#(namespace)"},\#
        "spec":{"selector":{\#(selector)},"dependencies":{"for-service":"\#(services)"}}}
        """#
    }

    private static func ofCluster(_ name: String, _ selector: String) -> String {
        #"""
        {"apiVersion":"wait.k8s/v1alpha1","kind":"ClusterWaitPolicy","metadata":{"name":"\#(name)"},\#
        "spec":{"selector":{\#(selector)},"dependencies":{"for-service":"t3-1"}}}
        """#
    }

    /// What has the API server serve them.
    static let definitions = [
        definition("WaitPolicy", "waitpolicies", "Namespaced"),
        definition("ClusterWaitPolicy", "clusterwaitpolicies", "Cluster"),
    ]

    private static func definition(_ kind: String, _ plural: String, _ scope: String) -> String {
        #"""
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",\#
        "metadata":{"name":"\#(plural).wait.k8s"},"spec":{"group":"wait.k8s","scope":"\#(scope)",\#
        "names":{"plural":"\#(plural)","singular":"\#(kind.lowercased())","kind":"\#(kind)",\#
        "listKind":"\#(kind)List"},"versions":[{"name":"v1alpha1","served":true,"storage":true,\#
        "subresources":{"status":{}},"schema":{"openAPIV3Schema":{"type":"object",\#
        "x-kubernetes-preserve-unknown-fields":true}}}]}}
        """#
    }
}
