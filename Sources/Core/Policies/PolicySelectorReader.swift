import Dependencies
import Encodings
import JSONText

/// Reads a policy's `spec.selector`: labels in the form of Kubernetes' LabelSelector, the owner, and namespaces.
struct PolicySelectorReader {
    /// What is wrong.
    private(set) var fields = FieldReader()
    /// What is selected.
    private(set) var selector = PolicySelector()

    /// The kinds whose misspellings are noticed. Any other kind may own pods too.
    private static let ownerKinds = [
        "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob", "ReplicationController", "Rollout",
    ]
    private static let members =
        LabelSelectorObjectReader.members + ["ownerKind", "ownerName", "namespaces", "namespaceSelector"]
    /// The most namespaces of one policy.
    private static let mostNamespaces = 64

    private let kind: PolicyKind

    /// A reader for a policy of that kind.
    init(_ kind: PolicyKind) {
        self.kind = kind
    }

    /// Reads the object that is the next value.
    mutating func read(_ reader: inout JSONReader) throws(JSONError) {
        var labels = LabelSelectorObjectReader("spec.selector")
        try reader.beginObject()
        while let key = try reader.nextKey() {
            let name = key.decoded
            let field = "spec.selector.\(Excerpt.of(name, limit: 40))"
            guard try !labels.read(name, &reader) else { continue }
            switch name {
            case "ownerKind":
                if let text = try fields.string(&reader, field) { selector.ownerKind = ownerKind(text, field) }
            case "ownerName":
                if let text = try fields.string(&reader, field) { selector.ownerName = ownerName(text, field) }
            case "namespaces" where kind == .cluster: try readNamespaces(&reader, field)
            case "namespaceSelector" where kind == .cluster: try readNamespaceLabels(&reader, field)
            case "namespaces", "namespaceSelector":
                fields.note(field, "A WaitPolicy is for pods of its own namespace; make this a ClusterWaitPolicy.")
            default:
                fields.note(field, "A selector has no such field; \(Spelling.advice(for: name, among: Self.members))")
            }
        }
        selector.labels = labels.selector
        fields.take(labels.fields)
    }

    /// Kinds are written like `Deployment`, by every author (Kubernetes: API conventions, "Types (Kinds)").
    private mutating func ownerKind(_ kind: String, _ field: String) -> String? {
        if Self.ownerKinds.contains(kind) { return kind }
        if let near = Spelling.nearest(to: kind, among: Self.ownerKinds) {
            fields.note(field, "\(Excerpt.quoted(kind)) is not known here; did you mean \(near)?")
            return nil
        }
        let isWord = kind.utf8.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
        }
        guard isWord, kind.utf8.count <= 63, let first = kind.utf8.first, UInt8(ascii: "A")...UInt8(ascii: "Z") ~= first
        else {
            fields.note(field, "\(Excerpt.quoted(kind)) is not a kind; write it as ownerReferences do, as Deployment.")
            return nil
        }
        return kind
    }

    private mutating func ownerName(_ name: String, _ field: String) -> String? {
        if NameRule.subdomain.accepts(Array(name.utf8)[...]) { return name }
        fields.note(field, "\(Excerpt.quoted(name)) is not the name of a workload.")
        return nil
    }

    private mutating func readNamespaces(_ reader: inout JSONReader, _ field: String) throws(JSONError) {
        guard try fields.begins(.array, &reader, field, "a list of names") else { return }
        try reader.beginArray()
        var number = 0
        while try reader.nextElement() {
            let place = "\(field)[\(number)]"
            number += 1
            guard let name = try fields.string(&reader, place), number <= Self.mostNamespaces else { continue }
            guard NamespaceName.isValid(name) else {
                fields.note(place, "\(Excerpt.quoted(name)) is not the name of a namespace.")
                continue
            }
            if !selector.namespaces.contains(name) { selector.namespaces.append(name) }
        }
        if number > Self.mostNamespaces {
            fields.note(field, "It lists \(number) namespaces; \(Self.mostNamespaces) is the most.")
        }
        // It would select all where somebody meant none.
        if number == 0 { fields.note(field, "It lists no namespace; leave it out to select all.") }
    }

    private mutating func readNamespaceLabels(_ reader: inout JSONReader, _ field: String) throws(JSONError) {
        guard try fields.begins(.object, &reader, field, "an object") else { return }
        var labels = LabelSelectorObjectReader(field)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            let name = key.decoded
            guard try !labels.read(name, &reader) else { continue }
            let advice = Spelling.advice(for: name, among: LabelSelectorObjectReader.members)
            fields.note("\(field).\(Excerpt.of(name, limit: 40))", "A selector of labels has no such field; \(advice)")
        }
        selector.namespaceLabels = labels.selector
        fields.take(labels.fields)
    }
}
