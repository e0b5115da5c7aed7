import Dependencies
import Testing

@Suite struct SpellingTests {
    @Test(arguments: [
        ("port", "port", 0 as Int?), ("prot", "port", 1), ("pot", "port", 1), ("portt", "port", 1), ("pork", "port", 1),
        ("PORT", "port", 0), ("tropt", "port", nil), ("prto", "port", 2), ("min", "max", 2), ("uptime", "timeout", nil),
        ("", "ab", 2),
        ("", "abc", nil),
        ("", "", 0), (String(repeating: "a", count: 65), String(repeating: "a", count: 65), nil),
        ("ca", "abc", nil), ("é", "e", 2),
    ])
    func countsChanges(first: String, second: String, distance: Int?) {
        #expect(Spelling.distance(first, second, limit: 2) == distance)
        #expect(Spelling.distance(second, first, limit: 2) == distance)
    }

    @Test(arguments: [
        ("prot", "port" as String?), ("tmeout", "timeout"), ("mni", "min"), ("x", nil), ("abc", nil), ("mn", "min"),
        ("wait", nil),
        ("on_failure", "on-failure"),
    ])
    func findsTheNearest(word: String, nearest: String?) {
        #expect(Spelling.nearest(to: word, among: ["port", "min", "timeout", "on-failure"]) == nearest)
    }
}
