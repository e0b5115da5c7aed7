import Dependencies
import Testing

@Suite struct OptionTests {
    @Test(arguments: [
        ("for-service", "a uptime=0", "uptime=0s"), ("for-service", "a uptime=90", "uptime=1m30s"),
        ("for-service", "a uptime=5s min=all port=http", "port=http min=all uptime=5s"),
        ("for-pod", "(a) same-node min=2", "min=2 same-node"),
        ("for-pod", "a condition=succeeded", "condition=succeeded"),
        ("for-pod", "(a) condition=Ready min=all", "min=all condition=Ready"),
        ("for-pod", "a condition=example.com/Warm=False", "condition=example.com/Warm=False"),
        ("for-pod", "a condition=ready=TRUE", "condition=ready"),
        ("for-job", "a condition=Finished uptime=1h", "uptime=1h condition=Finished"),
        ("for-job", "a remember=false", "remember=false"), ("for-job", "a remember=always", "remember=always"),
        ("for-job", "a remember=86400", "remember=24h"), ("for-job", "(a) min=1", "min=1"),
        ("for-deployment", "a condition=rolled-out timeout=5m", "condition=rolled-out timeout=5m"),
        ("for-daemonset", "a if-absent=ready", "if-absent=ready"), ("for-daemonset", "a anywhere", "anywhere"),
        ("for-crd", "a.b version=v1beta1", "version=v1beta1"),
        ("for-node", "a condition=PIDPressure=False", "condition=PIDPressure=False"),
        ("for-pvc", "a optional on-failure=wait timeout=none", "optional timeout=none on-failure=wait"),
        ("for-pvc", "a absent", "absent"), ("for-secret", "a exists", "exists"),
        ("for-http", "http://a status=200-299,401 timeout=1m", "status=200-299,401 timeout=1m"),
        ("for-http", "http://a status=401,200-250,240-299", "status=200-299,401"),
        ("for-http", "http://a \"status=200,204\"", "status=200,204"),
        ("for-http", "https://a insecure", "insecure"), ("for-http", "https://a ca=/etc/ca.pem", "ca=/etc/ca.pem"),
        ("for-http", "https://a ca=\"/etc/my ca.pem\"", "\"ca=/etc/my ca.pem\""),
        ("for-pod", "a jsonpath={.status.phase}=Running", "jsonpath={.status.phase}=Running"),
        ("for-pod", "a jsonpath=.status.phase=Running", "jsonpath={.status.phase}=Running"),
        ("for-pod", "a jsonpath='{.status.phase}'=Running", "jsonpath={.status.phase}=Running"),
        ("for-pod", "a jsonpath={.status.phase}='Running'", "jsonpath={.status.phase}=Running"),
        ("for-pod", "a jsonpath={.a}=\"b c\"", "\"jsonpath={.a}=b c\""),
        ("for-pod", "a jsonpath={.a}=b=c", "jsonpath={.a}=b=c"), ("for-pod", "a jsonpath={.a}", "jsonpath={.a}"),
        (
            "for-pod", "a jsonpath={.c[?(@.type==\"Ready\")].status}=True",
            "jsonpath={.c[?(@.type==\"Ready\")].status}=True"
        ),
    ])
    func readsOptions(annotation: String, value: String, options: String) {
        let reading = Reading.of(annotation, value)
        #expect(reading.errors == [] && reading.warnings == [])
        let text = reading.texts.first ?? ""
        #expect(text.hasSuffix(" \(options)"), "\(text)")
        #expect(text.dropLast(options.utf8.count + 1).contains(" ") == false, "\(text)")
    }

    /// Which option fits which kind: every pair, by an item that has nothing else.
    @Test(arguments: DependencyKind.allCases.filter { $0 != .container })
    func takesTheOptionsOfItsKindAndNoOthers(kind: DependencyKind) {
        let target =
            switch kind {
            case .resource: "certificate.cert-manager.io/a"
            case .tcp: "a:1"
            case .http: "https://a"
            case .file: "/a"
            default: "a"
            }
        let key = kind == .resource ? "for" : "for-\(kind.rawValue)"
        var taken: Set<String> = []
        for (name, word) in Self.words {
            let needsSelector = name == "same-node" || name == "min" && (kind == .pod || kind == .job)
            let reading = Reading.of(key, "\(needsSelector ? "(x)" : target) \(word)")
            if reading.errors == [] {
                taken.insert(name)
            } else {
                let isRefused = reading.errors.map(\.code) == [.optionDoesNotFit]
                #expect(isRefused || needsSelector, "\(word): \(reading.errors)")
            }
        }
        #expect(taken == Self.table[kind]?.union(Self.common(kind)), "\(kind)")
    }

    private static let words: [String: String] = [
        "port": "port=1", "min": "min=1", "match": "match=(a)", "uptime": "uptime=1", "condition": "condition=Foo",
        "jsonpath": "jsonpath={.a}", "key": "key=a", "version": "version=v1", "max-age": "max-age=1",
        "remember": "remember=always", "if-absent": "if-absent=ready", "status": "status=200", "ca": "ca=/a",
        "same-node": "same-node", "anywhere": "anywhere", "exists": "exists", "absent": "absent",
        "optional": "optional", "insecure": "insecure", "timeout": "timeout=1", "on-failure": "on-failure=wait",
    ]

    private static let table: [DependencyKind: Set<String>] = [
        .service: ["port", "min", "uptime"], .pod: ["min", "uptime", "same-node"],
        .job: ["min", "match", "uptime", "remember"], .cronjob: ["max-age"], .deployment: ["min"],
        .statefulset: ["min"], .daemonset: ["anywhere", "if-absent"], .pvc: [], .crd: ["version"],
        .configmap: ["key"], .secret: ["key"], .node: [], .resource: [], .tcp: [],
        .http: ["status", "ca", "insecure"], .dns: [], .file: [],
    ]

    private static func common(_ kind: DependencyKind) -> Set<String> {
        switch kind {
        case .tcp, .http, .dns, .file: ["timeout"]
        case .configmap, .secret: ["exists", "absent", "optional", "timeout", "on-failure"]
        default: ["condition", "jsonpath", "exists", "absent", "optional", "timeout", "on-failure"]
        }
    }
}
