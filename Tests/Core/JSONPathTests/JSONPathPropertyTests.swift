import JSONPath
import JSONText
import Testing

@Suite struct JSONPathPropertyTests {
    @Test(arguments: 0..<4) func whatIsPrintedReadsBackAsTheSame(seed: UInt64) throws {
        var generated = GeneratedPath(seed: seed)
        for _ in 0..<1000 {
            let text = generated.valid()
            let path = try JSONPath(parsing: text)
            #expect(try JSONPath(parsing: path.description) == path, "\(text)")
            #expect(try JSONPath(parsing: path.description).description == path.description, "\(text)")
            #expect(JSONPath.length(ofExpressionIn: "\(path)=v") == path.description.utf8.count, "\(path)")
        }
    }

    @Test(arguments: 0..<4) func noTextTraps(seed: UInt64) throws {
        var generated = GeneratedPath(seed: seed)
        let json = Array(#"{"a":[{"b":1,"m":[1,2]},{"b":"x"},null],"status":{"a.b":{"a":[[]]}},"1":true}"#.utf8)
        var parsed = 0
        for round in 0..<6000 {
            let text = round % 2 == 0 ? generated.garbage() : generated.nearly()
            #expect(JSONPath.length(ofExpressionIn: text) <= text.utf8.count)
            do {
                let path = try JSONPath(parsing: text)
                #expect(try JSONPath(parsing: path.description) == path, "\(text)")
                _ = try path.evaluate(json.span, against: "1")
                parsed += 1
            } catch let error as JSONPathError {
                #expect(0...text.utf8.count ~= error.offset, "\(text)")
                #expect(!error.message.contains("\n"), "\(text)")
            }
        }
        #expect(parsed > 500)
    }

    @Test func deepTextIsRefusedOrWalkedButNeverRecursedInto() throws {
        let path = try JSONPath(parsing: "{..a}")
        let deepest = nested(JSONReader.maximumDepth)
        #expect(try path.evaluate(deepest.span, against: nil) == .several)
        #expect(throws: JSONError.self) { try path.evaluate(nested(JSONReader.maximumDepth + 1).span, against: nil) }
        #expect(throws: JSONError.self) { try path.evaluate(nested(100_000).span, against: nil) }
    }

    @Test(arguments: [
        ("everything in a list", "{.l[*]}"), ("recursion", "{..a}"), ("recursion, twice", "{..a..a}"),
        ("a filter", #"{.l[?(@.a=="x")]}"#), ("a filter by recursion", "{.l[?(@..a==1)]}"),
    ])
    func muchIsGivenUp(name: String, text: String) throws {
        let element = #"{"a":{"a":{"a":{"a":{"a":1}}}}}"#
        let json = Array("{\"l\":[\(Array(repeating: element, count: 20_000).joined(separator: ","))]}".utf8)
        let finding = try JSONPath(parsing: text).evaluate(json.span, against: "1")
        // A filter over so many elements is cheap, as each is read once; it meets what cannot be compared.
        #expect(finding == .tooCostly || finding == .unusable)
    }

    @Test func aPathThatRescansIsGivenUp() throws {
        // Each level is read once more for every level above it.
        let depth = 120
        let filler = String(repeating: "x", count: 400_000)
        let text =
            String(repeating: #"{"a":"#, count: depth) + "\"\(filler)\"" + String(repeating: "}", count: depth)
        let finding = try JSONPath(parsing: "{..b}").evaluate(Array(text.utf8).span, against: nil)
        #expect(finding == .tooCostly)
    }

    private func nested(_ depth: Int) -> [UInt8] {
        Array(repeatElement(Array(#"{"a":"#.utf8), count: depth).joined()) + Array("1".utf8)
            + Array(repeating: UInt8(ascii: "}"), count: depth)
    }
}
