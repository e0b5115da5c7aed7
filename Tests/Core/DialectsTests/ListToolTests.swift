import Dependencies
import Dialects
import Testing

/// k8s-wait-for-multi and service-precheck.
@Suite struct ListToolTests {
    static let rows = [
        Row(
            "the README's example", .waitForMulti,
            ["default,job,some-job", "default,service,some-service", "default,pod,some-pod-88bb5f7bb-wx4f7"],
            waitsFor: [
                "job/default/some-job", "service/default/some-service min=all", "pod/default/some-pod-88bb5f7bb-wx4f7",
            ], timeout: .seconds(600)),
        Row(
            "the pod's own namespace", .waitForMulti, ["service,db", "job,init"],
            waitsFor: ["service/shop/db min=all", "job/shop/init"], timeout: .seconds(600)),
        Row(
            "a namespace by option", .waitForMulti, ["-n", "infra", "service,db", "other,job,init", "web-0"],
            waitsFor: ["service/infra/db min=all", "job/other/init", "pod/infra/web-0"], timeout: .seconds(600)),
        Row(
            "a bare name under the program's name", .waitForMulti, command: ["k8s-wait-for-multi"], ["web-0"],
            waitsFor: ["pod/shop/web-0"], timeout: .seconds(600)),
        Row(
            "a timeout", .waitForMulti, ["job,init", "-t", "1m30s", "--print-tree=false", "--sync-period=9s"],
            waitsFor: ["job/shop/init"], timeout: .seconds(90)),
        Row("no timeout", .waitForMulti, ["job,init", "--timeout=0"], waitsFor: ["job/shop/init"]),
        Row(
            "a timeout of 1.5 hours", .waitForMulti, ["job,init", "--timeout=1.5h"], waitsFor: ["job/shop/init"],
            timeout: .seconds(5400)),
        Row(
            "a timeout of milliseconds", .waitForMulti, ["job,init", "--timeout=1500ms"], waitsFor: ["job/shop/init"],
            timeout: .seconds(2)),
        Row(
            "the same twice", .waitForMulti, ["job,init", "shop,job,init"], waitsFor: ["job/shop/init"],
            timeout: .seconds(600)),
        Row(
            "service-precheck's README", .servicePrecheck, command: ["/usr/bin/precheck"],
            ["kubernetes", "google.com", "amazon.com"],
            waitsFor: ["dns/kubernetes", "dns/google.com", "dns/amazon.com"]),
        Row(
            "the same by arguments alone", .servicePrecheck, ["kubernetes", "google.com"],
            waitsFor: ["dns/kubernetes", "dns/google.com"]),
    ]

    @Test(arguments: rows) func reads(_ row: Row) throws {
        let read = try row.container.read()
        #expect(read.dialect == row.dialect)
        #expect(read.question.dependencies.map(\.description) == row.dependencies)
        #expect(read.question.timeout == row.timeout)
        // Bare words could be meant otherwise, and whoever reads the log is told.
        #expect(read.notes.isEmpty == (row.dialect == .waitForMulti || !row.container.command.isEmpty))
    }

    static let refusals = [
        RefusedRow("another kind", ["deployment,web"], .unknownKind, saying: "service, job or pod"),
        RefusedRow("four parts", command: ["k8s-wait-for-multi"], ["a,job,b,c"], .unsupportedForm),
        RefusedRow("an empty name", ["job,"], .invalidName),
        RefusedRow("an empty namespace", [",job,x"], .missingNamespace),
        RefusedRow("a wrong time", ["job,x", "--timeout=10"], .invalidDuration, saying: "90s"),
        RefusedRow("a negative time", ["job,x", "--timeout=-1s"], .invalidDuration),
        RefusedRow("a long time", ["job,x", "--timeout=600000h"], .invalidDuration),
        RefusedRow("an option of kubectl", ["job,x", "--context=other"], .unknownArgument),
        RefusedRow("nothing", command: ["k8s-wait-for-multi"], [], .emptyList),
        RefusedRow("no hosts", command: ["precheck"], [], .emptyList),
        RefusedRow("an option", command: ["precheck"], ["-q"], .unknownArgument, saying: "no options"),
        RefusedRow("no host name", command: ["precheck"], ["a b"], .invalidAddress),
        RefusedRow("too many", (0...64).map { "job,j\($0)" }, .tooManyDependencies),
        RefusedRow("far too many", (0...999).map { "job,j\($0)" }, .tooManyDependencies),
    ]

    @Test(arguments: refusals) func refuses(_ row: RefusedRow) {
        let error = #expect(throws: Diagnostic.self) { try row.container.read() }
        #expect(error?.code == row.code)
        #expect(error?.annotation == row.place)
        #expect(error?.message.contains(row.words) == true, "\(error?.message ?? "")")
    }
}
