import Admission
import Testing

/// The checker refuses what the page refuses, so that what it lets through means something.
@Suite struct PodSecurityStandardTests {
    private static let good =
        #""allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]},"runAsNonRoot":true,"#
        + #""seccompProfile":{"type":"RuntimeDefault"}"#

    static let violations: [(control: String, container: String)] = [
        ("HostProcess", #""securityContext":{\#(good),"windowsOptions":{"hostProcess":true}}"#),
        ("Privileged Containers", #""securityContext":{\#(good),"privileged":true}"#),
        ("Host Ports", #""securityContext":{\#(good)},"ports":[{"hostPort":80}]"#),
        (
            "Host Probes / Lifecycle Hooks",
            #""securityContext":{\#(good)},"livenessProbe":{"httpGet":{"host":"10.0.0.1","port":1}}"#
        ),
        (
            "Host Probes / Lifecycle Hooks",
            #""securityContext":{\#(good)},"lifecycle":{"preStop":{"tcpSocket":{"host":"a"}}}"#
        ),
        ("AppArmor", #""securityContext":{\#(good),"appArmorProfile":{"type":"Unconfined"}}"#),
        ("SELinux type", #""securityContext":{\#(good),"seLinuxOptions":{"type":"spc_t"}}"#),
        ("SELinux user and role", #""securityContext":{\#(good),"seLinuxOptions":{"role":"r"}}"#),
        ("/proc Mount Type", #""securityContext":{\#(good),"procMount":"Unmasked"}"#),
        ("Running as Non-root user", #""securityContext":{\#(good),"runAsUser":0}"#),
        ("Privilege Escalation", #""securityContext":{"allowPrivilegeEscalation":true}"#),
        ("Running as Non-root", #""securityContext":{"runAsNonRoot":false}"#),
        ("Seccomp", #""securityContext":{"seccompProfile":{"type":"Unconfined"}}"#),
        ("Seccomp (restricted)", #""securityContext":{}"#),
        ("Capabilities: drop", #""securityContext":{"capabilities":{"drop":["KILL"]}}"#),
        ("Capabilities: add", #""securityContext":{"capabilities":{"add":["CHOWN"]}}"#),
        ("Capabilities", #""securityContext":{"capabilities":{"add":["SYS_ADMIN"]}}"#),
        ("Capabilities", #""securityContext":{"capabilities":{"add":"ALL"}}"#),
    ]

    @Test(arguments: violations) func isViolated(_ control: String, _ container: String) throws {
        let violations = PodSecurityStandard.violations(of: try .json("{\(container)}"))
        #expect(violations.contains(control), "\(violations)")
    }

    @Test(arguments: [
        "", #","runAsUser":1"#, #","privileged":null,"procMount":"Default","seLinuxOptions":{"type":"container_t"}"#,
    ]) func isMet(_ more: String) throws {
        let container = try JSONTree.json(#"{"securityContext":{\#(Self.good)\#(more)},"ports":[{"hostPort":0}]}"#)
        #expect(PodSecurityStandard.violations(of: container) == [])
    }

    /// The settings that change our container's security context.
    @Test(arguments: [nil, 1, 65532]) func ourContainerIsRestricted(_ user: Int?) throws {
        var settings = Reviews.settings
        settings.runAsUser = user
        let changed = try PatchCheck.check(PodReview().body, by: Admission(settings))
        let container = try #require(changed["spec"]?["initContainers"]?[0])
        #expect(PodSecurityStandard.violations(of: container) == [])
    }
}
