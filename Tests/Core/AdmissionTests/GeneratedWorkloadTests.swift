import Admission
import CoreTestKit
import Testing

/// For any life of a workload: its template says what it says itself, and else what the workload says; nothing that is
/// not ours is touched, and twice is once.
@Suite struct GeneratedWorkloadTests {
    /// What people have written so far.
    private struct Intent {
        var own: [String: String] = [:]
        var template: [String: String] = [:]

        /// What the pods are to have.
        var wanted: [String: String] { own.merging(template) { $1 } }
    }

    private static let keys = ["for-service", "for-service.b", "for-job", "timeout", "on-timeout", "inject"]
    private let admission = Admission(Reviews.settings)

    @Test(arguments: 0..<6) func followsAnyLife(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for life in 0..<40 {
            let kind = random.pick(WorkloadReview.Kind.changeable)
            var intent = Intent()
            Self.change(&intent, &random)
            var object = Self.first(&random)
            object.own = Self.annotations(intent.own, foreign: random.once(in: 3))
            if !intent.template.isEmpty || random.once(in: 2) {
                object.template = Self.annotations(intent.template, foreign: random.once(in: 3))
            }
            var tree = try JSONTree.json(object.json(kind))
            tree = try review(tree, before: nil, kind, intent, "seed \(seed), life \(life), creation")
            for step in 0..<8 {
                let before = tree
                let last = intent
                Self.change(&intent, &random)
                if random.once(in: 4) {
                    // Everything that was not in the manifest is gone.
                    var manifest = object
                    manifest.own = Self.annotations(intent.own, foreign: false)
                    manifest.template = Self.annotations(intent.template, foreign: false)
                    tree = try JSONTree.json(manifest.json(kind))
                } else {
                    Self.apply(intent.own, last.own, to: &tree, at: [])
                    Self.apply(intent.template, last.template, to: &tree, at: kind.path)
                }
                tree = try review(tree, before: before, kind, intent, "seed \(seed), life \(life), step \(step)")
            }
        }
    }

    /// The object after the webhook, which is checked.
    private func review(
        _ object: JSONTree, before: JSONTree?, _ kind: WorkloadReview.Kind, _ intent: Intent, _ note: Comment
    ) throws -> JSONTree {
        let text = { (tree: JSONTree) in String(decoding: tree.bytes, as: UTF8.self) }
        let body = WorkloadReview.body(kind, object: text(object), old: before.map(text))
        let changed = try WorkloadCheck.check(body, by: admission, path: kind.path, note)
        #expect(WorkloadCheck.annotations(changed, kind.path) == intent.wanted, note)
        var own = WorkloadCheck.annotations(changed)
        let listed = own.removeValue(forKey: "wait.k8s/copied")?.split(separator: ",").map(String.init) ?? []
        #expect(own == intent.own, note)
        #expect(listed == intent.own.keys.filter { intent.template[$0] == nil }.sorted(), note)
        return changed
    }

    /// Some annotations come, change or go. The workload and its template never say the same, so that it is clear who
    /// said what.
    private static func change(_ intent: inout Intent, _ random: inout SeededGenerator) {
        for _ in 0...random.index(below: 3) {
            let key = random.pick(keys)
            let value = value(of: key, isOwn: true, &random)
            intent.own["wait.k8s/\(key)"] = random.once(in: 3) ? nil : value
        }
        if random.once(in: 2) {
            let key = random.pick(keys)
            let value = value(of: key, isOwn: false, &random)
            intent.template["wait.k8s/\(key)"] = random.once(in: 2) ? nil : value
        }
    }

    private static func value(of key: String, isOwn: Bool, _ random: inout SeededGenerator) -> String {
        switch key {
        case "timeout": isOwn ? random.pick(["1m", "3m"]) : random.pick(["2m", "4m"])
        case "on-timeout": isOwn ? "fail" : "proceed"
        case "inject": isOwn ? "true" : "false"
        default: (isOwn ? "own" : "template") + random.pick(["-1", "-2 ", ", x"])
        }
    }

    private static func annotations(_ intent: [String: String], foreign: Bool) -> [(String, String)] {
        intent.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } + (foreign ? [("example.com/a", "\u{7}é")] : [])
    }

    /// Sets and removes what has changed, as a merge patch does.
    private static func apply(
        _ intent: [String: String], _ last: [String: String], to tree: inout JSONTree, at path: [String]
    ) {
        tree = changing(tree, (path + ["metadata", "annotations"])[...]) { map in
            for key in last.keys where intent[key] == nil { map[key] = nil }
            for (key, value) in intent.sorted(by: { $0.key < $1.key }) where last[key] != value {
                map[key] = .string(value)
            }
        }
    }

    private static func changing(
        _ tree: JSONTree, _ path: ArraySlice<String>, _ change: (inout JSONTree) -> Void
    ) -> JSONTree {
        var result = tree
        guard let key = path.first else {
            change(&result)
            return result
        }
        var inner = tree[key] ?? .object([])
        if case .scalar = inner { inner = .object([]) }
        result[key] = changing(inner, path.dropFirst(), change)
        return result
    }

    /// A workload of any shape, without annotations.
    private static func first(_ random: inout SeededGenerator) -> WorkloadReview.Object {
        var object = WorkloadReview.Object(own: nil)
        object.templateMetadata = random.pick([
            nil, "", #""labels":{"a":"b"}"#, #""creationTimestamp":null,"x":[1.50]"#,
        ])
        object.spec = random.pick(["", #","replicas":3,"x":{"k":"\u00e9\/"}"#, #","selector":null"#])
        object.podSpec += random.pick(["", #","volumes":[{"name":"k8s-wait"}],"future":1e3"#])
        return object
    }
}
