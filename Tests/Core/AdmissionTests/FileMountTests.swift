import Admission
import Dependencies
import Testing

/// Files and kinds that a pod may wait for or not.
@Suite struct FileMountTests {
    static func review(_ files: String, mounts: String, initMounts: String = "[]") -> PodReview {
        var review = PodReview(annotations: [("wait.k8s/for-file", files)])
        review.spec =
            #""initContainers":[{"name":"seed","volumeMounts":\#(initMounts)}],"#
            + #""containers":[{"name":"app","volumeMounts":\#(mounts)},{"name":"side"}],"volumes":[{"name":"v"}]"#
        return review
    }

    static func mounts(_ review: PodReview) throws -> [String] {
        let changed = try PatchCheck.check(review.body, by: Admission(Reviews.settings))
        let container = changed["spec"]?["initContainers"]?.elements.first(where: PatchCheck.isOurs)
        return try #require(container?["volumeMounts"]).elements.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    static let covered: [(files: String, mounts: String, expected: [String])] = [
        (
            "/data/ready", #"[{"name":"v","mountPath":"/data"}]"#,
            [#"{"name":"v","mountPath":"/data","readOnly":true}"#]
        ),
        (
            "/data/ready", #"[{"name":"v","mountPath":"/data/","readOnly":false,"mountPropagation":"Bidirectional"}]"#,
            [#"{"name":"v","mountPath":"/data/","readOnly":true}"#]
        ),
        (
            "/etc/x.conf", #"[{"name":"v","mountPath":"/etc/x.conf","subPath":"x.conf"}]"#,
            [#"{"name":"v","mountPath":"/etc/x.conf","readOnly":true,"subPath":"x.conf"}"#]
        ),
        (
            "/data/a", #"[{"name":"v","mountPath":"/data","subPathExpr":"$(POD_NAME)/x"}]"#,
            [#"{"name":"v","mountPath":"/data","readOnly":true,"subPathExpr":"$(POD_NAME)/x"}"#]
        ),
        (
            "/data/in/a", #"[{"name":"v","mountPath":"/data"},{"name":"w","mountPath":"/data/in"}]"#,
            [#"{"name":"w","mountPath":"/data/in","readOnly":true}"#]
        ),
        (
            "/data/a, /data/b, /run/s", #"[{"name":"v","mountPath":"/data"},{"name":"w","mountPath":"/run"}]"#,
            [
                #"{"name":"v","mountPath":"/data","readOnly":true}"#,
                #"{"name":"w","mountPath":"/run","readOnly":true}"#,
            ]
        ),
    ]

    @Test(arguments: covered)
    func copiesTheMount(_ files: String, _ mounts: String, _ expected: [String]) throws {
        #expect(try Self.mounts(Self.review(files, mounts: mounts)) == expected)
    }

    @Test func anInitContainersMountWillDo() throws {
        let review = Self.review("/data/a", mounts: "[]", initMounts: #"[{"name":"v","mountPath":"/data"}]"#)
        #expect(try Self.mounts(review) == [#"{"name":"v","mountPath":"/data","readOnly":true}"#])
    }

    static let refused: [(files: String, mounts: String, words: String)] = [
        ("/data/ready", "[]", "/data/ready"),
        ("/data/ready", #"[{"name":"v","mountPath":"/dat"}]"#, "no container of the pod mounts"),
        ("/data/ready", #"[{"name":"v","mountPath":"/data/ready/x"}]"#, "no container of the pod mounts"),
        ("/data/ready", #"[{"name":"v","mountPath":"data"}]"#, "no container of the pod mounts"),
        ("/data/a", #"[{"name":"v","mountPath":"/data","subPathExpr":"$(OTHER)"}]"#, "names OTHER"),
    ]

    @Test(arguments: refused) func refuses(_ files: String, _ mounts: String, _ words: String) throws {
        let answer = try Admission(Reviews.settings).review(Self.review(files, mounts: mounts).body)
        #expect(!answer.isAllowed)
        #expect(answer.message?.contains(words) == true, "\(answer.message ?? "")")
    }

    @Test func softDenialDoesNotWaitForIt() throws {
        var settings = Reviews.settings
        settings.isDenialSoft = true
        var review = Self.review("/data/ready", mounts: "[]")
        #expect(try Admission(settings).review(review.body).patch == nil)
        review.annotations.append(("wait.k8s/for-job", "migrate"))
        let changed = try PatchCheck.check(review.body, by: Admission(settings))
        let arguments = changed["spec"]?["initContainers"]?[0]?["args"]?.elements.compactMap(\.string)
        #expect(arguments?.prefix(2) == ["for", "job/shop/migrate"])
        #expect(arguments?.count == 5)
    }

    @Test func warnsWhereContainersDiffer() throws {
        let review = Self.review(
            "/data/a", mounts: #"[{"name":"v","mountPath":"/data"}]"#,
            initMounts: #"[{"name":"w","mountPath":"/data"}]"#)
        let answer = try Admission(Reviews.settings).review(review.body)
        #expect(answer.isAllowed)
        #expect(answer.warnings.contains { $0.contains("app and seed mount different volumes") })
        #expect(try Self.mounts(review) == [#"{"name":"v","mountPath":"/data","readOnly":true}"#])
    }

    static let kinds: [(key: String, value: String, list: String, isAllowed: Bool)] = [
        ("for-configmap", "settings", "", false), ("for-configmap", "settings", "configmaps", true),
        ("for-secret", "tls key=tls.crt", "configmaps", false), ("for-secret", "tls key=tls.crt", "secrets", true),
        ("for-pvc", "data", "", true), ("for-node", "worker", "", true), ("for-deployment", "web", "", true),
        ("for", "certificate.cert-manager.io/web", "", false),
        ("for", "certificate.cert-manager.io/web", "certificates.cert-manager.io", true),
        ("for", "certificate.v1.cert-manager.io/web", "*.cert-manager.io", true),
        ("for", "certificate.cert-manager.io/web", "foos.example.com", false),
        ("for", "cert/web", "certificates.cert-manager.io", true), ("for", "cert/web", "", false),
        ("for", "deployment/web", "", true), ("for", "configmap/settings", "", false),
    ]

    @Test(arguments: kinds)
    func kindsAreTheOperatorsChoice(_ key: String, _ value: String, _ list: String, _ isAllowed: Bool) throws {
        var settings = Reviews.settings
        settings.allowedKinds = AllowedKinds(list)
        let answer = try Admission(settings).review(PodReview(annotations: [("wait.k8s/\(key)", value)]).body)
        #expect(answer.isAllowed == isAllowed, "\(answer.message ?? "")")
        if !isAllowed { #expect(answer.message?.contains("--allow-kinds") == true) }
    }
}
