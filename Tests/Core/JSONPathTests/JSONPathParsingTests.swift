import CoreTestKit
import JSONPath
import Testing

@Suite struct JSONPathParsingTests {
    @Test(arguments: [
        ("complete", "{.status.phase}", "{.status.phase}"),
        ("no braces", ".status.phase", "{.status.phase}"),
        ("no dot either", "status.phase", "{.status.phase}"),
        ("no dot in braces", "{status.phase}", "{.status.phase}"),
        ("a dollar", "{$.status.phase}", "{.status.phase}"),
        ("an at sign", "@.status", "{.status}"),
        ("blanks", "{ .status.phase }", "{.status.phase}"),
        ("an index", "{.a[0].b}", "{.a[0].b}"),
        ("an index from the end", "{.a[-1]}", "{.a[-1]}"),
        ("all elements", "{.a[*].b}", "{.a[*].b}"),
        ("all elements as a range", "{.a[:]}", "{.a[*]}"),
        ("a range", "{.a[1:3]}", "{.a[1:3]}"),
        ("a range with a step", "{.a[::2]}", "{.a[::2]}"),
        ("a range from the end", "{.a[-2:]}", "{.a[-2:]}"),
        ("a wildcard", "{.a.*.b}", "{.a.*.b}"),
        ("a list at the root", "{[0]}", "{[0]}"),
        ("a list at the root, with kubectl's dot", "{.[0]}", "{[0]}"),
        ("a quoted key", "{.metadata.labels['kubernetes.io/os']}", #"{.metadata.labels.kubernetes\.io/os}"#),
        ("escaped dots", #"{.metadata.labels.kubernetes\.io/os}"#, #"{.metadata.labels.kubernetes\.io/os}"#),
        ("escaped dots in a quoted key", #"{.a['b\.c']}"#, #"{.a.b\.c}"#),
        ("a key that needs quotes", "{['a b']}", #"{["a b"]}"#),
        ("a key with quotes and brackets", #"{.a['b"]c\'']}"#, #"{.a["b\"]c'"]}"#),
        ("an empty key", "{.a['']}", #"{.a[""]}"#),
        ("recursion", "{..name}", "{..name}"),
        ("recursion further down", "{.spec..image}", "{.spec..image}"),
        ("recursion to a quoted key", #"{..['a b']}"#, #"{..["a b"]}"#),
        ("recursion to a list", "{..a[0]}", "{..a[0]}"),
        ("a filter", #"{.a[?(@.type=="Ready")].status}"#, #"{.a[?(@.type=="Ready")].status}"#),
        ("a filter in single quotes", "{.a[?(@.type=='Ready')].status}", #"{.a[?(@.type=="Ready")].status}"#),
        ("a filter with blanks", #"{.a[?( @.type == "Ready" )]}"#, #"{.a[?(@.type=="Ready")]}"#),
        ("a filter by number", "{.a[?(@.n>=10)]}", "{.a[?(@.n>=10)]}"),
        ("a filter by fraction", "{.a[?(@.n<-1.5)]}", "{.a[?(@.n<-1.5)]}"),
        ("a filter by boolean", "{.a[?(@.n!=true)]}", "{.a[?(@.n!=true)]}"),
        ("a filter by existence", "{.a[?(@.n)]}", "{.a[?(@.n)]}"),
        ("a filter on the element itself", "{.a[?(@>3)]}", "{.a[?(@>3)]}"),
        ("a filter between fields", "{.a[?(@.n<=@.m[0])]}", "{.a[?(@.n<=@.m[0])]}"),
        ("a filter with an escaped quote", #"{.a[?(@.n=="a\"\\b")]}"#, #"{.a[?(@.n=="a\"\\b")]}"#),
        ("not ASCII", "{.größe}", #"{["größe"]}"#),
    ])
    func theCanonicalTextReadsBackAsTheSamePath(name: String, text: String, canonical: String) throws {
        let path = try JSONPath(parsing: text)
        #expect(path.description == canonical)
        #expect(try JSONPath(parsing: canonical) == path)
    }

    @Test(arguments: [
        ("nothing", "", "empty", 0), ("empty braces", "{}", "empty", 1), ("a dollar alone", "{$}", "empty", 2),
        ("a dot alone", "{.}", "invalidName", 2), ("two dots alone", "{..}", "invalidName", 3),
        ("a dot at the end", "{.a.}", "invalidName", 4), ("three dots", "{...a}", "invalidName", 3),
        ("recursion to an index", "{..[0]}", "invalidName", 3),
        ("recursion to everything", "{..*}", "invalidName", 3), ("two numbers", "{.a[1-2]}", "invalidIndex", 5),
        ("a brace not closed", "{.a", "unclosed", 3), ("text after the braces", "{.a} x", "unsupported", 6),
        ("text before the braces", "x{.a}", "unsupported", 1), ("two paths", "{.a}{.b}", "unsupported", 3),
        ("range", "{range .a[*]}", "unsupported", 1),

        ("range with its end", "{range .a[*]}{.b}{end}", "unsupported", 12),
        ("end", "{end}", "unsupported", 1),
        ("a union of keys", "{.a['b','c']}", "unsupported", 7),
        ("a union of indexes", "{.a[0,1]}", "unsupported", 5), ("an open bracket", "{.a[0}", "unclosed", 3),
        ("no index", "{.a[]}", "invalidIndex", 4), ("a word as an index", "{.a[b]}", "invalidIndex", 4),
        ("an index with a tail", "{.a[0x]}", "invalidIndex", 5),
        ("an index out of all bounds", "{.a[99999999999999999999]}", "invalidIndex", 4),
        ("a minus alone", "{.a[-]}", "invalidIndex", 4), ("a step of none", "{.a[::0]}", "invalidIndex", 6),
        ("four parts", "{.a[1:2:3:4]}", "invalidIndex", 9), ("an open quote", "{.a['b]}", "unclosed", 4),
        ("a filter without brackets", "{.a[?@.b]}", "invalidFilter", 5),
        ("a filter without an at sign", #"{.a[?(.b=="c")]}"#, "invalidFilter", 6),
        ("a filter of the root", "{.a[?($.b)]}", "invalidFilter", 6),
        ("a filter with one sign", #"{.a[?(@.b="c")]}"#, "invalidFilter", 9),
        ("a filter without quotes", "{.a[?(@.b==Ready)]}", "invalidFilter", 11),
        ("a filter with a pattern", #"{.a[?(@.b=~"c")]}"#, "unsupported", 9),
        ("a filter with two parts", "{.a[?(@.b==1 && @.c==2)]}", "unsupported", 13),
        ("a filter in a filter", "{.a[?(@.b[?(@.c)])]}", "unsupported", 10),
        ("a filter with nothing to compare", "{.a[?(@.b==)]}", "invalidFilter", 11),
        ("an open filter", "{.a[?(@.b}", "unclosed", 4),

        ("a filter not closed by a bracket", "{.a[?(@.b)}", "unclosed", 3),
        ("Go's escapes", #"{.a[?(@.b=="\n")]}"#, "invalidFilter", 12),
        ("blanks inside", "{.a .b}", "unexpectedText", 4), ("a newline", "{.a\n}", "unexpectedText", 3),
        ("a stray sign", "{.a=b}", "unexpectedText", 3), ("a backslash at the end", #"{.a\}"#, "invalidName", 3),
        ("too long", "{." + String(repeating: "a", count: 1024) + "}", "tooLong", 1024),
    ])
    func whatIsNoPathIsRefused(name: String, text: String, code: String, offset: Int) throws {
        let error = try #require(throws: JSONPathError.self) { try JSONPath(parsing: text) }
        #expect(error.code.rawValue == code)
        #expect(error.offset == offset)
        #expect(error.message.hasSuffix(".") && !error.message.contains("\n"))
    }

    @Test(arguments: [
        ("{.status.phase}=Running", "{.status.phase}"), (".status.phase=Running", ".status.phase"),
        ("{.status.phase}", "{.status.phase}"),
        (#"{.a[?(@.b=="c")].d}=e=f"#, #"{.a[?(@.b=="c")].d}"#), (#".a[?(@.b!="c")].d=e"#, #".a[?(@.b!="c")].d"#),
        (#"{.a['x=]']}=e"#, #"{.a['x=]']}"#), (#"a\=b=c"#, #"a\=b"#), ("a==b=c", "a==b"), ("=", ""), ("", ""),
    ])
    func thePathEndsBeforeItsValue(text: String, path: String) {
        let length = JSONPath.length(ofExpressionIn: text)
        #expect(String(decoding: text.utf8.prefix(length), as: UTF8.self) == path)
    }
}
