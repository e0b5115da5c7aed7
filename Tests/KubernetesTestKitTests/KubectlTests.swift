import Glibc
import KubernetesTestKit
import ServerTestKit
import Testing

@Suite("The real kubectl")
struct KubectlTests {
    /// Where kubectl is, or nil.
    static let kubectl = ["/usr/bin/kubectl", "/usr/local/bin/kubectl", "/bin/kubectl"].first { (path: String) in
        access(path, X_OK) == 0
    }

    @Test(
        "applies, gets, describes, changes and deletes the recorded scenario",
        .enabled(if: kubectl != nil, "kubectl is not installed: install it to run this test"))
    func scenario() async throws {
        try await Self.run { kubectl in
            let created = try await kubectl.run("apply", "-f", kubectl.manifest)
            #expect(created.filter { $0.hasSuffix(" created") }.count == 11, "\(created)")
            #expect(try await kubectl.run("apply", "-f", kubectl.manifest).allSatisfy { $0.hasSuffix(" unchanged") })

            let pods = try await kubectl.run("get", "pods", "-n", "shop")
            #expect(pods.first?.split(separator: " ") == ["NAME", "READY", "STATUS", "RESTARTS", "AGE"])
            #expect(pods.contains { $0.hasPrefix("plain ") && $0.contains("0/1") && $0.contains("Pending") })
            let jobs = try await kubectl.run("get", "jobs,services,deployments", "-A")
            #expect(jobs.contains { $0.contains("job.batch/migrate") && $0.contains("0/1") })
            #expect(jobs.contains { $0.contains("service/external") && $0.contains("db.example.com") })
            #expect(jobs.contains { $0.contains("deployment.apps/my-api") && $0.contains("0/2") })

            let described = try await kubectl.run("describe", "pod", "hostnet-windows", "-n", "shop")
            #expect(described.contains { $0.contains("wait.k8s/for-service: postgres.db") })
            #expect(try await kubectl.run("describe", "-n", "db", "svc/postgres").contains { $0.contains("5432/TCP") })
            #expect(
                try await kubectl.run("describe", "-n", "shop", "job/migrate").contains { $0.contains("Parallelism") })

            let changed = try await kubectl.run("apply", "-f", kubectl.changedManifest)
            #expect(changed.filter { $0.hasSuffix(" configured") } == ["deployment.apps/my-api configured"])
            let image = try await kubectl.run(
                "get", "deployment", "my-api", "-n", "shop", "-o", "jsonpath={.spec.template.spec.containers[0].image}")
            #expect(image == ["my-api:9"])
            #expect(try await kubectl.run("label", "pod", "plain", "-n", "shop", "a=b") == ["pod/plain labeled"])
            #expect(try await kubectl.run("get", "pods", "-A", "-l", "a=b", "-o", "name") == ["pod/plain"])

            let deleted = try await kubectl.run("delete", "-f", kubectl.manifest)
            #expect(deleted.filter { $0.contains(" deleted") }.count == 11, "\(deleted)")
            #expect(try await kubectl.run("get", "pods", "-A") == ["No resources found"])
        }
    }

    @Test(
        "custom resources, waits, dry runs, and what is refused",
        .enabled(if: kubectl != nil, "kubectl is not installed: install it to run this test"))
    func more() async throws {
        try await Self.run { kubectl in
            #expect(try await kubectl.run("apply", "-f", kubectl.definition).last?.hasSuffix("created") == true)
            #expect(
                try await kubectl.run("wait", "--for=condition=Established", "crd/foos.stable.example.com").last?
                    .hasSuffix("condition met") == true)
            #expect(try await kubectl.run("apply", "-f", kubectl.custom) == ["foo.stable.example.com/f created"])
            #expect(try await kubectl.run("get", "foos", "-A", "-o", "name") == ["foo.stable.example.com/f"])
            let dry = try await kubectl.run("apply", "--dry-run=server", "-f", kubectl.manifest)
            #expect(dry.allSatisfy { $0.hasSuffix("created (server dry run)") })
            #expect(try await kubectl.run("get", "jobs", "-A") == ["No resources found"])
            let missing = try await kubectl.run("get", "pod", "nope", status: 1)
            #expect(missing == [#"Error from server (NotFound): pods "nope" not found"#])
        }
    }

    /// One kubectl with a home of its own, so that no discovery cache is shared.
    struct Session {
        let home: String
        let manifest: String
        let changedManifest: String
        let definition: String
        let custom: String

        func run(_ arguments: String..., status: Int32 = 0) async throws -> [String] {
            let process = try ChildProcess.start(
                KubectlTests.kubectl ?? "kubectl", arguments,
                environment: ["HOME": home, "KUBECONFIG": "\(home)/kubeconfig", "PATH": "/usr/bin:/bin"])
            let exit = await process.exitStatus()
            #expect(exit == status, "kubectl \(arguments): \(process.lines)")
            return process.lines
        }
    }

    private static func run(_ body: (Session) async throws -> Void) async throws {
        var template = Array("/tmp/k8s-wait-kubectl-XXXXXX".utf8CString)
        let home = try #require(mkdtemp(&template).map { String(cString: $0) })
        try await ServingTests.run { settings in
            settings.state.createsNamespaces = true
            settings.tokens = ["t": .admin]
        } body: { server in
            func write(_ name: String, _ text: String) throws -> String {
                let path = "\(home)/\(name)"
                let file = try #require(fopen(path, "w"))
                fputs(text, file)
                fclose(file)
                return path
            }
            _ = try write("kubeconfig", server.kubeconfig(token: "t"))
            let scenario = String(decoding: try Fixture.bytes("scenario.yaml"), as: UTF8.self)
            let image = "123abc.dkr.ecr.us-east-2.amazonaws.com/my-api:1.2.3"
            let custom: JSONValue = [
                "apiVersion": "stable.example.com/v1", "kind": "Foo", "metadata": ["name": "f", "namespace": "shop"],
                "spec": ["arbitrary-key": "not-ready"],
            ]
            let session = Session(
                home: home, manifest: try write("scenario.yaml", scenario),
                changedManifest: try write("changed.yaml", scenario.replacing(image, with: "my-api:9")),
                definition: try write("definition.json", RecordedExchangeTests.customResource().text),
                custom: try write("custom.json", custom.text))
            try await body(session)
        }
        _ = try await ChildProcess.start("/bin/rm", ["-rf", home]).exitStatus()
    }
}
