import Dependencies
import Glibc
import Testing

/// 16 KiB of garbage may not take more than ten times what a valid annotation of that length takes.
///
/// What is compared is processor time of this one thread, not time on the wall, and one of a few runs is enough: other
/// load on the machine does not count.
@Suite(.serialized) struct CostTests {
    static let length = PodAnnotations.maximumBytes - "wait.k8s/for-statefulset".utf8.count

    /// As many names as a pod may have, with options, comments to fill the length.
    static let valid: String = {
        let lines = (1...WaitQuestion.maximumDependencies).map { number in
            let item = "namespace-of-\(number)/service-number-\(number) port=5432 min=2 timeout=1h30m on-failure=wait"
            return item + " # " + String(repeating: "c", count: length / 64 - item.utf8.count - 4)
        }
        return lines.joined(separator: "\n")
    }()

    static let validTime = (0..<3).map { _ in time(of: { Reading.of("for-service", valid).texts.count }) }.min() ?? 1

    /// Where garbage is put: a list, and what is valid before it.
    static let places = [
        ("for-service", ""), ("for-service", "a timeout="), ("for-job", "a match=("), ("for-pod", "("),
        ("for-pod", "a jsonpath={.a"), ("for", "job/"), ("for-tcp", "["), ("for-http", "http://a/"),
        ("for-http", "http://a status=2"), ("for-file", "/"), ("for-job", "[\""), ("for", "[{\"kind\":\""),
    ]

    @Test(arguments: [
        ("commas", ","), ("names", "a,"), ("one name", "a"), ("capitals", "A"), ("hyphens", "-"), ("dots", "."),
        ("slashes", "/"), ("colons", "a:"), ("open brackets", "("), ("closed brackets", ")"),
        ("all brackets", "([{"), ("pairs of brackets", "()"), ("square brackets", "["), ("braces", "{}"),
        ("quotes", "\""), ("open quotes", "\"a "), ("escapes", "\"\\\""), ("single quotes", "'"),
        ("backslashes", "\\"), ("comments", "#\n"), ("number signs", "#"), ("blanks", " "), ("lines", "\n"),
        ("words", "a "), ("options", "a=b "), ("the same option", "port=1 "), ("selectors", "match=(a) "),
        ("equal signs", "="), ("emoji", "\u{1F600}"), ("digits", "9"), ("statuses", "200,"), ("ranges", "9-"),
        ("a name and digits", "a:9"), ("null", "\u{0}"), ("control characters", "\u{1B}"),
        ("combining marks", "e\u{301}"), ("schemes", "http://"), ("escaped octets", "%41"), ("parents", "../"),
        ("types", "deploymnt/a,"), ("groups", "a.b.c/"), ("IPv6 groups", "1::"), ("filters", "[?(@.a=="),
        ("two dots", "..a"), ("JSON strings", "a\",\""), ("JSON escapes", "\\u0041"), ("members", "a\":1,\""),
        ("objects", "\":[{\""), ("empty objects", "\"},{\""),
    ])
    func garbageIsRefusedQuickly(name: String, piece: String) {
        for (key, prefix) in Self.places {
            let count = (Self.length - prefix.utf8.count) / piece.utf8.count
            let garbage = prefix + String(repeating: piece, count: count)
            #expect(Self.isQuick { Reading.of(key, garbage).errors.count }, "\(key) after \"\(prefix)\"")
        }
    }

    @Test(arguments: [
        ("strings", "for-job", "[", "\"a\"", "]"), ("labels", "for-job", "[{\"labels\":{", "\"a\":\"b\"", "}}]"),
        ("fields", "for", "[{\"kind\":\"Foo\",\"name\":\"a\",\"fields\":[", "{\"key\":\"a.b\",\"value\":\"c\"}", "]}]"),
        ("conditions", "for-node", "[{\"name\":\"a\",\"conditions\":[", "{\"type\":\"Up\"}", "]}]"),
        ("members", "for-node", "[{", "\"name\":\"a\"", "}]"),
    ])
    func longListsInTheJSONFormAreReadQuickly(
        name: String, key: String, opening: String, piece: String, closing: String
    ) {
        let count = (Self.length - opening.utf8.count - closing.utf8.count) / (piece.utf8.count + 1)
        let pieces = [String](repeating: piece, count: count).joined(separator: ",")
        #expect(Self.isQuick { Reading.of(key, opening + pieces + closing).errors.count })
    }

    @Test func manyUnknownKeysAreRefusedQuickly() {
        var annotations = (100..<900).map { (key: "wait.k8s/timeou\($0)", value: "") }
        annotations += (0..<20).map { (key: "wait.k8s/for-x\($0)", value: "") }
        #expect(Self.isQuick { PodAnnotations(annotations, namespace: "a", restartPolicy: nil).errors.count })
    }

    @Test func manyListsAreReadQuickly() {
        let annotations = (100..<800).map { (key: "wait.k8s/for-job.\($0)", value: "a") }
        #expect(Self.isQuick { PodAnnotations(annotations, namespace: "a", restartPolicy: nil).errors.count })
    }

    @Test func theValidAnnotationIsValid() {
        #expect(Self.valid.utf8.count > Self.length - 64 && Self.valid.utf8.count <= Self.length)
        let reading = Reading.of("for-service", Self.valid)
        #expect(reading.errors == [] && reading.warnings == [] && reading.texts.count == 64)
    }

    /// Whether one of a few runs takes no more than ten times what the valid annotation takes.
    private static func isQuick(_ body: () -> Int) -> Bool {
        (0..<5).contains { _ in time(of: body) <= 10 * validTime }
    }

    /// The processor time of this thread, in nanoseconds.
    private static func time(of body: () -> Int) -> Int {
        let start = threadTime()
        let count = body()
        // The count is used, so that no run can be left out.
        return count < 0 ? .max : max(threadTime() - start, 1)
    }

    private static func threadTime() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
