import Encodings

/// The setting: items divided by commas, such as `service=granted,configmap=deny`, `deny,service=allow`.
///
/// An item is a subject, `=` and one of `allow`, `granted` and `deny`. The first item may be one of these words alone,
/// for everything that no other item names, or `default`. Subjects are the kinds that have an annotation of their own,
/// `PLURAL.GROUP`, `*.GROUP`, `other`, `jsonpath`, `key`, and for objects that belong to no namespace `cluster` and
/// `cluster-jsonpath`.
extension CrossNamespacePolicy {
    /// Reads the setting; nil for one that is not valid, which `problem` explains.
    package init?(_ text: String) {
        let (policy, problem) = Self.read(text)
        guard problem == nil else { return nil }
        self = policy
    }

    /// A setting that says the same.
    package var description: String {
        let items = rules.map { "\(Self.word($0.key))=\($0.value.rawValue)" }.sorted()
        return ([base?.rawValue ?? "default"] + items).joined(separator: ",")
    }

    /// What is wrong with a setting, in one sentence; nil when nothing is.
    package static func problem(with text: String) -> String? { read(text).problem }

    private static func read(_ text: String) -> (policy: CrossNamespacePolicy, problem: String?) {
        var policy = CrossNamespacePolicy()
        let items = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
        for (index, item) in items.enumerated() {
            if let problem = policy.take(item, isFirst: index == 0) { return (policy, problem) }
        }
        return (policy, nil)
    }

    /// Takes one item in, or says what is wrong with it.
    private mutating func take(_ item: String, isFirst: Bool) -> String? {
        let shown = Excerpt.quoted(item, limit: 80)
        guard !item.isEmpty else { return "An item is empty; write SUBJECT=ACCESS, or default." }
        let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else {
            guard item == "default" || Access(rawValue: item) != nil else {
                let words = ["default"] + Access.allCases.map(\.rawValue)
                if let near = Spelling.nearest(to: item, among: words) { return "\(shown): did you mean \(near)?" }
                return "\(shown) is not SUBJECT=ACCESS; a word alone is \(words.joined(separator: ", "))."
            }
            guard isFirst else { return "\(shown) stands for everything that no item names, so it has to come first." }
            base = Access(rawValue: item)
            return nil
        }
        guard let access = Access(rawValue: parts[1]) else {
            return "\(shown): \(Spelling.advice(for: parts[1], among: Access.allCases.map(\.rawValue)))"
        }
        switch Self.subject(parts[0]) {
        case .success(let subject):
            guard rules[subject] == nil else { return "\(shown): something is said of that already; keep one." }
            if [.clusterObjects, .clusterFields].contains(subject), access == .granted {
                return "\(shown): nobody can grant what belongs to no namespace; write allow or deny."
            }
            rules[subject] = access
            return nil
        case .failure(let problem):
            return problem.text
        }
    }

    private struct Problem: Error { let text: String }

    private static func subject(_ word: String) -> Result<Subject, Problem> {
        if let subject = words[word] { return .success(subject) }
        let shown = Excerpt.quoted(word, limit: 60)
        if let type = BuiltInType.named(word) {
            guard type.kind.grammar.family != .clusterObject else {
                return .failure(Problem(text: "\(shown) belongs to no namespace; write cluster=allow or cluster=deny."))
            }
            return .success(.kind(type.kind))
        }
        guard let dot = word.utf8.firstIndex(of: UInt8(ascii: ".")) else {
            if AllowedKinds.core.contains(word) { return .success(.type(word, "")) }
            let valid = words.keys.sorted() + BuiltInType.all.map { $0.kind.rawValue }
            let advice =
                Spelling.nearest(to: word, among: valid).map { "did you mean \($0)?" }
                ?? "a kind of another group is written PLURAL.GROUP."
            return .failure(Problem(text: "\(shown) is nothing that a rule could be about; \(advice)"))
        }
        let plural = String(word[..<dot])
        let group = String(word[word.index(after: dot)...])
        guard NameRule.subdomain.accepts(Array(group.utf8)[...]),
            plural == "*" || NameRule.label.accepts(Array(plural.utf8)[...])
        else { return .failure(Problem(text: "\(shown) is not PLURAL.GROUP or *.GROUP in lower case.")) }
        if plural == "*" { return .success(.group(group)) }
        let known = BuiltInType.all.first { $0.group == group && $0.names.contains(plural) }
        if known?.kind.grammar.family == .clusterObject {
            return .failure(Problem(text: "\(shown) belongs to no namespace; write cluster=allow or cluster=deny."))
        }
        return .success(known.map { .kind($0.kind) } ?? .type(plural, group))
    }

    private static func word(_ subject: Subject) -> String {
        switch subject {
        case .kind(let kind): kind.rawValue
        case .type(let plural, let group): group.isEmpty ? plural : "\(plural).\(group)"
        case .group(let group): "*.\(group)"
        case .others, .fields, .keys, .clusterObjects, .clusterFields: words.first { $0.value == subject }?.key ?? ""
        }
    }

    private static let words: [String: Subject] = [
        "other": .others, "jsonpath": .fields, "key": .keys, "cluster": .clusterObjects,
        "cluster-jsonpath": .clusterFields,
    ]
}
