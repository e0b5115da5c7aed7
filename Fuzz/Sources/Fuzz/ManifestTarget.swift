import Admission
import Dependencies
import JSONText
import Linting
import ManifestInjection
import ManifestYAML
import Manifests

/// A text of manifests, as `kubectl wait-for` is given it. Of several documents the first is also taken for what a cluster
/// has, with the others as manifests.
enum ManifestTarget: FuzzTarget {
    static let name = "manifests"

    static func run(_ input: [UInt8]) {
        let documents: [ManifestNode]
        do throws(ManifestError) {
            documents = try JSONManifest.isLikely(input) ? JSONManifest.read(input) : YAMLManifest.read(input)
        } catch {
            expect(error.offset.map { 0...input.count ~= $0 } ?? true, "a mistake at \(error.offset ?? -1)")
            expect(!error.message.isEmpty, "no sentence")
            return
        }
        for document in documents { check(document, depth: 0, input) }
        for document in documents {
            let json = document.json
            guard let again = try? JSONManifest.read(json) else { return expect(!isObject(document), "no JSON") }
            expect(again.count == 1 && again[0].isEqual(to: document), "written as JSON it is another value")
        }
        checkInjection(documents, input)
        checkFindings(documents, input)
    }

    private static func isObject(_ node: ManifestNode) -> Bool {
        if case .mapping = node.content { true } else { false }
    }

    /// Everything stands inside the text, and nothing deeper than it may.
    private static func check(_ node: ManifestNode, depth: Int, _ input: [UInt8]) {
        expect(depth <= JSONReader.maximumDepth, "it nests \(depth) levels deep")
        expect(node.origin.map { $0.upperBound <= input.count } ?? true, "a value beyond the text")
        for member in node.members {
            expect(member.keyOrigin.map { $0.upperBound <= input.count } ?? true, "a key beyond the text")
            check(member.value, depth: depth + 1, input)
        }
        for element in node.elements { check(element, depth: depth + 1, input) }
    }

    // MARK: inject

    private static func inject(_ documents: [ManifestNode], _ input: [UInt8]) -> [UInt8]? {
        let settings = AdmissionSettings(
            version: "1", image: "k8s-wait:1", statusURL: "https://k8s-wait", defaults: PodDefaults())
        let injector = Injector(settings, namespace: "shop")
        guard let injection = try? ManifestInjection(documents, in: input, by: injector), !injection.isRefused else {
            return nil
        }
        return try? injection.text(from: input) { (text) throws(ManifestError) in
            try JSONManifest.isLikely(text) ? JSONManifest.read(text) : YAMLManifest.read(text)
        }
    }

    private static func checkInjection(_ documents: [ManifestNode], _ input: [UInt8]) {
        guard let once = inject(documents, input), once != input else { return }
        let read = try? JSONManifest.isLikely(once) ? JSONManifest.read(once) : YAMLManifest.read(once)
        guard let read else { return expect(false, "what comes out cannot be read") }
        guard let twice = inject(read, once) else { return expect(false, "what comes out is refused") }
        expect(twice == once, "injected twice it is another text")
    }

    // MARK: lint and suggest

    private static func checkFindings(_ documents: [ManifestNode], _ input: [UInt8]) {
        let lines = LineTable(input)
        let all = LintSource(name: "f", text: input, documents: documents, lines: lines)
        check(Linter.findings(in: [all], namespace: "shop"), in: input)
        let suggestions = Suggester.suggestions(in: [all], namespace: "shop")
        expect(isJSON(SuggestionReport(suggestions).json), "suggestions that are no JSON")

        let own = LintSource(name: "f", text: input, documents: Array(documents.dropFirst()), lines: lines)
        var cluster = ClusterSnapshot()
        var rounds = 0
        while true {
            let open = Linter.questions(in: [own], namespace: "shop", cluster: cluster)
            guard !open.isEmpty else { break }
            rounds += 1
            expect(rounds < 64, "questions without end")
            for question in open { cluster.take(answer(to: question, documents.first), to: question) }
        }
        check(Linter.findings(in: [own], namespace: "shop", cluster: cluster), in: input)
    }

    private static func answer(to question: ClusterQuestion, _ document: ManifestNode?) -> ClusterAnswer {
        let objects = document.map(ManifestObject.all) ?? []
        return switch question {
        case .objects(let collection, let namespace):
            .objects(
                objects.filter { $0.kind == collection.rawValue && $0.namespace ?? "" == namespace }.map(\.node))
        case .namespace(let name): .objects(objects.filter { $0.kind == "Namespace" && $0.name == name }.map(\.node))
        case .object: .notKnown("It is not asked")
        }
    }

    private static func check(_ findings: [LintFinding], in input: [UInt8]) {
        let lineCount = input.count { $0 == 0x0A } + 1
        for finding in findings {
            expect(finding.file == "f", "a finding in \(finding.file)")
            expect(1...lineCount ~= finding.position.line && finding.position.column >= 1, "\(finding.position)")
            expect(!finding.message.isEmpty, "no sentence")
        }
        let report = LintReport(findings, version: "1")
        expect(isJSON(report.json) && isJSON(report.sarif), "a report that is no JSON")
    }

    private static func isJSON(_ bytes: [UInt8]) -> Bool {
        var reader = JSONReader(bytes.span)
        return (try? reader.skipValue()) != nil
    }
}
