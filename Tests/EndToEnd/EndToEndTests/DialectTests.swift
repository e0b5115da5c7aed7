import KubernetesTestKit
import ServerTestKit
import Testing

/// Containers written for other tools, with nothing changed but the image: arguments and environment as those tools' own
/// documentation has them.
@Suite(.timeLimit(.minutes(3))) struct DialectTests {
    /// A container of another tool.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var command: [String] = []
        var arguments: [String] = []
        var environment: [(String, String)] = []
        /// What is there when the pod is created.
        let before: [JSONValue]
        /// What the container says while it waits.
        let blocker: String
        /// What then makes it ready.
        let after: [JSONValue]

        /// The container, called `wait`.
        var container: JSONValue {
            var container: JSONValue = ["name": "wait", "image": "registry.example.com/k8s-wait:1"]
            if !command.isEmpty { container["command"] = .strings(command) }
            if !arguments.isEmpty { container["args"] = .strings(arguments) }
            container["env"] = .array(
                environment.map { name, value in
                    guard value.hasPrefix("field:") else { return ["name": .string(name), "value": .string(value)] }
                    let path = JSONValue.string(String(value.dropFirst("field:".count)))
                    return ["name": .string(name), "valueFrom": ["fieldRef": ["fieldPath": path]]]
                })
            return container
        }
    }

    private static let readyService = [Manifests.service(), Manifests.slice(isReady: true)]
    private static let unreadyService = [Manifests.service(), Manifests.slice(isReady: false)]
    private static let completeJob = [Manifests.job(condition: "Complete")]

    static let cases: [Case] = [
        Case(
            testDescription: "k8s-when-ready, a Job", arguments: ["--type=job", "--name=migrate"], before: [],
            blocker: "Job shop/migrate", after: completeJob),
        Case(
            testDescription: "k8s-when-ready, a Service, with its server's address",
            command: ["k8s-when-ready"],
            arguments: [
                "--type", "service", "--name", "postgres", "-n", "db", "--uptime", "0", "-h", "when-ready-server", "-p",
                "3000",
            ], before: unreadyService, blocker: "Service db/postgres", after: readyService),
        Case(
            testDescription: "kubernetes-entrypoint, as OpenStack-Helm renders it",
            environment: [
                ("POD_NAME", "field:metadata.name"), ("NAMESPACE", "field:metadata.namespace"),
                ("INTERFACE_NAME", "eth0"), ("DEPENDENCY_SERVICE", "db:postgres"), ("DEPENDENCY_JOBS", "migrate"),
                ("DEPENDENCY_DAEMONSET", ""), ("DEPENDENCY_CONTAINER", ""), ("COMMAND", "echo done"),
            ], before: readyService, blocker: "Job shop/migrate", after: completeJob),
        Case(
            testDescription: "kubernetes-entrypoint, Jobs as JSON", command: ["/kubernetes-entrypoint"],
            environment: [
                ("NAMESPACE", "field:metadata.namespace"),
                ("DEPENDENCY_JOBS_JSON", #"[{"labels": {"app": "migrate"}}]"#), ("COMMAND", "true"),
            ], before: [], blocker: "Job shop/(app=migrate)",
            after: [Manifests.labelled(Manifests.job(condition: "Complete"), "migrate")]),
        Case(
            testDescription: "k8s-wait-for, a Job", arguments: ["job", "migrate"], before: [],
            blocker: "Job shop/migrate", after: completeJob),
        Case(
            testDescription: "k8s-wait-for, a Job that may fail", command: ["wait_for.sh"],
            arguments: ["job-we", "migrate", "-n", "shop"], before: [], blocker: "Job shop/migrate",
            after: [Manifests.job(condition: "Failed")]),
        Case(
            testDescription: "k8s-wait-for, pods by label", arguments: ["pod", "-lapp=cache"],
            before: [Manifests.otherPod("cache-0", isReady: false)], blocker: "Pod shop/(app=cache)",
            after: [Manifests.otherPod("cache-0", isReady: true)]),
        Case(
            testDescription: "k8s-wait-for-multi", arguments: ["job,migrate", "db,service,postgres"],
            before: readyService, blocker: "Job shop/migrate", after: completeJob),
    ]

    @Test(arguments: cases)
    func waitsAndIsReleased(item: Case) async throws {
        try await World.run { world in
            for object in item.before { try world.cluster.put(object) }
            let pod = try await world.create(Manifests.pod([:], initContainers: [item.container]))
            #expect(pod.at("metadata", "labels", "wait.k8s/gated")?.string == "true")
            let container = try world.startInitContainer("wait", of: pod)
            #expect(await container.line(containing: item.blocker) != nil, "\(container.lines)")
            for object in item.after { try world.cluster.put(object) }
            #expect(await container.exitStatus() == 0, "\(container.lines)")
        }
    }

    @Test func theCommandOfKubernetesEntrypointRunsInItsPlace() async throws {
        try await World.run { world in
            let item = Case(
                testDescription: "", command: ["k8s-wait"], arguments: ["entrypoint"],
                environment: [
                    ("DEPENDENCY_JOBS", "migrate"), ("NAMESPACE", "field:metadata.namespace"), ("COLOUR", "blue"),
                    ("COMMAND", "/usr/bin/env"),
                ], before: [], blocker: "", after: [])
            let pod = try await world.create(Manifests.pod([:], initContainers: [item.container]))
            let container = try world.startInitContainer("wait", of: pod)
            #expect(await container.line(containing: "Job shop/migrate") != nil)
            #expect(!container.lines.contains("COLOUR=blue"), "it must not run before its dependencies are there")
            try world.cluster.put(Manifests.job(condition: "Complete"))
            #expect(await container.exitStatus() == 0)
            #expect(container.lines.contains("COLOUR=blue"))
        }
    }

    @Test func servicePrecheckResolvesItsHosts() async throws {
        try await World.run { world in
            let item = Case(
                testDescription: "", command: ["service-precheck"], arguments: ["localhost"], before: [], blocker: "",
                after: [])
            let pod = try await world.create(Manifests.pod([:], initContainers: [item.container]))
            let container = try world.startInitContainer("wait", of: pod)
            #expect(await container.exitStatus() == 0, "\(container.lines)")
        }
    }

    @Test func aTimeOutOfKubernetesWhenReadyExitsOne() async throws {
        try await World.run { world in
            let item = Case(
                testDescription: "", arguments: ["--type=job", "--name=migrate", "--timeout=1"], before: [],
                blocker: "", after: [])
            let pod = try await world.create(Manifests.pod([:], initContainers: [item.container]))
            #expect(try await world.startInitContainer("wait", of: pod).exitStatus() == 1)
        }
    }

    @Test(arguments: [
        (["job"], "job without a name"), (["--type=deployment", "--name=x"], "a type that the tool does not know"),
        (["default,job"], "an item of too few parts"),
    ])
    func whatCannotBeUnderstoodIsRefusedAtAdmission(arguments: [String], name: String) async throws {
        try await World.run { world in
            let item = Case(testDescription: name, arguments: arguments, before: [], blocker: "", after: [])
            let answer = try await world.tryToCreate(Manifests.pod([:], initContainers: [item.container]))
            #expect(answer.status == 400, "\(answer.body.text)")
            let message = answer.body["message"]?.string ?? ""
            #expect(message.contains("container wait (spec.initContainers[0])"), "\(message)")
        }
    }

    /// What envFrom brings is seen by the program alone: the server finds everything that it knows of ready, and that
    /// must not do.
    @Test(arguments: [[("DEPENDENCY_JOBS", "migrate")], []] as [[(String, String)]])
    func whatOnlyTheProgramSeesDoesNotPass(_ visible: [(String, String)]) async throws {
        try await World.run { world in
            var container = Case(
                testDescription: "", command: ["kubernetes-entrypoint"],
                environment: visible + [("COMMAND", "echo done")], before: [], blocker: "", after: []
            ).container
            container["envFrom"] = [["configMapRef": ["name": "dependencies"]]]
            try world.cluster.put(Manifests.job(condition: "Complete"))
            let pod = try await world.create(Manifests.pod([:], initContainers: [container]))
            let process = try world.startInitContainer(
                "wait", of: pod, changes: ["DEPENDENCY_SERVICE": "db:postgres"])
            #expect(await process.exitStatus() == 4, "\(process.lines)")
            #expect(!process.lines.contains("done"))
            #expect(try world.terminationMessage().contains("service/db/postgres"))
        }
    }

    @Test func twoContainersOfOursAskTheirOwnQuestions() async throws {
        try await World.run { world in
            var first = Case(
                testDescription: "", arguments: ["job", "migrate"], before: [], blocker: "", after: []
            ).container
            first["name"] = "first"
            var second = Case(
                testDescription: "", arguments: ["service", "postgres", "-n", "db"], before: [], blocker: "", after: []
            ).container
            second["name"] = "second"
            try world.cluster.put(Manifests.job(condition: "Complete"))
            let pod = try await world.create(Manifests.pod([:], initContainers: [first, second]))
            #expect(try await world.startInitContainer("first", of: pod).exitStatus() == 0)
            let container = try world.startInitContainer("second", of: pod)
            #expect(await container.line(containing: "Service db/postgres") != nil)
            for object in Self.readyService { try world.cluster.put(object) }
            #expect(await container.exitStatus() == 0)
        }
    }
}
