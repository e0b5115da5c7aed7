/// The built-in resources, as discovery of a 1.36 API server shows them (`discovery-core.http`, `discovery-apps.http`), and
/// the groups of `discovery-apis.http` that the project or kubectl uses.
enum BuiltInResources {
    /// All of them, in the order of discovery.
    static let all: [ResourceDefinition] = groups.flatMap { group in
        group.table.split(separator: "\n").map { line in
            definition(group.name, group.version, line.split(separator: " ").map(String.init))
        }
    }

    /// One row a resource: plural, singular, kind, `ns` or `cluster`, then `short=`, `in=` (categories), `hash=`, `verbs=` and
    /// `sub=` with the subresources.
    private static let groups: [(name: String, version: String, table: String)] = [
        (
            "", "v1",
            """
            bindings binding Binding ns verbs=create
            componentstatuses componentstatus ComponentStatus cluster short=cs verbs=get,list
            configmaps configmap ConfigMap ns short=cm hash=qFsyl6wFWjQ=
            endpoints endpoints Endpoints ns short=ep hash=fWeeMqaN/OA=
            events event Event ns short=ev hash=r2yiGXH7wu8=
            limitranges limitrange LimitRange ns short=limits hash=EBKMFVe6cwo=
            namespaces namespace Namespace cluster short=ns hash=Q3oi5N2YM8M= verbs=create,delete,get,list,patch,update,watch sub=finalize,status
            nodes node Node cluster short=no hash=XwShjMxG9Fs= sub=proxy,status
            persistentvolumeclaims persistentvolumeclaim PersistentVolumeClaim ns short=pvc hash=QWTyNDq0dC4= sub=status
            persistentvolumes persistentvolume PersistentVolume cluster short=pv hash=HN/zwEC+JgM= sub=status
            pods pod Pod ns short=po in=all hash=xPOwRZ+Yhw8= sub=attach,binding,ephemeralcontainers,eviction,exec,log,portforward,proxy,resize,status
            podtemplates podtemplate PodTemplate ns hash=LIXB2x4IFpk=
            replicationcontrollers replicationcontroller ReplicationController ns short=rc in=all hash=Jond2If31h0= sub=scale,status
            resourcequotas resourcequota ResourceQuota ns short=quota hash=8uhSgffRX6w= sub=status
            secrets secret Secret ns hash=S6u1pOWzb84=
            serviceaccounts serviceaccount ServiceAccount ns short=sa hash=pbx9ZvyFpBE= sub=token
            services service Service ns short=svc in=all hash=0/CO1lhkEBI= sub=proxy,status
            """
        ),
        (
            "apiregistration.k8s.io", "v1",
            "apiservices apiservice APIService cluster in=api-extensions hash=InPBPD7+PqM= sub=status"
        ),
        (
            "apps", "v1",
            """
            controllerrevisions controllerrevision ControllerRevision ns hash=85nkx63pcBU=
            daemonsets daemonset DaemonSet ns short=ds in=all hash=dd7pWHUlMKQ= sub=status
            deployments deployment Deployment ns short=deploy in=all hash=8aSe+NMegvE= sub=scale,status
            replicasets replicaset ReplicaSet ns short=rs in=all hash=P1RzHs8/mWQ= sub=scale,status
            statefulsets statefulset StatefulSet ns short=sts in=all hash=H+vl74LkKdo= sub=scale,status
            """
        ),
        ("events.k8s.io", "v1", "events event Event ns short=ev hash=r2yiGXH7wu8="),
        (
            "authentication.k8s.io", "v1",
            """
            selfsubjectreviews selfsubjectreview SelfSubjectReview cluster verbs=create
            tokenreviews tokenreview TokenReview cluster verbs=create
            """
        ),
        (
            "authorization.k8s.io", "v1",
            """
            localsubjectaccessreviews localsubjectaccessreview LocalSubjectAccessReview ns verbs=create
            selfsubjectaccessreviews selfsubjectaccessreview SelfSubjectAccessReview cluster verbs=create
            selfsubjectrulesreviews selfsubjectrulesreview SelfSubjectRulesReview cluster verbs=create
            subjectaccessreviews subjectaccessreview SubjectAccessReview cluster verbs=create
            """
        ),
        (
            "autoscaling", "v2",
            "horizontalpodautoscalers horizontalpodautoscaler HorizontalPodAutoscaler ns short=hpa in=all hash=qwQve8ut294= sub=status"
        ),
        (
            "autoscaling", "v1",
            "horizontalpodautoscalers horizontalpodautoscaler HorizontalPodAutoscaler ns short=hpa in=all hash=qwQve8ut294= sub=status"
        ),
        (
            "batch", "v1",
            """
            cronjobs cronjob CronJob ns short=cj in=all hash=sd5LIXh4Fjs= sub=status
            jobs job Job ns in=all hash=mudhfqk/qZY= sub=status
            """
        ),
        (
            "certificates.k8s.io", "v1",
            "certificatesigningrequests certificatesigningrequest CertificateSigningRequest cluster short=csr hash=95fRKMXA+00= sub=approval,status"
        ),
        (
            "networking.k8s.io", "v1",
            """
            ingressclasses ingressclass IngressClass cluster hash=l/iqIbDgFyQ=
            ingresses ingress Ingress ns short=ing hash=39NQlfNR+bo= sub=status
            networkpolicies networkpolicy NetworkPolicy ns short=netpol hash=YpfwF18m1G8=
            """
        ),
        (
            "policy", "v1",
            "poddisruptionbudgets poddisruptionbudget PodDisruptionBudget ns short=pdb hash=EVWiDmWqyJw= sub=status"
        ),
        (
            "rbac.authorization.k8s.io", "v1",
            """
            clusterrolebindings clusterrolebinding ClusterRoleBinding cluster hash=48tpQ8gZHFc=
            clusterroles clusterrole ClusterRole cluster hash=bYE5ZWDrJ44=
            rolebindings rolebinding RoleBinding ns hash=eGsCzGH6b1g=
            roles role Role ns hash=7FuwZcIIItM=
            """
        ),
        (
            "storage.k8s.io", "v1",
            "storageclasses storageclass StorageClass cluster short=sc hash=K+m6uJwbjGY="
        ),
        (
            "admissionregistration.k8s.io", "v1",
            """
            mutatingwebhookconfigurations mutatingwebhookconfiguration MutatingWebhookConfiguration cluster in=api-extensions hash=Lqi+vSn9sH8=
            validatingadmissionpolicies validatingadmissionpolicy ValidatingAdmissionPolicy cluster in=api-extensions hash=sWVCgWHf2lU= sub=status
            validatingadmissionpolicybindings validatingadmissionpolicybinding ValidatingAdmissionPolicyBinding cluster in=api-extensions hash=qLvQvTeBVHo=
            validatingwebhookconfigurations validatingwebhookconfiguration ValidatingWebhookConfiguration cluster in=api-extensions hash=B0wHjQmsGNk=
            """
        ),
        (
            "apiextensions.k8s.io", "v1",
            "customresourcedefinitions customresourcedefinition CustomResourceDefinition cluster short=crd,crds in=api-extensions hash=jfWCUB31mvA= sub=status"
        ),
        ("scheduling.k8s.io", "v1", "priorityclasses priorityclass PriorityClass cluster short=pc hash=1QwjyaZjj3Y="),
        ("coordination.k8s.io", "v1", "leases lease Lease ns hash=/sY7hl8ol1U="),
        ("node.k8s.io", "v1", "runtimeclasses runtimeclass RuntimeClass cluster hash=WQTu1GL3T2Q="),
        ("discovery.k8s.io", "v1", "endpointslices endpointslice EndpointSlice ns hash=Nx3SIv6I0mE="),
        ("resource.k8s.io", "v1", "deviceclasses deviceclass DeviceClass cluster hash=XNxCV3RAa8k="),
        (
            "flowcontrol.apiserver.k8s.io", "v1",
            "flowschemas flowschema FlowSchema cluster hash=GJVAJZSZBIw= sub=status"
        ),
    ]

    /// The kind, group and verbs of subresources that are not the resource's own, by `resource/name` or by name.
    private static let foreignSubresources: [String: (kind: String, groupVersion: String?, verbs: [String])] = [
        "nodes/proxy": ("NodeProxyOptions", nil, ["create", "delete", "get", "patch", "update"]),
        "services/proxy": ("ServiceProxyOptions", nil, ["create", "delete", "get", "patch", "update"]),
        "pods/proxy": ("PodProxyOptions", nil, ["create", "delete", "get", "patch", "update"]),
        "pods/attach": ("PodAttachOptions", nil, ["create", "get"]),
        "pods/exec": ("PodExecOptions", nil, ["create", "get"]),
        "pods/portforward": ("PodPortForwardOptions", nil, ["create", "get"]),
        "pods/log": ("Pod", nil, ["get"]),
        "pods/binding": ("Binding", nil, ["create"]),
        "pods/eviction": ("Eviction", "policy/v1", ["create"]),
        "namespaces/finalize": ("Namespace", nil, ["update"]),
        "serviceaccounts/token": ("TokenRequest", "authentication.k8s.io/v1", ["create"]),
        "scale": ("Scale", "autoscaling/v1", ["get", "patch", "update"]),
    ]

    private static func definition(_ group: String, _ version: String, _ row: [String]) -> ResourceDefinition {
        var definition = ResourceDefinition(
            group: group, version: version, plural: row[0], singular: row[1], kind: row[2], isNamespaced: row[3] == "ns"
        )
        for field in row.dropFirst(4) {
            guard let equals = field.firstIndex(of: "=") else { continue }
            let text = String(field[field.index(after: equals)...])
            let list = text.split(separator: ",").map(String.init)
            switch field[..<equals] {
            case "short": definition.shortNames = list
            case "in": definition.categories = list
            case "hash": definition.storageHash = text
            case "verbs": definition.verbs = list
            case "sub": definition.subresources = list.map { subresource($0, of: definition) }
            default: break
            }
        }
        return definition
    }

    private static func subresource(_ name: String, of owner: ResourceDefinition) -> ResourceDefinition.Subresource {
        let foreign = foreignSubresources["\(owner.plural)/\(name)"] ?? foreignSubresources[name]
        return ResourceDefinition.Subresource(
            name: name, kind: foreign?.kind ?? owner.kind, groupVersion: foreign?.groupVersion,
            verbs: foreign?.verbs ?? ["get", "patch", "update"])
    }
}
