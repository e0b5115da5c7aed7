import Dependencies
import Testing

/// What a Namespace says for its pods.
@Suite struct NamespaceDefaultsTests {
    @Test func allFourAreRead() {
        let defaults = NamespaceDefaults([
            ("wait.k8s/timeout", " 10m "), ("wait.k8s/on-timeout", "proceed"), ("wait.k8s/on-failure", "wait"),
            ("wait.k8s/position", "last"), ("wait.k8s/allow-from", "*"), ("example.com/x", "y"),
        ])
        #expect(defaults.timeout == .seconds(600) && defaults.onTimeout == .proceed)
        #expect(defaults.onFailure == .wait && defaults.position == .last)
        #expect(defaults.mistakes == [] && !defaults.isEmpty)
    }

    @Test func othersAnnotationsAreNone() {
        #expect(NamespaceDefaults([]).isEmpty)
        #expect(NamespaceDefaults([("wait.k8s/allow-from", "shop"), ("wait.k8s.example/timeout", "x")]).isEmpty)
    }

    static let mistakes: [(key: String, value: String, code: Diagnostic.Code, says: String)] = [
        ("wait.k8s/timeout", "soon", .invalidDuration, ""),
        ("wait.k8s/timeout", "0", .invalidDuration, ""),
        ("wait.k8s/on-timeout", "procede", .unknownWord, "proceed"),
        ("wait.k8s/on-failure", "", .unknownWord, ""),
        ("wait.k8s/position", "First", .unknownWord, "first"),
        ("wait.k8s/position", String(repeating: "x", count: 300), .unknownWord, "300 bytes"),
        ("wait.k8s/for-service", "db", .unknownAnnotation, "timeout, on-timeout, on-failure, position and allow-from"),
        ("wait.k8s/image", "a", .unknownAnnotation, "A Namespace can say"),
        ("wait.k8s/injection", "disabled", .unknownAnnotation, "It is a label"),
    ]

    @Test(arguments: mistakes.indices) func aBadValueIsNone(index: Int) {
        let (key, value, code, says) = Self.mistakes[index]
        let defaults = NamespaceDefaults([(key, value), ("wait.k8s/a", "b")].filter { $0.0 == key })
        #expect(defaults.mistakes.map(\.code) == [code])
        #expect(defaults.mistakes.first?.annotation == key)
        #expect(defaults.mistakes.first?.message.contains(says) == true, "\(defaults.mistakes)")
        #expect(defaults.mistakes.allSatisfy { $0.description.count <= Diagnostic.maximumLength })
        #expect(PodDefaults().overridden(by: defaults) == PodDefaults())
    }

    @Test func oneBadValueLeavesTheOthers() {
        let defaults = NamespaceDefaults([("wait.k8s/timeout", "x"), ("wait.k8s/position", "last")])
        #expect(defaults.position == .last && defaults.timeout == nil && defaults.mistakes.count == 1)
    }

    @Test func fewMistakesAreKept() {
        #expect(NamespaceDefaults((0..<100).map { ("wait.k8s/x\($0)", "y") }).mistakes.count == 4)
    }

    @Test func whatTheNamespaceSaysWinsOverTheServer() {
        let server = PodDefaults(timeout: .seconds(1), onTimeout: .fail, onFailure: .fail, position: .first)
        #expect(server.overridden(by: nil) == server)
        let namespace = NamespaceDefaults([("wait.k8s/timeout", "none"), ("wait.k8s/position", "last")])
        #expect(
            server.overridden(by: namespace)
                == PodDefaults(timeout: TimeLimit.none, onTimeout: .fail, onFailure: .fail, position: .last))
    }
}
