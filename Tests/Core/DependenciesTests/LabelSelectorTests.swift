import Dependencies
import Testing

@Suite struct LabelSelectorTests {
    /// What `kubectl -l` takes, and what is printed of it.
    @Test(arguments: [
        ("equal", "app=db", "app=db"), ("equal twice", "app==db", "app=db"), ("not equal", "app!=db", "app!=db"),
        ("in", "tier in (a,b)", "tier in (a,b)"), ("not in", "tier notin (b, a)", "tier notin (a,b)"),
        ("exists", "app", "app"), ("does not exist", "!app", "!app"), ("blank after the sign", "! app", "!app"),
        ("greater", "gen>3", "gen>3"), ("less", "gen < 10", "gen<10"),
        ("one value", "tier in (a)", "tier=a"), ("not one value", "tier notin (a)", "tier!=a"),
        ("an empty value", "app=", "app="), ("an empty value, then more", "app=,b", "app=,b"),
        ("not empty", "app!=", "app!="),
        ("no value in a set", "app in ()", "app="), ("a comma first in a set", "app in (,a)", "app in (,a)"),
        ("a comma last in a set", "app in (a,)", "app in (,a)"), ("commas only", "app in (,)", "app="),
        ("a value twice", "app in (a,a,b)", "app in (a,b)"),
        ("blanks everywhere", " app  =  db , ! x ", "app=db,!x").self,
        ("a prefix", "example.com/app=db", "example.com/app=db"),
        ("capitals and signs", "A_b.c-D=X_y.z-1", "A_b.c-D=X_y.z-1"),
        ("a label called in", "in in (in,notin)", "in in (in,notin)"), ("a label called notin", "notin", "notin"),
        ("a requirement twice", "a,a", "a"), ("one label, two requirements", "a>1,a<5", "a<5,a>1"),
        ("sorted", "c,b,a", "a,b,c"),
        ("no blank before a set", "tier in(a,b)", "tier in (a,b)"),
    ])
    func reads(name: String, text: String, canonical: String) throws {
        let selector = try LabelSelector(text: text)
        #expect(selector.description == canonical)
        #expect(try LabelSelector(text: canonical) == selector)
    }

    @Test(arguments: [
        ("nothing", "", 1, "The selector is empty; write for example (app=web)."),
        ("a comma first", ",a", 1, "The selector needs a label, but this is \",\"."),
        ("a comma last", "a,", 3, "The selector needs a label, but the selector ends here."),
        ("a sign first", "=a", 1, "The selector needs a label, but this is \"=\"."),
        ("two values", "a=b c", 5, "The selector needs a comma or the selector's end, but this is \"c\"."),
        ("a sign twice", "a=b=c", 4, "The selector needs a comma or the selector's end, but this is \"=\"."),
        (
            "a value where a sign belongs", "a b", 3,
            "The selector needs one of = == != > < in notin, but this is \"b\"."
        ),
        ("a sign misspelled", "a notinn (b)", 3, "\"notinn\" is not an operator; did you mean notin?"),
        ("not and equal", "!a=b", 3, "The selector needs a comma or the selector's end, but this is \"=\"."),
        ("a set without parentheses", "a in b", 6, "The selector needs (, but this is \"b\"."),
        ("an open set", "a in (b", 8, "The selector needs a comma or ), but the selector ends here."),
        ("a set of two words", "a in (b c)", 9, "The selector needs a comma or ), but this is \"c\"."),
        ("a number that is none", "a>b", 3, "\"b\" is not a whole number."),
        ("a number that overflows", "a>99999999999999999999", 3, "\"99999999999999999999\" is not a whole number."),
        ("a key that is none", "-a=b", 1, "\"-a\" is not a valid label key."),
        ("a key with an empty prefix", "/a", 1, "\"/a\" is not a valid label key."),
        ("a key with an empty name", "a/", 1, "\"a/\" is not a valid label key."),
        ("a key with capitals in its prefix", "A.com/b", 1, "\"A.com/b\" is not a valid label key."),
        ("a value that is none", "a=b_", 3, "\"b_\" is not a valid label value."),
        (
            "a value too long", "a=" + String(repeating: "v", count: 64), 3,
            "\"\(String(repeating: "v", count: 37))...\" is not a valid label value."
        ),
        ("a value in another script", "a=é", 3, "\"é\" is not a valid label value."),
    ])
    func refuses(name: String, text: String, column: Int, message: String) {
        let error = #expect(throws: Diagnostic.self) { try LabelSelector(text: text) }
        #expect(error?.code == .invalidSelector)
        #expect(error?.column == column)
        #expect(error?.message == message)
    }

    @Test(arguments: [
        ("app=web", true), ("app==web", true), ("app=db", false), ("none=", false), ("empty=", true), ("app!=db", true),
        ("app!=web", false), ("none!=x", true), ("app in (web,db)", true), ("app in (db)", false),
        ("none in (a)", false),
        ("app notin (db,x)", true), ("app notin (web)", false), ("none notin (a)", true), ("app", true),
        ("none", false),
        ("!none", true), ("!app", false), ("gen>6", true), ("gen>7", false), ("gen<8", true), ("gen<7", false),
        ("app>1", false), ("app<1", false), ("none>1", false), ("app=web,gen>1", true), ("app=web,gen>7", false),
    ])
    func matches(text: String, isMatch: Bool) throws {
        let labels = ["app": "web", "gen": "7", "empty": ""]
        #expect(try LabelSelector(text: text).matches { labels[$0] } == isMatch)
    }
}
