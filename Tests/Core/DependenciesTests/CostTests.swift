import Dependencies
import Glibc
import Testing

/// 16 KiB of garbage may not take more than ten times what a valid annotation of that length takes.
///
/// What is compared is processor time of this one thread, not time on the wall, and the least of several runs: other load
/// on the machine does not count.
@Suite(.serialized) struct CostTests {
    static let length = PodAnnotations.maximumBytes - "wait.k8s/for-service".utf8.count

    /// As many names as a pod may have, with options, comments to fill the length.
    static let valid: String = {
        let lines = (1...WaitQuestion.maximumDependencies).map { number in
            let item = "namespace-of-\(number)/service-number-\(number) port=5432 min=2 timeout=1h30m on-failure=wait"
            return item + " # " + String(repeating: "c", count: length / 64 - item.utf8.count - 4)
        }
        return lines.joined(separator: "\n")
    }()

    static let validTime = time { Reading.of("for-service", valid).texts.count }

    @Test(arguments: [
        ("commas", ","), ("names", "a,"), ("one name", "a"), ("capitals", "A"), ("hyphens", "-"), ("dots", "."),
        ("slashes", "/"),
        ("colons", "a:"), ("open brackets", "("), ("closed brackets", ")"), ("all brackets", "([{"),
        ("pairs of brackets", "()"),
        ("quotes", "\""), ("open quotes", "\"a "), ("escapes", "\"\\\""), ("comments", "#\n"), ("number signs", "#"),
        ("blanks", " "), ("lines", "\n"),
        ("words", "a "), ("options", "a=b "), ("the same option", "port=1 "), ("selectors", "match=(a) "),
        ("emoji", "\u{1F600}"),
        ("digits", "9"), ("a name and digits", "a:9"), ("null", "\u{0}"), ("control characters", "\u{1B}"),
        ("combining marks", "e\u{301}"),
    ])
    func garbageIsRefusedQuickly(name: String, piece: String) {
        for (key, prefix) in [("service", ""), ("service", "a timeout="), ("job", ""), ("job", "a match=(")] {
            let count = (Self.length - prefix.utf8.count) / piece.utf8.count
            let garbage = prefix + String(repeating: piece, count: count)
            let wasted = Self.time { Reading.of("for-\(key)", garbage).errors.count }
            #expect(wasted <= 10 * Self.validTime, "for-\(key) after \"\(prefix)\"")
        }
    }

    @Test func manyUnknownKeysAreRefusedQuickly() {
        var annotations = (100..<900).map { (key: "wait.k8s/timeou\($0)", value: "") }
        annotations += (0..<20).map { (key: "wait.k8s/for-x\($0)", value: "") }
        let wasted = Self.time { PodAnnotations(annotations, namespace: "a", restartPolicy: nil).errors.count }
        #expect(wasted <= 10 * Self.validTime)
    }

    @Test func theValidAnnotationIsValid() {
        #expect(Self.valid.utf8.count > Self.length - 64 && Self.valid.utf8.count <= Self.length)
        let reading = Reading.of("for-service", Self.valid)
        #expect(reading.errors == [] && reading.warnings == [] && reading.texts.count == 64)
    }

    /// The least processor time of a few runs, in nanoseconds.
    private static func time(_ body: () -> Int) -> Int {
        var least = Int.max
        var sum = 0
        for _ in 0..<3 {
            let start = threadTime()
            sum &+= body()
            least = min(least, threadTime() - start)
        }
        // The sum is used, so that no run can be left out.
        return sum == .min ? 0 : max(least, 1)
    }

    private static func threadTime() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
