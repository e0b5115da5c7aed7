import JSONText
import Readiness

/// The text of a record, version 1:
///
/// ```
/// {"version":1,"facts":[
///  {"kind":"ReplicaSet","namespace":"shop","name":"my-api-57b6f7c45f","uid":"…","owner":"Deployment/my-api",
///   "job":"migrate","in":"NAMESPACE UID","jobUID":"…","completed":"2026-11-21T05:41:14Z"}]}
/// ```
///
/// and where they say something `revision`, `home` (the UID of the controller's namespace where that is not the Job's),
/// `match` and `shared`. Facts are sorted, so equal records have equal texts.
extension MemoryRecord {
    /// The version that is written, and the only one that is read.
    static let version = 1
    /// The text of a record without facts.
    static let emptyText = Array(#"{"version":1,"facts":[]}"#.utf8)

    /// The record's text.
    var json: [UInt8] {
        var writer = JSONWriter(capacity: byteCount)
        writer.beginObject()
        writer.member("version", MemoryRecord.version)
        writer.key("facts")
        writer.beginArray()
        for fact in all.sorted(by: { $0.order < $1.order }) { writer.raw(fact.json) }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    /// Reads a record. Throws for another version, and for anything that this version does not write: what is not
    /// understood must not be lost when the record is written again.
    init(json: Span<UInt8>) throws(JSONError) {
        self.init()
        var reader = JSONReader(json)
        var found: Int?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "version":
                let version = try reader.readInteger()
                guard version == MemoryRecord.version else {
                    throw JSONError(.wrongType, at: reader.offset, "a record of version \(version)")
                }
                found = version
            case "facts":
                guard found != nil else { throw JSONError(.wrongType, at: reader.offset, "facts before the version") }
                try reader.beginArray()
                while try reader.nextElement() { insert(try CompletionFact(reading: &reader)) }
            default: throw JSONError(.wrongType, at: reader.offset, "a record with an unknown member")
            }
        }
        try reader.end()
        guard found != nil else { throw JSONError(.wrongType, at: reader.offset, "a record without a version") }
    }
}

extension CompletionFact {
    /// The fact's text.
    var json: [UInt8] {
        var writer = JSONWriter(capacity: 320)
        writer.beginObject()
        func member(_ key: String, _ value: String) {
            guard !value.isEmpty else { return }
            writer.member(key, value)
        }
        member("kind", controller.kind.rawValue)
        member("namespace", controller.namespace)
        member("name", controller.name)
        member("uid", controller.uid)
        member("revision", controller.revision)
        let isOwnOwner = controller.owner.kind == controller.kind.rawValue && controller.owner.name == controller.name
        member("owner", isOwnOwner ? "" : "\(controller.owner.kind)/\(controller.owner.name)")
        member("home", homeUID == job.namespaceUID ? "" : homeUID)
        member("job", job.name)
        member("in", job.namespaceUID)
        member("match", job.match)
        member("jobUID", jobUID)
        member("completed", completedAt?.description ?? "")
        if isShared {
            writer.key("shared")
            writer.boolean(true)
        }
        writer.endObject()
        return writer.bytes
    }

    /// What sorts facts in a record.
    fileprivate var order: (String, String, String, String, String, String) {
        (
            controller.namespace, controller.name, controller.uid, controller.revision, job.name,
            job.namespaceUID + job.match
        )
    }

    /// Reads a fact. Throws for an unknown member and where one that must be there is not.
    fileprivate init(reading reader: inout JSONReader) throws(JSONError) {
        var texts: [String: String] = [:]
        var isShared = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            let name = key.decoded
            if name == "shared" {
                isShared = try reader.readBoolean()
            } else if Self.members.contains(name) {
                texts[name] = try reader.readString()
            } else {
                throw JSONError(.wrongType, at: reader.offset, "a fact with an unknown member")
            }
        }
        guard let kind = texts["kind"].flatMap(PodController.Kind.init), let namespace = texts["namespace"],
            let name = texts["name"], let uid = texts["uid"], let jobName = texts["job"],
            let namespaceUID = texts["in"], let jobUID = texts["jobUID"],
            kind.hasRevisions == (texts["revision"] != nil),
            let owner = Self.owner(texts["owner"] ?? "\(kind.rawValue)/\(name)")
        else { throw JSONError(.wrongType, at: reader.offset, "a fact that lacks a member") }
        var completedAt: Timestamp?
        if let text = texts["completed"] {
            guard let moment = Timestamp(rfc3339: text) else {
                throw JSONError(.wrongType, at: reader.offset, "a fact whose moment is none")
            }
            completedAt = moment
        }
        self.init(
            controller: PodController(
                kind: kind, namespace: namespace, name: name, uid: uid, revision: texts["revision"] ?? "", owner: owner),
            homeUID: texts["home"] ?? namespaceUID,
            job: JobKey(namespaceUID: namespaceUID, name: jobName, match: texts["match"] ?? ""), jobUID: jobUID,
            completedAt: completedAt, isShared: isShared)
    }

    private static let members: Set<String> = [
        "kind", "namespace", "name", "uid", "revision", "owner", "home", "job", "in", "match", "jobUID", "completed",
    ]

    private static func owner(_ text: String) -> PodController.Owner? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts.contains("") else { return nil }
        return PodController.Owner(kind: String(parts[0]), name: String(parts[1]))
    }
}
