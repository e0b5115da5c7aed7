import Dependencies
import JSONText
import Readiness
import StatusServer

/// Readiness: objects as the API server could send them, one or a list of some, read as what is kept of every kind, and
/// judged by every rule.
///
/// What is no JSON is no record, names and labels are those of the text, a rule asks to be asked again only later, and
/// nothing that is not there, or is on its way out, is ready.
enum RecordTarget: FuzzTarget {
    static let name = "records"

    private static let forms: [RecordForm] = [
        .gatedPod, .service, .endpointSlice, .job, .pod, .cronJob, .deployment, .statefulSet, .daemonSet, .volumeClaim,
        .definition, .node, .namespace, .configuration, .resource(ResourceRequirement(RuleBook.dependencies)),
    ]

    static func run(_ input: [UInt8]) {
        guard let model = JSONOracle.read(input) else {
            for form in forms {
                expect(read(form, input) == nil, "what is no JSON is a \(form)")
            }
            return
        }
        let objects: [JSONModel] = if case .array(let elements) = model { Array(elements.prefix(4)) } else { [model] }
        var book = RuleBook()
        for object in objects {
            let bytes = objects.count == 1 && model == object ? input : object.json
            for form in forms { check(form, bytes, object) }
            book.add(bytes)
        }
        // Two readers may take different ones of two members of a name; the API server sends no such text.
        guard !model.hasRepeatedKeys else { return }
        let areGone = objects.allSatisfy { object in
            guard let time = object["metadata"]?["deletionTimestamp"] else { return false }
            return time != .null
        }
        for dependency in RuleBook.dependencies {
            let judgement = book.judge(dependency)
            check(judgement, on: dependency)
            expect(book.judge(dependency) == judgement, "\(dependency) is judged otherwise the second time")
            let isAbout = !dependency.options.needsAbsence && !dependency.options.isOptional
            if areGone, isAbout, dependency.kind != .container {
                expect(judgement.verdict.state != .ready, "\(dependency) is ready by what is on its way out")
            }
        }
    }

    private static func read(_ form: RecordForm, _ bytes: [UInt8]) -> (any WatchedRecord)? {
        var reader = JSONReader(bytes.span)
        guard let record = try? form.read(&reader, repository: "registry.example/k8s-wait") else { return nil }
        return (try? reader.end()) == nil ? nil : record
    }

    private static func check(_ form: RecordForm, _ bytes: [UInt8], _ object: JSONModel) {
        guard let record = read(form, bytes), !object.hasRepeatedKeys else { return }
        let metadata = object["metadata"]
        expect(record.name == metadata?["name"]?.string ?? "", "the name of \(form) is \(record.name)")
        // Whatever a Namespace says of itself, it is in none.
        let namespace = record is NamespaceRecord ? "" : metadata?["namespace"]?.string ?? ""
        expect(record.namespace == namespace, "\(form) is in \(record.namespace)")
        if let namespace = record as? NamespaceRecord {
            let value = metadata?["annotations"]?["wait.k8s/allow-from"]
            expect(namespace.grant == NamespaceGrant(value?.string), "\(namespace) by \(value ?? .null)")
        }
        guard case .object(let labels) = metadata?["labels"] else { return }
        let kept = record.selectableLabels
        guard kept != PackedLabels() else { return }
        for label in labels {
            let key = String(decoding: label.key, as: UTF8.self)
            guard let value = kept[key] else { continue }
            expect(value == label.value.string ?? "", "label \(key) is \(value)")
        }
    }

    private static func check(_ judgement: Judgement, on dependency: Dependency) {
        let verdict = judgement.verdict
        expect(!verdict.message.isEmpty, "\(dependency): \(verdict.reason) without a message")
        if let time = judgement.reviewAt {
            expect(time > RuleBook.now, "\(dependency) is to be judged again at \(time), which is not later")
        }
        expect(
            judgement.completedJobs.isEmpty || dependency.kind == .job, "\(dependency) has seen a Job complete")
    }
}
