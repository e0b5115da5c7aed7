import ArgumentParser
import Dependencies
import Testing

@testable import KubernetesClient
@testable import StatusServer
@testable import k8s_wait_server

@Suite struct PermissionsTests {
    private static let example = "certificates.cert-manager.io,configmaps,*.x.io,replicasets.apps,jobs.batch"

    private static func documents(_ arguments: [String]) throws -> [YAMLValue] {
        let yaml = try PermissionsCommand.parse(["--print-rbac"] + arguments).manifest.yaml
        return try yaml.split(separator: "\n---\n").map { text in
            try #require(try YAMLValue.read(Array(text.utf8)))
        }
    }

    /// The rules of a document, one for each resource, as `verbs group/resource names`.
    private static func rules(_ document: YAMLValue) -> [String] {
        func texts(_ value: YAMLValue?) -> [String] {
            guard case .sequence(let items)? = value else { return [] }
            return items.map { text($0) ?? "?" }
        }
        guard case .sequence(let rules)? = document["rules"] else { return [] }
        return rules.flatMap { rule in
            texts(rule["resources"]).map { resource in
                let verbs = texts(rule["verbs"]).joined(separator: ",")
                let group = texts(rule["apiGroups"]).joined(separator: ",")
                return "\(verbs) \(group)/\(resource) \(texts(rule["resourceNames"]).joined(separator: ","))"
            }
        }
    }

    private static func text(_ value: YAMLValue?) -> String? {
        if case .scalar(let text, _)? = value { text } else { nil }
    }

    @Test func printsAClusterRoleAndARole() throws {
        let documents = try Self.documents(["--namespace", "ops"])
        #expect(documents.map { Self.text($0["kind"]) } == ["ClusterRole", "Role"])
        #expect(documents.allSatisfy { Self.text($0["apiVersion"]) == "rbac.authorization.k8s.io/v1" })
        #expect(documents.map { Self.text($0["metadata"]?["name"]) } == ["k8s-wait", "k8s-wait"])
        #expect(documents.map { Self.text($0["metadata"]?["namespace"]) } == [nil, "ops"])
        #expect(
            Self.rules(documents[1]) == [
                "get,list,watch,patch /configmaps k8s-wait-job-memory", "create /configmaps ",
                "get,list,watch,patch /secrets k8s-wait-authorities", "create /secrets ",
                "get,patch coordination.k8s.io/leases k8s-wait", "create coordination.k8s.io/leases ",
            ])
    }

    @Test func secretsAreReadByNameAndOnlyWhereTheyAreNeeded() throws {
        let named = try Self.rules(Self.documents(["--tls-secret", "mine"])[1])
        #expect(named.contains("get,list,watch,patch /secrets mine"))
        let files = ["--tls-cert", "a", "--tls-key", "b", "--tls-ca", "c"]
        #expect(try !Self.rules(Self.documents(files)[1]).contains { $0.contains("secrets") })
    }

    /// The roles in docs/configuration.md are those that are printed.
    @Test func theDocumentedRolesAreThePrintedOnes() throws {
        let text = Document.configuration.text
        let start = try #require(text.firstRange(of: "kind: ClusterRole"))
        let end = try #require(text[start.upperBound...].firstRange(of: "```"))
        let written = try text[start.lowerBound..<end.lowerBound].split(separator: "\n---\n").map { text in
            try #require(try YAMLValue.read(Array(text.utf8)))
        }
        let printed = try Self.documents([])
        #expect(written.count == printed.count)
        for (written, printed) in zip(written, printed) {
            #expect(Set(Self.rules(written)) == Set(Self.rules(printed)))
        }
    }

    @Test func theListAddsRules() throws {
        let without = try Self.rules(Self.documents([])[0])
        let with = try Self.rules(Self.documents(["--allow-kinds", Self.example])[0])
        #expect(without.count == ResourceType.always.count + 2)
        #expect(!without.contains { $0.contains("configmaps") || $0.contains("secrets") })
        // Jobs are granted anyway; ReplicaSets are not listed otherwise.
        #expect(
            Array(with.dropFirst(without.count)) == [
                "list,watch /configmaps ", "list,watch apps/replicasets ", "list,watch cert-manager.io/certificates ",
                "list,watch x.io/* ",
            ])
        #expect(Array(with.prefix(without.count)) == without)
    }

    @Test(arguments: [("true", true), ("false", false)])
    func eventsAreWrittenOnlyWhereTheyAreWanted(value: String, isGranted: Bool) throws {
        let rules = try Self.rules(Self.documents(["--events=\(value)"])[0])
        #expect(rules.contains("create,patch /events ") == isGranted)
        #expect(rules.contains { $0.contains("/events") } == isGranted)
    }

    @Test(
        arguments: [
            ([], "list,watch,patch"), (["--tls-cert", "a"], "list,watch"), (["--webhook-configuration", "none"], nil),
        ] as [([String], String?)])
    func theWebhookConfigurationIsPatchedOnlyWhereItIsOurs(arguments: [String], verbs: String?) throws {
        let rules = try Self.rules(Self.documents(arguments)[0]).filter { $0.contains("mutatingwebhook") }
        #expect(
            rules == (verbs.map { ["\($0) admissionregistration.k8s.io/mutatingwebhookconfigurations k8s-wait"] } ?? [])
        )
    }

    @Test func everyRuleSaysWhatItIsFor() throws {
        let yaml = try PermissionsCommand.parse(["--print-rbac", "--allow-kinds", Self.example]).manifest.yaml
        let lines = yaml.split(separator: "\n")
        let rules = lines.indices.filter { lines[$0].hasPrefix("  - apiGroups") }
        #expect(rules.count > 15)
        for index in rules { #expect(lines[index - 1].hasPrefix("  # ") && lines[index - 1].count > 10) }
    }

    /// Nothing is watched that the printed rules do not allow.
    @Test(arguments: DependencyKind.allCases.filter { $0.judge == .server })
    func everyReflectorIsAllowed(kind: DependencyKind) throws {
        let name = kind == .resource ? "certificate.cert-manager.io" : kind.rawValue
        for place in ["\(name)/shop/web", "\(name)/web", "\(name)/shop/(app=web)"] {
            for options in ["", " uptime=5"] {
                guard let dependency = try? Dependency(canonical: place + options),
                    let sources = DependencySources(of: dependency)
                else { continue }
                let rules = PermissionRule.cluster(AllowedKinds("configmaps,secrets"))
                for collection in sources.all + [.gatedPods] {
                    let isAllowed = rules.contains {
                        $0.group == collection.resource.group && $0.resource == collection.resource.plural
                            && $0.names.isEmpty && Set($0.verbs).isSuperset(of: [.list, .watch])
                    }
                    #expect(isAllowed, "\(dependency): \(collection)")
                }
            }
        }
    }

    @Test func otherOptionsMayStandBeside() throws {
        let command = try PermissionsCommand.parse([
            "--tls-cert", "a", "--print-rbac", "--status-url=https://x", "--allow-kinds", "secrets", "--loops", "2",
        ])
        #expect(command.manifest.cluster.contains { $0.resource == "secrets" })
    }

    @Test(arguments: [
        (["--allow-kinds", "secret"], "did you mean secrets?"),
        (["--allow-kinds", "events"], "Events and Leases are never watched"),
        (["--namespace", "a b"], "is not the name of a namespace"),
        (["--namespace", "x\"\nrules: []"], "is not the name of a namespace"),
    ])
    func refuses(arguments: [String], message: String) {
        #expect {
            try PermissionsCommand.parse(["--print-rbac"] + arguments)
        } throws: { error in
            PermissionsCommand.message(for: error).contains(message)
        }
    }
}
