import Dependencies

extension DiagnosticTests {
    /// Keys and types.
    static let kinds: [Case] = [
        Case(
            "an id where a kind is meant", "for-db", "a", .unknownAnnotation, item: "",
            "\"wait.k8s/for-db\" is not an annotation of this version; a name of your own follows a kind, as "
                + "wait.k8s/for-service.db; kinds are service, pod, job, cronjob, deployment, statefulset, daemonset, pvc, crd, configmap, secret, node, tcp, http, dns, file."
        ),
        Case(
            "a short name in place of the kind", "for-deploy", "a", .unknownAnnotation, item: "",
            "\"wait.k8s/for-deploy\" is not an annotation of this version; did you mean wait.k8s/for-deployment?"),
        Case(
            "a plural with an id", "for-jobs.db", "a", .unknownAnnotation, item: "",
            "\"wait.k8s/for-jobs.db\" is not an annotation of this version; did you mean wait.k8s/for-job.db?"),
        Case(
            "a kind of kubectl", "for-persistentvolumeclaims", "a", .unknownAnnotation, item: "",
            "\"wait.k8s/for-persistentvolumeclaims\" is not an annotation of this version; did you mean "
                + "wait.k8s/for-pvc?"),
        Case(
            "the kind of any type", "for-resource", "a", .unknownAnnotation, item: "",
            "\"wait.k8s/for-resource\" is not an annotation of this version; did you mean wait.k8s/for?"),
        Case(
            "containers of the pod", "for-container", "a", .unknownAnnotation, item: "",
            "\"wait.k8s/for-container\" is not an annotation of this version; a pod cannot wait for its own "
                + "containers by annotation."),
        Case(
            "a kind without for", "service", "a", .unknownAnnotation, item: "",
            "\"wait.k8s/service\" is not an annotation of this version; did you mean wait.k8s/for-service?"),
        Case(
            "a kind without for, with an id", "deployment.web", "a", .unknownAnnotation, item: "",
            "\"wait.k8s/deployment.web\" is not an annotation of this version; did you mean "
                + "wait.k8s/for-deployment.web?"),
        Case(
            "for misspelled", "fro", "a", .unknownAnnotation, item: "",
            "\"wait.k8s/fro\" is not an annotation of this version; did you mean wait.k8s/for?"),
        Case(
            "no type", "for", "postgres", .unknownKind,
            "\"postgres\" has no type; write TYPE/NAME, for example service/postgres."),
        Case(
            "no type but a namespace", "for", "db:postgres", .unknownKind,
            "\"db:postgres\" has no type; write TYPE/NAME, for example service/db:postgres."),
        Case(
            "a type and a name divided by a blank", "for", "deployment web", .unknownKind,
            "Write deployment/web, with a slash, as one word."),
        Case(
            "a URL", "for", "http://db/healthz", .unknownKind,
            "\"http://db/healthz\" does not begin with a type; list a URL in wait.k8s/for-http."),
        Case(
            "a type misspelled", "for", "deploymnt/web", .unknownKind,
            "\"deploymnt\" is not a type known here; did you mean deployment? Another type of that name is "
                + "written with its group, as deploymnt.example.com."),
        Case(
            "a type misspelled by a swap", "for", "configmpa/web", .unknownKind,
            "\"configmpa\" is not a type known here; did you mean configmap? Another type of that name is "
                + "written with its group, as configmpa.example.com."),
        Case(
            "a type that is none", "for", "my_type/web", .unknownKind, column: 3,
            "\"my_type\" is not a type; write for example job, deployment.apps or certificate.cert-manager.io."),
        Case(
            "no type before the slash", "for", "/web", .unknownKind,
            "\"\" is not a type; write for example job, deployment.apps or certificate.cert-manager.io."),
        Case(
            "the word resource", "for", "resource/web", .unknownKind,
            "\"resource\" is not a type; write for example job, deployment.apps or certificate.cert-manager.io."),
        Case(
            "a container", "for", "container/web", .kindNotAllowed,
            "Containers of the pod itself cannot be waited for by annotation."),
        Case(
            "a version that is not served", "for", "deployment.v1beta1.apps/web", .unknownKind,
            "\"deployment.v1beta1.apps\" is not a version of Deployment that is read here; write "
                + "deployment.v1.apps or deployment."),
        Case(
            "Events", "for", "events/web", .kindNotAllowed,
            "\"events\" is a type that nothing may wait for."),
        Case(
            "Events by their short name", "for", "ev/web", .kindNotAllowed,
            "\"ev\" is a type that nothing may wait for."),
        Case(
            "Events of the newer group", "for", "event.v1.events.k8s.io/web", .kindNotAllowed,
            "\"event.v1.events.k8s.io\" is a type that nothing may wait for."),
        Case(
            "Leases", "for", "lease.coordination.k8s.io/web", .kindNotAllowed,
            "\"lease.coordination.k8s.io\" is a type that nothing may wait for."),
        Case(
            "Leases without a group", "for", "leases/web", .kindNotAllowed,
            "\"leases\" is a type that nothing may wait for."),
        Case(
            "a type and no name", "for", "job/", .invalidName, column: 5,
            "The Job's name is empty."),
        Case(
            "a type and three parts", "for", "certificate.cert-manager.io/a/b/c", .twoSeparators, column: 32,
            "\"a/b/c\" has more than one separator; write NAMESPACE/NAME."),
    ]

    /// Names of objects.
    static let names: [Case] = [
        Case(
            "a URL in a list of Services", "for-service", "http://a:80", .unsupportedForm, column: 5,
            "\"http://a:80\" is a URL; list it in wait.k8s/for-http."),
        Case(
            "a DNS name of a Pod", "for-pod", "web-0.web.db.svc.cluster.local", .invalidName,
            "\"web-0.web.db.svc.cluster.local\" is a DNS name, not that of a Pod; write NAME or NAMESPACE/NAME, "
                + "or list it in wait.k8s/for-service or wait.k8s/for-dns."),
        Case(
            "a DNS name of a StatefulSet", "for-statefulset", "web.db.svc", .invalidName,
            "\"web.db.svc\" is a DNS name, not that of a StatefulSet; write NAME or NAMESPACE/NAME, or list it "
                + "in wait.k8s/for-service or wait.k8s/for-dns."),
        Case(
            "a namespace of a Node", "for-node", "kube-system/worker-1", .unsupportedForm, column: 12,
            "A Node has no namespace; write its name alone."),
        Case(
            "a namespace of a CustomResourceDefinition", "for-crd",
            "a:certificates.cert-manager.io", .unsupportedForm, column: 2,
            "A CustomResourceDefinition has no namespace; write its name alone."),
        Case(
            "a Node's name", "for-node", "Worker_1", .invalidName,
            "\"Worker_1\" is not a valid Node name; did you mean worker-1?"),
        Case(
            "an option and no name", "for-service", "port=6379", .invalidName,
            "The name is missing before the option port; write for example NAME port=6379 or port=NAME."),
        Case(
            "an option without a name before it", "for-deployment", "condition=Available", .invalidName,
            "The name is missing before the option condition; write for example NAME condition=Ready or "
                + "condition=Ready=False."),
    ]
}
