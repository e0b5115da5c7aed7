import Admission
import Testing

/// What must hold for every workload and its patch.
enum WorkloadCheck {
    /// Answers a review; applies the patch; checks that what is not ours is byte for byte what it was, and that a second
    /// call changes nothing. Returns the object after the patch.
    @discardableResult
    static func check(
        _ body: [UInt8], by admission: Admission, path: [String], _ note: Comment? = nil
    ) throws -> JSONTree {
        let review = try JSONTree(body)
        let object = try #require(review["request"]?["object"])
        let answer = try admission.review(body)
        guard let patch = answer.patch else {
            #expect(answer.answer.outcome == .unchanged || answer.answer.outcome == .denied, note)
            return object
        }
        #expect(answer.answer.outcome == .copied, note)
        let changed = try object.applying(JSONTree(patch))
        #expect(foreignText(of: changed, path) == foreignText(of: object, path), note)

        var again = review
        again["request"]?["object"] = changed
        let second = try admission.review(again.bytes)
        #expect(second.isAllowed && second.patch == nil, note)
        return changed
    }

    /// A workload's text without the wait annotations of its template and the list of the copies. Maps that are absent,
    /// null or empty are the same to an API server.
    static func foreignText(of workload: JSONTree, _ path: [String]) -> String {
        var rest = without(workload, at: ["metadata"][...]) { $0 == "wait.k8s/copied" }
        rest = without(rest, at: (path + ["metadata"])[...]) { $0.hasPrefix("wait.k8s/") }
        return String(decoding: rest.bytes, as: UTF8.self)
    }

    /// The wait annotations at `path` of an object, its own when the path is empty.
    static func annotations(_ object: JSONTree, _ path: [String] = []) -> [String: String] {
        let place = path.reduce(object) { $0[$1] ?? .scalar("null") }
        let members = place["metadata"]?["annotations"]?.members ?? []
        return Dictionary(
            members.filter { $0.key.hasPrefix("wait.k8s/") }.map { ($0.key, $0.value.string ?? "") },
            uniquingKeysWith: { $1 })
    }

    /// The tree without those annotations of the metadata at `path`, and without maps that are then empty.
    private static func without(
        _ tree: JSONTree, at path: ArraySlice<String>, _ isOurs: (String) -> Bool
    ) -> JSONTree {
        var result = tree
        guard let key = path.first else {
            let rest = tree["annotations"]?.members.filter { !isOurs($0.key) } ?? []
            result["annotations"] = rest.isEmpty ? nil : .object(rest)
            return result
        }
        guard let inner = tree[key] else { return tree }
        let cleaned = without(inner, at: path.dropFirst(), isOurs)
        let isNothing = key == "metadata" && (cleaned.members.isEmpty)
        result[key] = isNothing ? nil : cleaned
        return result
    }
}
