import CoreTestKit
import JSONText
import Testing

/// Texts made by changing good ones a little: the reader, whichever way it passes them, agrees with the reference.
@Suite struct JSONFuzzTests {
    private static let seeds = [
        #"{"a":[1,-2.5e+10,true,false,null,{"k\u00e9\ud83d\ude00é€😀":"v\n"}],"empty":[{},[],""],"z":0}"#,
        #"[[[[{"x":{"y":{"z":[0,1e1,"\\\"\/"]}}}]]]]"#,
        #"{"kind":"Pod","metadata":{"name":"web-57b6f7c45f","labels":{"app":"web"}},"spec":{"containers":[]}}"#,
        "\" plain text of some length, then \\u00e9 and é, and again plain text \"",
        " [ 1 , 2 , { \"a\" : null } ] ",
    ].map { Array($0.utf8) }

    private static let bytes =
        Array("\"\\{}[],:0123456789-+.eEtrufalsn \t\n\r/bu".utf8)
        + [0x00, 0x1F, 0x7F, 0x80, 0xBF, 0xC0, 0xC1, 0xC2, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF]

    @Test(arguments: 0..<8) func changedTextsAreJudgedAsTheReferenceJudgesThem(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var accepted = 0
        for round in 0..<1500 {
            var text = random.pick(Self.seeds)
            for _ in 0...random.index(below: 3) { Self.change(&text, &random) }
            let expected = ReferenceGrammar.accepts(text)
            if expected { accepted += 1 }
            for verdict in Verdict.all(text) where (verdict == nil) != expected {
                Issue.record("seed \(seed), round \(round): \(text) should be \(expected ? "accepted" : "refused")")
            }
            if let error = Verdict.skipping(text) {
                #expect(0...text.count ~= error.offset)
                _ = JSONFieldPath(ofByteAt: error.offset, in: text.span)
            }
        }
        #expect(accepted > 50)
    }

    private static func change(_ text: inout [UInt8], _ random: inout SeededGenerator) {
        guard !text.isEmpty else { return text.append(random.pick(bytes)) }
        let index = random.index(below: text.count)
        let byte = random.pick(bytes)
        switch random.index(below: 6) {
        case 0: text[index] = byte
        case 1: text.insert(byte, at: index)
        case 2: text.remove(at: index)
        case 3: text.swapAt(index, random.index(below: text.count))
        case 4: text.insert(contentsOf: text[index..<min(text.count, index + random.index(below: 9))], at: index)
        default: text.removeLast(random.index(below: 3) == 0 ? min(text.count, 4) : 0)
        }
    }
}
