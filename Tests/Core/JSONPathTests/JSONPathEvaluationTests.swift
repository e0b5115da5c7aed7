import JSONPath
import JSONText
import Testing

/// What paths find. The rows were checked against what kubectl 1.32 prints for the same object and path.
@Suite struct JSONPathEvaluationTests {
    private static let object = #"""
        {"kind":"Foo","metadata":{"name":"x","labels":{"a.b/c":"v","n":"1","a b":"w","é":"e","quo\"te":"q"}},
         "x":{"i":3,"f":1.50,"big":18446744073709551616,"small":0.000012,"million":1e6,"hundred":1e2,"one":1.0,
              "wide":1234567.5,"narrow":123456.789,"tenth":0.0001,"minus":-1.5,"nought":-0.0,"max":9223372036854775807,
              "t":true,"no":false,"z":null,"s":" padded ","empty":"","o":{},"l":[1,2,3],"e":[],"nulls":[null,null,7],
              "c":[{"type":"Ready","status":"True","n":1,"m":1},{"type":"Other","status":"False","n":2.5,"m":5},{"x":1}],
              "mixed":[{"v":1},{"v":"1"}]},
         "twice":1,"twice":2}
        """#

    @Test(arguments: [
        ("text", "{.kind}", "Foo"), ("an integer", "{.x.i}", "3"), ("a fraction", "{.x.f}", "1.5"),
        ("a fraction of nothing", "{.x.one}", "1"), ("too big for an integer", "{.x.big}", "1.8446744073709552e+19"),
        ("the biggest integer", "{.x.max}", "9223372036854775807"), ("small", "{.x.small}", "1.2e-05"),
        ("a tenth of a thousandth", "{.x.tenth}", "0.0001"), ("a million", "{.x.million}", "1e+06"),
        ("a hundred", "{.x.hundred}", "100"), ("seven digits before the point", "{.x.wide}", "1.2345675e+06"),
        ("six digits before the point", "{.x.narrow}", "123456.789"), ("negative", "{.x.minus}", "-1.5"),
        ("negative nought", "{.x.nought}", "-0"), ("true", "{.x.t}", "true"), ("false", "{.x.no}", "false"),
        ("blanks around the field", "{.x.s}", "padded"), ("blanks around the value", "{.kind}", " Foo "),
        ("quotes around the value", "{.kind}", "\"Foo\""), ("single quotes around the value", "{.kind}", "'Foo'"),
        ("the last element", "{.x.l[-1]}", "3"), ("one element of a range", "{.x.l[1:2]}", "2"),
        ("up to the last", "{.x.l[1:-1]}", "2"), ("from the end", "{.x.l[-1:]}", "3"),
        ("steps past the end", "{.x.l[::3]}", "1"), ("a filter", #"{.x.c[?(@.type=="Ready")].status}"#, "True"),
        ("a filter by what it is not", #"{.x.c[?(@.type!="Ready")].n}"#, "2.5"),
        ("a filter by number", "{.x.c[?(@.n>1)].status}", "False"),
        ("a filter by number, inclusive", "{.x.c[?(@.n<=1)].status}", "True"),
        ("a filter by fraction", "{.x.c[?(@.n==2.5)].type}", "Other"),
        ("a filter by an integer as a fraction", "{.x.c[?(@.n==1.0)].type}", "Ready"),
        ("a filter between fields", "{.x.c[?(@.n==@.m)].type}", "Ready"),
        ("a filter by order of text", #"{.x.c[?(@.type>"P")].n}"#, "1"),
        ("a filter by existence", "{.x.c[?(@.x)].x}", "1"), ("a filter of the elements", "{.x.l[?(@>2)]}", "3"),
        ("a filter with an index", "{.x.nulls[?(@>1)]}", "7"),
        ("a key with dots", #"{.metadata.labels.a\.b/c}"#, "v"), ("a quoted key", "{.metadata.labels['a.b/c']}", "v"),
        ("a quoted key with its dots escaped", #"{.metadata.labels['a\.b/c']}"#, "v"),
        ("a key with a blank", "{.metadata.labels['a b']}", "w"), ("a key beyond ASCII", "{.metadata.labels.é}", "e"),
        ("a key with escapes", #"{.metadata.labels['quo"te']}"#, "q"), ("a bracket first", "{['kind']}", "Foo"),
        ("a dollar", "{$.kind}", "Foo"), ("recursion", "{..m}", "nothing, as there are two"),
        ("recursion to one", "{..million}", "1e+06"), ("recursion, filtered", "{..c[0].type}", "Ready"),
        ("a key twice, as Go has it", "{.twice}", "2"), ("a wildcard in a list", "{.x.nulls.*}", "7"),
    ])
    func comparesWhatKubectlPrints(name: String, path: String, value: String) throws {
        let path = try JSONPath(parsing: path)
        let isOne = !value.hasPrefix("nothing")
        #expect(try path.evaluate(Array(Self.object.utf8).span, against: value) == (isOne ? .matching : .several))
        #expect(
            try path.evaluate(Array(Self.object.utf8).span, against: value + "x") == (isOne ? .different : .several))
        #expect(try path.evaluate(Array(Self.object.utf8).span, against: nil) == (isOne ? .matching : .several))
    }

    @Test(arguments: [
        ("no such key", "{.x.nothing}", JSONPathFinding.missing), ("no such key far down", "{.a.b.c[0].d}", .missing),
        ("a key of text", "{.kind.x}", .missing), ("a key of a list", "{.x.l.x}", .missing),
        ("null", "{.x.z}", .missing),
        ("a key of null", "{.x.z.y}", .missing), ("an index of null", "{.x.z[0]}", .missing),
        ("a filter of null", "{.x.z[?(@.a)]}", .missing), ("an index too far", "{.x.l[3]}", .missing),
        ("an index too far from the end", "{.x.l[-4]}", .missing), ("a range too far", "{.x.l[2:4]}", .missing),
        ("a range backwards", "{.x.l[2:1]}", .missing), ("a range of nothing", "{.x.l[1:1]}", .missing),
        ("an index of an empty list", "{.x.e[0]}", .missing), ("all of an empty list", "{.x.e[*]}", .missing),
        ("no match of a filter", #"{.x.c[?(@.type=="None")].n}"#, .missing),
        ("an element that is null", "{.x.nulls[0]}", .missing),
        ("a filter by a null", "{.x.nulls[?(@.v)]}", .missing), ("recursion to nothing", "{..nothing}", .missing),
        ("case counts", "{.Kind}", .missing),
        ("several elements", "{.x.l[*]}", .several), ("a range of several", "{.x.l[0:2]}", .several),
        ("several members", "{.metadata.labels.*}", .several), ("several matches", "{.x.c[?(@.n>=1)].n}", .several),
        ("an object", "{.x.o}", .structure), ("a list", "{.x.l}", .structure), ("an empty list", "{.x.e}", .structure),
        ("an index of an object", "{.x[0]}", .unusable), ("an index of text", "{.kind[0]}", .unusable),
        ("a filter of an object", #"{.x[?(@.i==3)]}"#, .unusable),
        ("comparing a number with text", #"{.x.c[?(@.n=="1")].type}"#, .unusable),
        ("comparing elements of two types", "{.x.mixed[?(@.v==1)].v}", .unusable),
        ("comparing a list", "{.x.c[?(@==1)]}", .unusable), ("ordering booleans", "{.x.c[?(@.b>true)]}", .missing),
        ("an empty text", "{.x.empty}", .different),
    ])
    func tellsWhatElseThereIs(name: String, path: String, finding: JSONPathFinding) throws {
        let path = try JSONPath(parsing: path)
        #expect(try path.evaluate(Array(Self.object.utf8).span, against: "v") == finding)
        let existence: JSONPathFinding = finding == .structure || finding == .different ? .matching : finding
        #expect(try path.evaluate(Array(Self.object.utf8).span, against: nil) == existence)
    }

    @Test func booleansHaveNoOrder() throws {
        let json = Array(#"{"l":[{"b":true}]}"#.utf8)
        #expect(try JSONPath(parsing: "{.l[?(@.b>false)]}").evaluate(json.span, against: nil) == .unusable)
        #expect(try JSONPath(parsing: "{.l[?(@.b!=false)].b}").evaluate(json.span, against: "true") == .matching)
    }

    @Test(arguments: [
        ("nothing", ""), ("cut off", #"{"a":{"b":1}"#), ("more after it", #"{"a":1}{}"#),
        ("broken beside the path", #"{"a":1,"b":tru}"#),
    ])
    func brokenTextIsAnError(name: String, json: String) throws {
        let path = try JSONPath(parsing: "{.a}")
        #expect(throws: JSONError.self) { try path.evaluate(Array(json.utf8).span, against: nil) }
    }
}
