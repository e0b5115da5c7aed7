import Dependencies
import Testing

@Suite struct TargetTests {
    @Test(arguments: [
        ("a selector", "for-pod", "(app=cache,tier=hot)", "pod/shop/(app=cache,tier=hot)"),
        ("a selector with blanks", "for-pod", "( tier in (b, a), !old )", "pod/shop/(!old,tier in (a,b))"),
        ("a namespace and a selector", "for-job", "ci/(app=seed)", "job/ci/(app=seed)"),
        ("the same with a colon", "for-job", "ci:(app=seed)", "job/ci/(app=seed)"),
        ("a selector of Services", "for-service", "(app=db) port=5432", "service/shop/(app=db) port=5432"),
        ("a selector in quotes", "for-deployment", "\"(app = db)\"", "deployment/shop/(app=db)"),
        ("a StatefulSet", "for-statefulset", "infra:db", "statefulset/infra/db"),
        ("a Pod's name with dots", "for-pod", "web.v1", "pod/shop/web.v1"),
        ("a Pod's name like that of a DNS form", "for-pod", "shop/web.svc", "pod/shop/web.svc"),
        ("a CronJob", "for-cronjob", "backup max-age=26h", "cronjob/shop/backup max-age=26h"),
        ("a DaemonSet", "for-daemonset", "kube-system/node-local-dns", "daemonset/kube-system/node-local-dns"),
        ("a claim", "for-pvc", "data-db-0", "pvc/shop/data-db-0"),
        ("a definition", "for-crd", "certificates.cert-manager.io", "crd/certificates.cert-manager.io"),
        ("a ConfigMap", "for-configmap", "infra/settings key=a.yaml", "configmap/infra/settings key=a.yaml"),
        ("a Secret", "for-secret", "tls key=tls.crt", "secret/shop/tls key=tls.crt"),
        ("a Node", "for-node", "worker-1.example.com", "node/worker-1.example.com"),
        ("an address", "for-tcp", "db.example.com:5432", "tcp/db.example.com:5432"),
        ("capitals and a final dot", "for-tcp", "DB.Example.com.:05432", "tcp/db.example.com.:5432"),
        ("an IPv4 address", "for-tcp", "10.0.0.1:80", "tcp/10.0.0.1:80"),
        ("an IPv6 address", "for-tcp", "[FE80::1]:80", "tcp/[fe80::1]:80"),
        ("an IPv6 address that ends in an IPv4 one", "for-tcp", "[::ffff:10.0.0.1]:80", "tcp/[::ffff:10.0.0.1]:80"),
        ("the last addresses there are", "for-tcp", "[1:2:3:4:5:6:7::]:65535", "tcp/[1:2:3:4:5:6:7::]:65535"),
        ("a URL", "for-http", "http://db/healthz", "http/http://db/healthz"),
        ("capitals", "for-http", "HTTPS://Example.COM:0443/A?b=C%2f", "http/https://example.com:443/A?b=C%2f"),
        ("a URL without path", "for-http", "https://example.com?q", "http/https://example.com?q"),
        ("a URL of an IPv6 address", "for-http", "http://[::1]:8080/", "http/http://[::1]:8080/"),
        ("a URL with a comma", "for-http", "\"http://a/b?c=1,2\"", "http/\"http://a/b?c=1,2\""),
        ("a host name", "for-dns", "Example.com.", "dns/example.com."),
        ("a path", "for-file", "/var/run/app/ready", "file//var/run/app/ready"),
        ("a path with a blank", "for-file", "\"/srv/my file, #1\"", "file//srv/my file, #1"),
    ])
    func readsTargets(name: String, annotation: String, value: String, text: String) {
        let reading = Reading.of(annotation, value)
        #expect(reading.errors == [] && reading.warnings == [])
        // Where the text needs quotes, they stand round the whole word.
        let wanted = text.hasPrefix("http/\"") || text.contains(" #") ? Self.quoted(text) : text
        #expect(reading.texts == [wanted])
    }

    private static func quoted(_ text: String) -> String { "\"\(text.filter { $0 != "\"" })\"" }

    @Test(arguments: [
        ("deployment/web", "deployment/shop/web"), ("deploy/web", "deployment/shop/web"),
        ("Deployments/infra/web", "deployment/infra/web"), ("deployments.apps/web", "deployment/shop/web"),
        ("deployment.v1.apps/web", "deployment/shop/web"), ("sts/infra:db", "statefulset/infra/db"),
        ("ds/a", "daemonset/shop/a"), ("po/a", "pod/shop/a"), ("pods.v1/a", "pod/shop/a"), ("svc/a", "service/shop/a"),
        ("services.v1./a", "service/shop/a"), ("svc/a.b.svc:80", "service/b/a port=80"), ("cj/a", "cronjob/shop/a"),
        ("jobs.v1.batch/a", "job/shop/a"), ("job/(app=a)", "job/shop/(app=a)"), ("pvc/a", "pvc/shop/a"),
        ("persistentvolumeclaims/a", "pvc/shop/a"), ("cm/a", "configmap/shop/a"), ("secrets/a", "secret/shop/a"),
        ("no/a", "node/a"), ("nodes/a", "node/a"), ("crd/a.b", "crd/a.b"), ("crds/a.b", "crd/a.b"),
        ("customresourcedefinition.apiextensions.k8s.io/a.b", "crd/a.b"), ("tcp/a:1", "tcp/a:1"),
        ("http/http://a/b", "http/http://a/b"), ("dns/a", "dns/a"), ("file//a/b", "file//a/b"),
        ("Certificate.cert-manager.io/web condition=Ready", "certificate.cert-manager.io/shop/web condition=Ready"),
        ("certificates.v1.cert-manager.io/infra/web exists", "certificates.v1.cert-manager.io/infra/web exists"),
        ("certificate/web", "certificate/shop/web"), ("endpoints/a", "endpoints/shop/a"),
        ("service.serving.knative.dev/a", "service.serving.knative.dev/shop/a"),
        ("event.argoproj.io/a", "event.argoproj.io/shop/a"), ("node.example.com/a", "node.example.com/shop/a"),
    ])
    func readsTypesAsKubectlDoes(value: String, text: String) {
        let reading = Reading.of("for", value)
        #expect(reading.errors == [] && reading.warnings == [])
        #expect(reading.texts == [text])
    }

    @Test func listsOfOneKindAreMergedInTheOrderOfTheirKeys() {
        let reading = Reading.of([
            "for-service.b": "c", "for.z": "job/last", "for-service": "a", "for": "cert/x, service/late",
            "for-service.a-1_X.y": "b, a", "for-node": "n",
        ])
        #expect(reading.errors == [])
        #expect(
            reading.texts == [
                "service/shop/a", "service/shop/b", "service/shop/c", "node/n", "cert/shop/x", "service/shop/late",
                "job/shop/last",
            ])
        #expect(reading.warnings.map(\.annotation) == ["wait.k8s/for-service.a-1_X.y"])
    }

    @Test func theOrderOfTheMapDoesNotMatter() {
        let annotations = [("wait.k8s/for-job.b", "x"), ("wait.k8s/for-job.a", "y"), ("wait.k8s/for-job", "z")]
        for shuffled in [annotations, annotations.reversed()] {
            let reading = PodAnnotations(shuffled, namespace: "shop", restartPolicy: nil)
            #expect(reading.texts == ["job/shop/z", "job/shop/y", "job/shop/x"])
        }
    }

    @Test func containersAreForArgumentsOnly() throws {
        let question = try WaitQuestion(arguments: ["for", "container/sidecar timeout=5m"])
        #expect(question.dependencies.map(\.target) == [.name("sidecar")] && question.dependencies[0].namespace == "")
        #expect(question.arguments[1] == "container/sidecar timeout=5m")
    }
}
