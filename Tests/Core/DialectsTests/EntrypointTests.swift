import Dependencies
import Dialects
import Testing

@Suite struct EntrypointTests {
    static let rows = [
        Row(
            "services of two namespaces", .entrypoint, with: ["DEPENDENCY_SERVICE": "mysql:mariadb,keystone-api"],
            waitsFor: ["service/mysql/mariadb", "service/shop/keystone-api"]),
        Row(
            "containers of the pod", .entrypoint, with: ["DEPENDENCY_CONTAINER": "nova-libvirt,virtlogd"],
            waitsFor: ["container/nova-libvirt", "container/virtlogd"]),
        Row(
            "a DaemonSet", .entrypoint, with: ["DEPENDENCY_DAEMONSET": "openvswitch-agent"],
            waitsFor: ["daemonset/shop/openvswitch-agent"]),
        Row(
            "Jobs", .entrypoint, with: ["DEPENDENCY_JOBS": "nova-init,neutron-init"],
            waitsFor: ["job/shop/nova-init", "job/shop/neutron-init"]),
        Row(
            "Jobs as JSON", .entrypoint,
            with: [
                "DEPENDENCY_JOBS_JSON":
                    #"[{"namespace": "foo", "name": "nova-init"}, {"labels": {"initializes": "neutron"}}]"#
            ],
            waitsFor: ["job/foo/nova-init", "job/shop/(initializes=neutron)"]),
        Row(
            "the JSON form wins", .entrypoint,
            with: ["DEPENDENCY_JOBS": "a,b", "DEPENDENCY_JOBS_JSON": #"[{"name":"c"}]"#], waitsFor: ["job/shop/c"]),
        Row(
            "a file", .entrypoint, with: ["DEPENDENCY_SOCKET": "/var/run/openvswitch/ovs.socket"],
            waitsFor: ["file//var/run/openvswitch/ovs.socket"]),
        Row(
            "pods", .entrypoint,
            with: [
                "DEPENDENCY_POD_JSON":
                    #"[{"namespace": "foo", "labels": {"k1": "v1", "k2": "v2"}}, {"labels": {"k1": "v1", "k2": "v2"}, "requireSameNode": true}]"#
            ],
            waitsFor: ["pod/foo/(k1=v1,k2=v2)", "pod/shop/(k1=v1,k2=v2) same-node"]),
        Row(
            "a custom resource's field", .entrypoint,
            with: [
                "DEPENDENCY_CUSTOM_RESOURCE":
                    #"[{"apiVersion":"stable.example.com/v1","kind":"Foo","namespace":"default","name":"my-foo","fields":[{"key":"spec.arbitrary-key","value":"ready"}]}]"#
            ],
            waitsFor: ["foo.v1.stable.example.com/default/my-foo jsonpath={.spec.arbitrary-key}=ready"]),
        Row(
            "a custom resource's condition", .entrypoint,
            with: [
                "DEPENDENCY_CUSTOM_RESOURCE":
                    #"[{"apiVersion":"stable.example.com/v1","kind":"Foo","name":"my-foo","conditions":[{"type":"Ready"}]}]"#
            ],
            waitsFor: ["foo.v1.stable.example.com/shop/my-foo condition=Ready"]),
        Row(
            "the namespace by environment", .entrypoint,
            with: ["NAMESPACE": "openstack", "DEPENDENCY_SERVICE": "a,x:b", "DEPENDENCY_JOBS": "c"],
            waitsFor: ["service/openstack/a", "service/x/b", "job/openstack/c"]),
        Row(
            "an empty namespace", .entrypoint, with: ["NAMESPACE": "", "DEPENDENCY_JOBS": "c"], waitsFor: ["job/shop/c"]
        ),
        Row(
            "blanks and a last comma", .entrypoint, with: ["DEPENDENCY_SERVICE": " a , b,\n"],
            waitsFor: ["service/shop/a", "service/shop/b"]),
        Row(
            "the same twice", .entrypoint, with: ["DEPENDENCY_SERVICE": "a,shop:a"], waitsFor: ["service/shop/a"]),
        Row(
            "what a chart leaves empty", .entrypoint, command: ["kubernetes-entrypoint"],
            with: [
                "POD_NAME": "web-0", "NAMESPACE": "default", "INTERFACE_NAME": "eth0", "PATH": "/usr/bin:/bin:/",
                "DEPENDENCY_SERVICE": "default:etcd,docker-registry:localhost",
                "DEPENDENCY_JOBS": "calico-image-repo-sync", "DEPENDENCY_DAEMONSET": "", "DEPENDENCY_CONTAINER": "",
                "DEPENDENCY_POD_JSON": "", "DEPENDENCY_CUSTOM_RESOURCE": "null", "COMMAND": "echo done",
            ],
            waitsFor: [
                "service/default/etcd", "service/docker-registry/localhost", "job/default/calico-image-repo-sync",
            ]),
    ]

    @Test(arguments: rows) func reads(_ row: Row) throws {
        let read = try row.container.read()
        #expect(read.dialect == row.dialect)
        #expect(read.question.dependencies.map(\.description) == row.dependencies)
        #expect(read.question.timeout == .none)
        #expect(read.entrypoint != nil)
    }

    static let refusals = [
        RefusedRow("two colons", with: ["DEPENDENCY_SERVICE": "a:b:c"], .twoSeparators, in: "DEPENDENCY_SERVICE"),
        RefusedRow("no namespace", with: ["DEPENDENCY_SERVICE": ":b"], .missingNamespace, in: "DEPENDENCY_SERVICE"),
        RefusedRow("no name", with: ["DEPENDENCY_JOBS": "a:"], .invalidName, in: "DEPENDENCY_JOBS"),
        RefusedRow("an empty item", with: ["DEPENDENCY_JOBS": "a,,b"], .emptyItem, in: "DEPENDENCY_JOBS"),
        RefusedRow("only a comma", with: ["DEPENDENCY_JOBS": ",,"], .emptyItem, in: "DEPENDENCY_JOBS"),
        RefusedRow(
            "a container with a namespace", with: ["DEPENDENCY_CONTAINER": "a:b"], .unexpectedValue,
            in: "DEPENDENCY_CONTAINER", saying: "takes no namespace"),
        RefusedRow(
            "a file with a namespace", with: ["DEPENDENCY_SOCKET": "a:/b"], .unexpectedValue, in: "DEPENDENCY_SOCKET"),
        RefusedRow(
            "a config with a namespace", with: ["DEPENDENCY_CONFIG": "a:/b"], .unexpectedValue, in: "DEPENDENCY_CONFIG"),
        RefusedRow(
            "a file without a path", with: ["DEPENDENCY_SOCKET": "ovs.socket"], .invalidPath, in: "DEPENDENCY_SOCKET"),
        RefusedRow(
            "a config without a path", with: ["DEPENDENCY_CONFIG": "nova.conf"], .invalidName, in: "DEPENDENCY_CONFIG"),
        RefusedRow("a directory", with: ["DEPENDENCY_CONFIG": "/etc/nova/"], .invalidName, in: "DEPENDENCY_CONFIG"),
        RefusedRow("the way up", with: ["DEPENDENCY_CONFIG": "/etc/.."], .invalidName, in: "DEPENDENCY_CONFIG"),
        RefusedRow(
            "name and labels", with: ["DEPENDENCY_JOBS_JSON": #"[{"name":"a","labels":{"b":"c"}}]"#], .contradiction,
            in: "DEPENDENCY_JOBS_JSON"),
        RefusedRow("no JSON", with: ["DEPENDENCY_POD_JSON": "[{"], .invalidJSON, in: "DEPENDENCY_POD_JSON"),
        RefusedRow(
            "a misspelt variable", with: ["DEPENDENCY_JOB": "a", "COMMAND": "true"], .unknownArgument,
            in: "DEPENDENCY_JOB", saying: "write DEPENDENCY_JOBS"),
    ]

    @Test(arguments: refusals) func refuses(_ row: RefusedRow) {
        let error = #expect(throws: Diagnostic.self) { try row.container.read() }
        #expect(error?.code == row.code)
        #expect(error?.annotation == row.place)
        #expect(error?.message.contains(row.words) == true, "\(error?.message ?? "")")
    }

    @Test func plansItsFiles() throws {
        let environment = ["DEPENDENCY_CONFIG": "/etc/nova/nova.conf,/etc/x.ini", "INTERFACE_NAME": "eth0"]
        let plan = try #require(try Container(environment: environment).read().entrypoint)
        #expect(plan.renderings.map(\.source) == ["/configmaps/nova.conf/nova.conf", "/configmaps/x.ini/x.ini"])
        #expect(plan.renderings.map(\.target) == ["/etc/nova/nova.conf", "/etc/x.ini"])
        #expect(plan.interfaceName == "eth0")
        #expect(plan.command == nil)
        let other = try #require(try Container(environment: ["DEPENDENCY_SERVICE": "a"]).read().entrypoint)
        #expect(other.interfaceName == nil)
        #expect(other.renderings.isEmpty)
    }

    @Test func whatTheServerCannotReadIsRefused() {
        let invocation = ContainerInvocation(
            command: ["kubernetes-entrypoint"], arguments: [],
            variables: { name in
                switch name {
                case "DEPENDENCY_JOBS": .unreadable(source: "a configMapKeyRef")
                case "COMMAND": .unreadable(source: "a secretKeyRef")
                default: .absent
                }
            })
        let error = #expect(throws: Diagnostic.self) {
            try Dialects.read(invocation, podNamespace: "shop", restartPolicy: nil)
        }
        #expect(error?.annotation == "DEPENDENCY_JOBS")
        #expect(
            error?.message
                == "DEPENDENCY_JOBS comes from a configMapKeyRef, where the server cannot read it; write its value here."
        )
    }
}
