import JSONText

/// The question of a waiting pod: who it is, which of its containers asks, and the Jobs that it has already seen complete.
///
/// It says nothing about what is waited for: the server reads that from the pod itself. `POST /v1/wait` carries it as a
/// JSON object, `GET /v1/status` as a query.
package struct WaitRequest: Hashable, Sendable {
    /// The path that streams the answer.
    package static let waitPath = "/v1/wait"
    /// The path that answers once.
    package static let statusPath = "/v1/status"
    /// The media type of a question.
    package static let contentType = "application/json"
    /// The media type of an answer: one JSON object a line.
    package static let answerContentType = "application/jsonlines"
    /// The most bytes that a question's body may have.
    package static let longestBody = 32 * 1024
    /// The longest name of a container, in bytes (RFC 1123 label).
    package static let longestContainer = 63
    /// The most Jobs that a question may name: as many as a pod may have dependencies.
    package static let mostCompletedJobs = 64
    /// The longest namespace, in bytes (RFC 1123 label).
    package static let longestNamespace = 63
    /// The longest pod name, in bytes (RFC 1123 subdomain).
    package static let longestName = 253
    /// The longest UID, in bytes. Kubernetes writes 36.
    package static let longestUID = 64
    /// The longest mark of a completed Job, in bytes: its namespace, name and UID with slashes between.
    package static let longestCompletedJob = longestNamespace + longestName + longestUID + 2

    /// The pod's namespace.
    package var namespace: String
    /// The pod's name.
    package var pod: String
    /// The pod's UID.
    package var uid: String
    /// The name of the container that asks; nil for the one named `k8s-wait`, or the only one of our image.
    package var container: String?
    /// The Jobs that this client has seen complete, as verdict lines told of them: `shop/migrate/UID`.
    /// A UID alone is understood too, where only one dependency is a Job.
    package var completedJobs: [String]

    /// A question by parts that are known to be right: unlike those that are read, they are not checked.
    package init(
        namespace: String, pod: String, uid: String, container: String? = nil, completedJobs: [String] = []
    ) {
        self.namespace = namespace
        self.pod = pod
        self.uid = uid
        self.container = container
        self.completedJobs = completedJobs
    }

    /// Reads the body of `POST /v1/wait`. Keys that this release does not know are passed over.
    ///
    /// - Throws: `invalidJSON`, `missingField`, `tooLong`, `tooMany`.
    package init(json: Span<UInt8>) throws(StatusAPIError) {
        self.init(namespace: "", pod: "", uid: "")
        do {
            var reader = JSONReader(json)
            try reader.beginObject()
            while let key = try reader.nextKey() {
                if try readIdentity(key, from: &reader) { continue }
                switch key {
                case "completedJobs": completedJobs = try reader.readStrings()
                default: break
                }
            }
            try reader.end()
        } catch {
            throw StatusAPIError(error)
        }
        try check()
    }

    /// The body of `POST /v1/wait`.
    package var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writeIdentity(to: &writer)
        writer.member("completedJobs", completedJobs)
        writer.endObject()
        return writer.bytes
    }

    /// Reads the value of `key` if it is one of those that say who asks; false, with nothing read, when it is not.
    mutating func readIdentity(_ key: JSONString, from reader: inout JSONReader) throws(JSONError) -> Bool {
        switch key {
        case "namespace": namespace = try reader.readString()
        case "pod": pod = try reader.readString()
        case "uid": uid = try reader.readString()
        case "container": container = try reader.readString()
        default: return false
        }
        return true
    }

    /// Writes the members that say who asks.
    func writeIdentity(to writer: inout JSONWriter) {
        writer.member("namespace", namespace)
        writer.member("pod", pod)
        writer.member("uid", uid)
        if let container { writer.member("container", container) }
    }

    /// Holds every field to its bounds, so that what a peer sends cannot grow what the server keeps.
    func check() throws(StatusAPIError) {
        try WaitRequest.check(namespace, "namespace", longest: WaitRequest.longestNamespace)
        try WaitRequest.check(pod, "pod", longest: WaitRequest.longestName)
        try WaitRequest.check(uid, "uid", longest: WaitRequest.longestUID)
        if let container {
            try WaitRequest.check(container, "container", longest: WaitRequest.longestContainer)
        }
        guard completedJobs.count <= WaitRequest.mostCompletedJobs else {
            throw StatusAPIError(
                .tooMany,
                "completedJobs names \(completedJobs.count) Jobs; send at most \(WaitRequest.mostCompletedJobs)")
        }
        for job in completedJobs {
            try WaitRequest.check(job, "completedJobs", longest: WaitRequest.longestCompletedJob)
        }
    }

    private static func check(_ value: String, _ field: String, longest: Int) throws(StatusAPIError) {
        guard !value.isEmpty else {
            throw StatusAPIError(.missingField, "the question has no \(field); send namespace, pod and uid")
        }
        guard value.utf8.count <= longest else {
            throw StatusAPIError(
                .tooLong, "the question's \(field) has \(value.utf8.count) bytes; send at most \(longest)")
        }
    }
}
