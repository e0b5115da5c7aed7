/// The `restricted` policy as far as it looks at containers, control by control from
/// <https://kubernetes.io/docs/concepts/security/pod-security-standards/> and not from the code under test.
///
/// Where the page lets a container leave a field to its pod, this does not: our container must meet the policy whatever
/// pod it is put into.
enum PodSecurityStandard {
    private static let baselineCapabilities: Set<String> = [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP",
        "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    ]
    private static let containerTypes: Set<String> = [
        "", "container_t", "container_init_t", "container_kvm_t", "container_engine_t",
    ]

    /// The controls that a container violates, by their names on the page; none for one that is restricted.
    static func violations(of container: JSONTree) -> [String] {
        baseline(container) + restricted(container)
    }

    private static func baseline(_ container: JSONTree) -> [String] {
        let context = container["securityContext"]
        let capabilities = strings(context?["capabilities"]?["add"])
        let ports = container["ports"]?.elements ?? []
        let linux = context?["seLinuxOptions"]
        let controls: [(name: String, isMet: Bool)] = [
            ("HostProcess", isFalseOrAbsent(context?["windowsOptions"]?["hostProcess"])),
            ("Privileged Containers", isFalseOrAbsent(context?["privileged"])),
            ("Capabilities", capabilities.map { baselineCapabilities.isSuperset(of: $0) } ?? false),
            ("Host Ports", ports.allSatisfy { [nil, .scalar("null"), .scalar("0")].contains($0["hostPort"]) }),
            ("Host Probes / Lifecycle Hooks", hosts(of: container).allSatisfy { $0 == "" }),
            ("AppArmor", isOne(of: ["RuntimeDefault", "Localhost"], context?["appArmorProfile"]?["type"])),
            ("SELinux type", isOne(of: containerTypes, linux?["type"])),
            ("SELinux user and role", isOne(of: [""], linux?["user"]) && isOne(of: [""], linux?["role"])),
            ("/proc Mount Type", isOne(of: ["Default"], context?["procMount"])),
            ("Seccomp", isOne(of: ["RuntimeDefault", "Localhost"], context?["seccompProfile"]?["type"])),
        ]
        return controls.filter { !$0.isMet }.map(\.name)
    }

    private static func restricted(_ container: JSONTree) -> [String] {
        let context = container["securityContext"]
        let user = context?["runAsUser"]
        let controls: [(name: String, isMet: Bool)] = [
            ("Privilege Escalation", context?["allowPrivilegeEscalation"] == .scalar("false")),
            ("Running as Non-root", context?["runAsNonRoot"] == .scalar("true")),
            ("Running as Non-root user", user != .scalar("0")),
            (
                "Seccomp (restricted)",
                ["RuntimeDefault", "Localhost"].contains(context?["seccompProfile"]?["type"]?.string)
            ),
            ("Capabilities: drop", strings(context?["capabilities"]?["drop"])?.contains("ALL") == true),
            (
                "Capabilities: add",
                strings(context?["capabilities"]?["add"]).map { $0.isSubset(of: ["NET_BIND_SERVICE"]) } ?? false
            ),
        ]
        return controls.filter { !$0.isMet }.map(\.name)
    }

    /// The hosts that probes and hooks of a container name.
    private static func hosts(of container: JSONTree) -> [String?] {
        let lifecycle = container["lifecycle"]
        let handlers = [
            container["livenessProbe"], container["readinessProbe"], container["startupProbe"],
            lifecycle?["postStart"], lifecycle?["preStop"],
        ]
        return handlers.flatMap { [$0?["httpGet"]?["host"], $0?["tcpSocket"]?["host"]] }.compactMap { $0 }.map(\.string)
    }

    private static func isFalseOrAbsent(_ value: JSONTree?) -> Bool {
        [nil, .scalar("null"), .scalar("false")].contains(value)
    }

    private static func isOne(of values: Set<String>, _ value: JSONTree?) -> Bool {
        guard let value, value != .scalar("null") else { return true }
        return value.string.map(values.contains) ?? false
    }

    /// The strings of a list, which may be absent; nil for anything else.
    private static func strings(_ value: JSONTree?) -> Set<String>? {
        guard let value, value != .scalar("null") else { return [] }
        guard case .array(let elements) = value else { return nil }
        let strings = elements.compactMap(\.string)
        return strings.count == elements.count ? Set(strings) : nil
    }
}
