import Dependencies
import Dialects
import JSONPath
import JSONText
import Readiness

/// What people write: the first byte says which grammar the rest is of.
///
/// Whatever is accepted has a canonical text, which means the same; whatever is not is refused in a bounded sentence.
enum GrammarTarget: FuzzTarget {
    static let name = "grammar"

    static func run(_ input: [UInt8]) {
        let rest = input.dropFirst()
        switch input.first {
        case UInt8(ascii: "a"): checkAnnotations(rest)
        case UInt8(ascii: "w"): checkArguments(fields(rest))
        case UInt8(ascii: "c"): checkContainer(Array(rest))
        case UInt8(ascii: "l"): checkJSONList(rest)
        case UInt8(ascii: "s"): checkSelector(text(rest))
        case UInt8(ascii: "j"): checkPath(fields(rest))
        case UInt8(ascii: "t"): checkTemplate(Array(rest))
        case UInt8(ascii: "k"): checkKinds(text(rest))
        case UInt8(ascii: "x"): checkPolicy(text(rest))
        case UInt8(ascii: "g"): checkGrant(text(rest))
        case UInt8(ascii: "z"): checkTime(text(rest))
        default: break
        }
    }

    /// The fields of an input, each ended by ASCII's record separator but the last.
    private static func fields(_ bytes: ArraySlice<UInt8>) -> [String] {
        bytes.split(separator: 0x1E, omittingEmptySubsequences: false).map { text($0) }
    }

    // MARK: Annotations

    /// The next byte is the restartPolicy; then `KEY=VALUE` fields, of which keys without a slash are ours.
    private static func checkAnnotations(_ bytes: ArraySlice<UInt8>) {
        let policy: String? =
            switch bytes.first {
            case UInt8(ascii: "n"): "Never"
            case UInt8(ascii: "f"): "OnFailure"
            case UInt8(ascii: "a"): "Always"
            default: nil
            }
        var annotations: [(key: String, value: String)] = []
        for field in fields(bytes.dropFirst()) {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let key = parts[0].contains("/") ? parts[0] : "wait.k8s/" + parts[0]
            annotations.append((key, parts.count > 1 ? parts[1] : ""))
        }
        let reading = PodAnnotations(annotations, namespace: "shop", restartPolicy: policy)
        for diagnostic in reading.errors + reading.warnings { check(diagnostic) }
        // One for each of 64 items, one for all beyond, eight settings, 16 bad keys.
        expect(reading.errors.count <= 89, "\(reading.errors.count) errors")
        if let question = reading.question { check(question) }
        let asksForSomething = annotations.contains {
            $0.key.utf8.starts(with: "wait.k8s/for".utf8)
        }
        expect(
            !asksForSomething || !reading.inject || reading.question != nil || !reading.errors.isEmpty,
            "a list asks for nothing in silence")

        guard Set(annotations.map(\.key)).count == annotations.count else { return }
        let other = PodAnnotations(annotations.reversed(), namespace: "shop", restartPolicy: policy)
        expect(
            other.question == reading.question && other.errors == reading.errors && other.warnings == reading.warnings
                && other.inject == reading.inject && other.position == reading.position && other.cpu == reading.cpu
                && other.memory == reading.memory && other.image == reading.image,
            "the order of annotations matters")
    }

    private static func check(_ diagnostic: Diagnostic) {
        let text = diagnostic.description
        expect(text.count <= Diagnostic.maximumLength, "a sentence of \(text.count) characters")
        expect(!diagnostic.message.isEmpty, "no sentence")
        expect(!text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }, "a sentence of several lines")
        expect(diagnostic.column >= 1 && diagnostic.item.unicodeScalars.count <= 60, "\(diagnostic)")
    }

    private static func check(_ question: WaitQuestion) {
        expect(question.dependencies.count <= WaitQuestion.maximumDependencies, "too many dependencies")
        expect((try? WaitQuestion(arguments: question.arguments)) == question, "\(question.arguments) asks otherwise")
        for dependency in question.dependencies { check(dependency) }
    }

    private static func check(_ dependency: Dependency) {
        let canonical = dependency.description
        expect(!canonical.utf8.contains { $0 < 0x20 }, "\(canonical) is no line")
        let again = try? Dependency(canonical: canonical)
        expect(again == dependency && again?.description == canonical, "\(canonical) means something else")
        guard dependency.kind != .container else { return }
        let reading = PodAnnotations([("wait.k8s/for", canonical)], namespace: "other", restartPolicy: nil)
        expect(
            reading.question?.dependencies == [dependency] && reading.errors.isEmpty,
            "\(canonical) is another item of a list: \(reading.errors)")
    }

    // MARK: Arguments

    private static func checkArguments(_ words: [String]) {
        do throws(Diagnostic) {
            check(try WaitQuestion(arguments: words))
        } catch {
            check(error)
        }
        for word in words {
            if let dependency = try? Dependency(canonical: word) { check(dependency) }
        }
    }

    /// One element of a pod's `initContainers`, in any dialect.
    private static func checkContainer(_ json: [UInt8]) {
        var reader = JSONReader(json.span)
        guard let manifest = try? ContainerManifest(reading: &reader) else { return }
        do throws(Diagnostic) {
            let invocation = try manifest.invocation { path in
                ["metadata.name": "web-0", "metadata.namespace": "shop"][path]
            }
            let read = try Dialects.read(invocation, podNamespace: "shop", restartPolicy: nil)
            expect(read.notes.allSatisfy { !$0.isEmpty }, "an empty note")
            guard !read.question.dependencies.isEmpty else {
                return expect(read.entrypoint != nil, "nothing to wait for and nothing to do")
            }
            check(read.question)
        } catch {
            check(error)
        }
    }

    /// The next byte is the kind.
    private static func checkJSONList(_ bytes: ArraySlice<UInt8>) {
        guard let first = bytes.first else { return }
        let kind = DependencyKind.allCases[Int(first) % DependencyKind.allCases.count]
        do throws(Diagnostic) {
            let list = text(bytes.dropFirst())
            for dependency in try DependencyJSON.read(list, of: kind, namespace: "shop", variable: "X") {
                check(dependency)
            }
        } catch {
            check(error)
        }
    }

    // MARK: Parts

    private static func checkSelector(_ text: String) {
        do throws(Diagnostic) {
            let selector = try LabelSelector(text: text)
            let again = try LabelSelector(text: selector.description)
            expect(again == selector && again.description == selector.description, "\(selector) selects others")
        } catch {
            check(error)
        }
    }

    /// A path, and a text to look into, and a value.
    private static func checkPath(_ fields: [String]) {
        expect(JSONPath.length(ofExpressionIn: fields[0]) <= fields[0].utf8.count, "an expression longer than its text")
        guard let path = try? JSONPath(parsing: fields[0]) else { return }
        expect((try? JSONPath(parsing: path.description)) == path, "\(path) is another path")
        guard fields.count > 1 else { return }
        let json = Array(fields[1].utf8)
        let value = fields.count > 2 ? fields[2] : nil
        let finding = try? path.evaluate(json.span, against: value)
        expect((finding == nil) == (JSONOracle.read(json) == nil), "\(path) in \(fields[1])")
        expect(finding == (try? path.evaluate(json.span, against: value)), "\(path) finds something else")
    }

    private static func checkTemplate(_ text: [UInt8]) {
        guard let template = try? ConfigTemplate(parsing: text) else { return }
        let rendered = try? template.rendered(ConfigTemplate.Values(address: "10.0.0.1", hostName: "web-0"))
        expect(rendered != nil, "a small template cannot be rendered")
        if !text.contains(UInt8(ascii: "{")) { expect(rendered == text, "plain text changes") }
    }

    private static func checkKinds(_ text: String) {
        let kinds = AllowedKinds(text)
        expect(AllowedKinds(kinds.description).description == kinds.description, "\(kinds) allows others")
    }

    private static func checkPolicy(_ text: String) {
        let policy = CrossNamespacePolicy(text)
        expect((policy == nil) == (CrossNamespacePolicy.problem(with: text) != nil), "\(text) has no problem")
        guard let policy else { return }
        expect(CrossNamespacePolicy(policy.description) == policy, "\(text) becomes \(policy)")
        for dependency in RuleBook.dependencies where policy.refusal(of: dependency, from: dependency.namespace) != nil
        {
            expect(dependency.namespace.isEmpty, "\(dependency) is refused to its own namespace")
        }
    }

    /// Nobody is let in who is not written there as one item.
    private static func checkGrant(_ text: String) {
        let grant = NamespaceGrant(text)
        expect(!grant.admits(""), "\(text) lets in the empty name")
        let blanks: Set<Unicode.Scalar> = [" ", "\t", "\r", "\n"]
        var items: Set<String> = []
        for part in text.unicodeScalars.split(separator: ",", omittingEmptySubsequences: false) {
            var item = part.drop { blanks.contains($0) }
            while let last = item.last, blanks.contains(last) { item.removeLast() }
            items.insert(String(Substring.UnicodeScalarView(item)))
        }
        for name in items.union(["shop"]) where grant.admits(name) {
            expect(items.contains(name) || items.contains("*"), "\(text) lets \(name) in")
            expect(!items.contains(""), "\(text) grants, and has an empty item")
        }
    }

    private static func checkTime(_ text: String) {
        guard let time = Timestamp(rfc3339: text) else { return }
        expect(Timestamp(rfc3339: time.description)?.seconds == time.seconds, "\(text) is \(time)")
        expect(time.adding(seconds: Int.max) >= time && time.adding(seconds: Int.min) <= time, "\(time) runs over")
    }
}
