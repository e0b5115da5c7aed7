import Testing

/// A review of a workload's creation or change, written part by part in a test.
struct WorkloadReview {
    /// A kind of workload: its name, its API group, its plural.
    struct Kind: CustomTestStringConvertible, Sendable {
        let name: String
        let group: String
        let plural: String
        /// The keys that lead to the pod template.
        let path: [String]

        var testDescription: String { name }

        static let deployment = Kind(name: "Deployment", group: "apps", plural: "deployments", path: template)
        static let replicaSet = Kind(name: "ReplicaSet", group: "apps", plural: "replicasets", path: template)
        static let job = Kind(name: "Job", group: "batch", plural: "jobs", path: template)
        static let cronJob = Kind(
            name: "CronJob", group: "batch", plural: "cronjobs", path: ["spec", "jobTemplate", "spec", "template"])
        static let all = [
            deployment, Kind(name: "StatefulSet", group: "apps", plural: "statefulsets", path: template),
            Kind(name: "DaemonSet", group: "apps", plural: "daemonsets", path: template), replicaSet, job, cronJob,
        ]
        /// Those whose template can be changed.
        static let changeable = all.filter { $0.name != "Job" }

        private static let template = ["spec", "template"]
    }

    /// The object as it is at one time.
    struct Object {
        /// The workload's own annotations; nil for none at all.
        var own: [(String, String)]? = [("wait.k8s/for-service", "db/postgres")]
        /// The template's annotations; nil for none at all.
        var template: [(String, String)]?
        /// The members of the workload's `metadata` other than annotations, as JSON.
        var metadata = #""name":"web","namespace":"shop""#
        /// The members of the template's `metadata` other than annotations; nil for no metadata.
        var templateMetadata: String? = #""labels":{"app":"web"}"#
        /// The members of the template's `spec`.
        var podSpec = #""containers":[{"name":"app","image":"app:1"}]"#
        /// Further members of the `spec` in which the template stands.
        var spec = ""
        /// Further members of a CronJob's `spec.jobTemplate`.
        var jobTemplate = ""

        func json(_ kind: Kind) -> String {
            var template = #""spec":{\#(podSpec)}"#
            if self.template != nil || templateMetadata != nil {
                let members = [templateMetadata, map(self.template)].compactMap(\.self).filter { !$0.isEmpty }.joined(
                    separator: ",")
                template = #""metadata":{\#(members)},\#(template)"#
            }
            var spec = #""template":{\#(template)}\#(self.spec)"#
            if kind.name == "CronJob" {
                spec = #""schedule":"@daily","jobTemplate":{"spec":{\#(spec)}\#(jobTemplate)}"#
            }
            let metadata = [self.metadata, map(own)].compactMap(\.self).joined(separator: ",")
            return
                #"{"kind":"\#(kind.name)","apiVersion":"\#(kind.group)/v1","metadata":{\#(metadata)},"spec":{\#(spec)}}"#
        }

        private func map(_ annotations: [(String, String)]?) -> String? {
            guard let annotations else { return nil }
            let pairs = annotations.map { "\(text(.string($0.0))):\(text(.string($0.1)))" }
            return #""annotations":{\#(pairs.joined(separator: ","))}"#
        }

        private func text(_ tree: JSONTree) -> String { String(decoding: tree.bytes, as: UTF8.self) }
    }

    var kind = Kind.deployment
    var object = Object()
    /// What it was; nil on creation.
    var old: Object?
    var operation: String?
    var subresource: String?

    /// A review of a creation.
    static func create(_ kind: Kind = .deployment, _ change: (inout Object) -> Void = { _ in }) -> WorkloadReview {
        var review = WorkloadReview(kind: kind)
        change(&review.object)
        return review
    }

    /// A review of a change: of a workload that `before` describes, by what `change` does to it.
    static func update(
        _ kind: Kind = .deployment, from before: (inout Object) -> Void, _ change: (inout Object) -> Void
    ) -> WorkloadReview {
        var review = create(kind, before)
        review.old = review.object
        change(&review.object)
        return review
    }

    var body: [UInt8] {
        Self.body(
            kind, object: object.json(kind), old: old?.json(kind), operation: operation, subresource: subresource)
    }

    /// A review of these objects, written as JSON.
    static func body(
        _ kind: Kind, object: String, old: String?, operation: String? = nil, subresource: String? = nil
    ) -> [UInt8] {
        let sub = subresource.map { #","subResource":"\#($0)""# } ?? ""
        let operation = operation ?? (old == nil ? "CREATE" : "UPDATE")
        return Array(
            (#"{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"u-1","#
                + #""kind":{"group":"\#(kind.group)","version":"v1","kind":"\#(kind.name)"},"#
                + #""resource":{"group":"\#(kind.group)","version":"v1","resource":"\#(kind.plural)"}\#(sub),"#
                + #""name":"web","namespace":"shop","operation":"\#(operation)","object":\#(object),"#
                + #""oldObject":\#(old ?? "null"),"dryRun":false}}"#).utf8)
    }
}
