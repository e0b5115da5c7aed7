import CoreTestKit
import Testing

@testable import Admission

/// The small parts that admission is made of.
@Suite struct PartsTests {
    @Test(arguments: [
        ("plain", "plain"), ("$(A)", "$$(A)"), ("a$b", "a$b"), ("$", "$"), ("$$", "$$$"), ("$$(A)", "$$$$(A)"),
        ("$$$(A)", "$$$$$$(A)"), ("x$(", "x$$("), ("jsonpath={.a}=$", "jsonpath={.a}=$"), ("", ""), ("é$(é)", "é$$(é)"),
    ])
    func referencesAreEscaped(text: String, escaped: String) {
        #expect(VariableReference.escape(text) == escaped)
        #expect(Self.expanded(escaped) == text)
    }

    @Test(arguments: 0..<2) func whatIsEscapedExpandsToItself(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let text = String((0..<random.index(below: 9)).map { _ in "$()A$".randomElement(using: &random) ?? "$" })
            #expect(Self.expanded(VariableReference.escape(text)) == text)
        }
    }

    /// The kubelet's expansion, with every variable undefined (third_party/forked/golang/expansion/expand.go).
    private static func expanded(_ text: String) -> String {
        let input = Array(text)
        var output = ""
        var cursor = 0
        while cursor < input.count {
            guard input[cursor] == "$", cursor + 1 < input.count else {
                output.append(input[cursor])
                cursor += 1
                continue
            }
            switch input[cursor + 1] {
            case "$":
                output.append("$")
                cursor += 2
            case "(":
                if let close = input[(cursor + 2)...].firstIndex(of: ")") {
                    output += "<expanded>"
                    cursor = close + 1
                } else {
                    output += "$("
                    cursor += 2
                }
            case let other:
                output.append("$")
                output.append(other)
                cursor += 2
            }
        }
        return output
    }

    static let equal: [(String, String)] = [
        ("1", "1"), ("1", "1000m"), ("0.1", "100m"), ("1Gi", "1024Mi"), ("32Mi", "33554432"), ("1k", "1000"),
        ("1M", "1e6"), ("1E3", "1000"), ("1.5Gi", "1536Mi"), ("0.5", ".5"), ("5.", "5"), ("+1", "1"), ("0", "0m"),
        ("1E", "1000P"), ("1u", "1000n"), ("100e-3", "100m"), ("0.0000000001", "1n"),
    ]

    @Test(arguments: equal) func quantitiesAreOneAmount(left: String, right: String) throws {
        #expect(try #require(Quantity(left)) == #require(Quantity(right)))
    }

    @Test(arguments: [("1", "2"), ("1Mi", "1M"), ("1m", "1M"), ("-1", "1"), ("1Ki", "1000")])
    func quantitiesDiffer(left: String, right: String) throws {
        #expect(try #require(Quantity(left)) != #require(Quantity(right)))
    }

    @Test(arguments: [
        "", "x", "Mi", ".", "-", "1 Gi", "1gi", "1KI", "1e", "1e+", "1e1000", "1.2.3", "1e5Mi", "٣",
        "1000000000000000000000",
        "999999999999999999Ei",
    ])
    func othersAreNoQuantities(text: String) {
        #expect(Quantity(text) == nil)
    }
}
