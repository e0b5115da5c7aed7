import CoreTestKit
import Dependencies
import Readiness
import Testing

/// A message never prints the value of a field: whoever may create a pod that waits would read what he may not get.
@Suite struct FieldSecrecyTests {
    @Test(arguments: 0..<4) func noValueIsInAMessage(seed: UInt64) throws {
        var object = SecretObject(seed: seed)
        var states: Set<Verdict.Reason> = []
        let dependencies = try Self.dependencies(object.value).map { try Dependency(canonical: $0) }
        for _ in 0..<150 {
            let (json, secrets) = object.next()
            for dependency in dependencies {
                let judgement = try ObjectJudge.judge(dependency, json, after: 120, names: ["near"])
                let message = judgement.verdict.message
                states.insert(judgement.verdict.reason)
                for secret in secrets where message.contains(secret) {
                    Issue.record("\(dependency) of \(json) says \(secret): \(message)")
                }
                #expect(!message.contains("\n"))
            }
        }
        // Objects of such variety that each way of judging was gone.
        #expect(
            states.isSuperset(of: [
                .fieldMatches, .fieldDiffers, .fieldMissing, .fieldNotComparable, .conditionMet, .conditionNotMet,
                .noConditions, .notObserved, .reportsStalled, .keyPresent, .keyMissing, .exists, .bound, .notBound,
            ]))
    }

    /// What is asked; `value` is one that the object may have.
    private static func dependencies(_ value: String) -> [String] {
        [
            "foo.example.com/shop/x", "foo.example.com/shop/x condition=Synced", "foo.example.com/shop/x exists",
            "foo.example.com/shop/x jsonpath={.spec.a}=\(value)", "foo.example.com/shop/x jsonpath={.spec.a}",
            "foo.example.com/shop/x jsonpath={..a}=\(value)",
            "foo.example.com/shop/x jsonpath={.spec.list[0]}=\(value)",
            #"foo.example.com/shop/x jsonpath={.spec.list[?(@.a>="s")].a}=\#(value)"#,
            "deployment/shop/x jsonpath={.metadata.annotations.note}=\(value)", "secret/shop/x", "secret/shop/x key=a",
            "configmap/shop/x key=a", "configmap/shop/x key=b", "pvc/shop/x", "node/x",
        ]
    }
}

/// Objects of any shape, every value of which is known.
private struct SecretObject {
    private var random: SeededGenerator
    private var secrets: [String] = []
    /// A value that objects often have; a dependency can ask for it.
    private(set) var value = "s-shared-value"

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func next() -> (json: String, secrets: [String]) {
        secrets = [value]
        let note = #""annotations":{"note":"\#(secret())"}"#
        var members = [
            #""metadata":{"namespace":"shop","name":"x","generation":\#(1 + random.index(below: 2)),\#(note)}"#
        ]
        members.append(#""spec":{"a":\#(any(depth: 0)),"list":\#(any(depth: 0))}"#)
        members.append(#""data":{"\#(random.pick(["a", "c"]))":"\#(secret())"}"#)
        members.append(#""status":{\#(status())}"#)
        return ("{\(members.joined(separator: ","))}", secrets)
    }

    private mutating func status() -> String {
        var members = [#""phase":"\#(random.pick(["Bound", "Pending", secret()]))""#]
        if random.once(in: 2) { members.append(#""observedGeneration":\#(1 + random.index(below: 2))"#) }
        let conditions = (0..<random.index(below: 4)).map { _ in
            let type = random.pick(["Ready", "Synced", "Stalled", secret()])
            let status = random.pick(["True", "True", "False", secret()])
            return #"{"type":"\#(type)","status":"\#(status)","reason":"\#(secret())","message":"\#(secret())"}"#
        }
        members.append(#""conditions":[\#(conditions.joined(separator: ","))]"#)
        return members.joined(separator: ",")
    }

    private mutating func any(depth: Int) -> String {
        switch random.index(below: depth < 3 ? 7 : 4) {
        case 0: return "\"\(value)\""
        case 1: return "\"\(secret())\""
        case 2: return random.pick([number(), "null"])
        case 3: return random.pick([number(), "true"])
        case 4: return "[\((0..<random.index(below: 3)).map { _ in any(depth: depth + 1) }.joined(separator: ","))]"
        default: return #"{"a":\#(any(depth: depth + 1)),"b":\#(any(depth: depth + 1))}"#
        }
    }

    /// A text that stands nowhere else.
    private mutating func secret() -> String {
        let text = "s-\(random.next())"
        secrets.append(text)
        return text
    }

    private mutating func number() -> String {
        let text = "\(1_000_000_000 + random.index(below: 1_000_000_000))"
        secrets.append(text)
        return text
    }
}
