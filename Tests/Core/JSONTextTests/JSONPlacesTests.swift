import JSONText
import Testing

/// The two ways to name a place.
@Suite struct JSONPlacesTests {
    /// RFC 6901, section 5, and what Kubernetes' keys need.
    @Test(arguments: [
        ([], ""), (["foo"], "/foo"), (["foo", "0"], "/foo/0"), ([""], "/"), (["a/b"], "/a~1b"), (["c%d"], "/c%d"),
        (["e^f"], "/e^f"), ([#"k"l"#], #"/k"l"#), ([" "], "/ "), (["m~n"], "/m~0n"), (["~1"], "/~01"),
        (["/~"], "/~1~0"),
        (["metadata", "labels", "wait.k8s/gated"], "/metadata/labels/wait.k8s~1gated"), (["é/"], "/é~1"),
    ])
    func pointersEscapeTheirTokens(tokens: [String], expected: String) {
        let pointer = tokens.reduce(JSONPointer.root) { $0.appending($1) }
        #expect(pointer.description == expected)
    }

    @Test func pointersTakeIndexes() {
        #expect(JSONPointer.root.appending("a").appending(12).description == "/a/12")
    }

    @Test(arguments: [
        (#"{"a":1}"#, "1", "a"), (#"{"a":{"b":[10,20,{"c":30}]}}"#, "30", "a.b[2].c"), (#"[[],[0,7]]"#, "7", "[1][1]"),
        (#"{"metadata":{"annotations":{"wait.k8s/for-job":5}}}"#, "5", "metadata.annotations[wait.k8s/for-job]"),
        (#"{"":{"a":5}}"#, "5", "[].a"), ("5", "5", ""), (#"{"x":[{}],"y":{"z":[]},"w":5}"#, "5", "w"),
        (#" { "a" : [ "s" , 5 ] } "#, "5", "a[1]"), (#"{"\u0061":[5]}"#, "5", "a[0]"),
    ])
    func pathsNameValues(text: String, value: String, expected: String) throws {
        let bytes = Array(text.utf8)
        let start = try #require(
            text.utf8.count >= value.utf8.count ? firstIndex(of: Array(value.utf8), in: bytes) : nil)
        #expect(JSONFieldPath(ofByteAt: start, in: bytes.span).description == expected)
    }

    private func firstIndex(of part: [UInt8], in bytes: [UInt8]) -> Int? {
        (0...(bytes.count - part.count)).first { Array(bytes[$0..<$0 + part.count]) == part }
    }

    @Test(arguments: [
        (#"{"a":[1,tru"#, "a[1]"), (#"{"a":{"b":}"#, "a.b"), ("", ""), (#"{"a""#, ""),
    ])
    func pathsOfBrokenTextsEndWhereTheyBreak(text: String, expected: String) {
        let bytes = Array(text.utf8)
        #expect(JSONFieldPath(ofByteAt: bytes.count, in: bytes.span).description == expected)
    }
}
