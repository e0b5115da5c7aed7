import Dependencies
import Dialects
import Testing

@Suite struct WaitForTests {
    static let rows = [
        Row(
            "the README's first pods", .waitFor, ["pod", "-lapp=develop-volume-gluster-krakow"],
            waitsFor: ["pod/shop/(app=develop-volume-gluster-krakow) min=all condition=ready-or-succeeded"]),
        Row(
            "the README's selector", .waitFor,
            ["pod", "-lrelease in (develop), chart notin (cross-support-job-3p)"],
            waitsFor: [
                "pod/shop/(chart!=cross-support-job-3p,release=develop) min=all condition=ready-or-succeeded"
            ]),
        Row(
            "pod-we", .waitFor, ["pod-we", "-lapp=gluster"],
            waitsFor: ["pod/shop/(app=gluster) min=all condition=ready-or-finished"]),
        Row(
            "pod-wr", .waitFor, ["pod-wr", "-lapp=gluster"],
            waitsFor: ["pod/shop/(app=gluster) min=1 condition=ready-or-succeeded"]),
        Row(
            "job", .waitFor, ["job", "develop-volume-s3-krakow-init"],
            waitsFor: ["job/shop/develop-volume-s3-krakow-init"]),
        Row("job-we", .waitFor, ["job-we", "init"], waitsFor: ["job/shop/init condition=finished"]),
        Row(
            "job-wr", .waitFor, ["job-wr", "init"],
            waitsFor: ["job/shop/init condition=finished", "job/shop/init jsonpath={.status.succeeded}"]),
        Row("jobs by label", .waitFor, ["job", "-l", "app=x"], waitsFor: ["job/shop/(app=x)"]),
        Row(
            "job-wr by label", .waitFor, ["job-wr", "-lapp=x"],
            waitsFor: ["job/shop/(app=x) condition=finished", "job/shop/(app=x) min=1"]),
        Row("a pod", .waitFor, ["pod", "web-0"], waitsFor: ["pod/shop/web-0 condition=ready-or-succeeded"]),
        Row("a service", .waitFor, ["service", "db"], waitsFor: ["service/shop/db min=all"]),
        Row("services by label", .waitFor, ["service", "-lapp=db"], waitsFor: ["service/shop/(app=db) min=all"]),
        Row("a namespace", .waitFor, ["job", "init", "-n", "infra"], waitsFor: ["job/infra/init"]),
        Row("a namespace in one word", .waitFor, ["job", "init", "-ninfra"], waitsFor: ["job/infra/init"]),
        Row("a namespace as the shell splits it", .waitFor, ["job", "init", "-n infra"], waitsFor: ["job/infra/init"]),
        Row("a namespace, long", .waitFor, ["job", "init", "--namespace=infra"], waitsFor: ["job/infra/init"]),
        Row("the namespace first", .waitFor, ["job", "-n", "infra init"], waitsFor: ["job/infra/init"]),
        Row("several names", .waitFor, ["job", "a", "b"], waitsFor: ["job/shop/a", "job/shop/b"]),
        Row(
            "the interval has no effect", .waitFor, ["job", "init"], with: ["WAIT_TIME": "7", "DEBUG": "2"],
            waitsFor: ["job/shop/init"]),
        Row(
            "tolerance by environment", .waitFor, ["job", "init"], with: ["TREAT_ERRORS_AS_READY": "1"],
            waitsFor: ["job/shop/init condition=finished"]),
        Row(
            "the word is stronger", .waitFor, ["pod-wr", "web"], with: ["TREAT_ERRORS_AS_READY": "0"],
            waitsFor: ["pod/shop/web condition=ready-or-succeeded"]),
        Row(
            "by the program's name", .waitFor, command: ["wait_for.sh"], ["pod-we", "web"],
            waitsFor: ["pod/shop/web condition=ready-or-finished"]),
    ]

    @Test(arguments: rows) func reads(_ row: Row) throws {
        let read = try row.container.read()
        #expect(read.dialect == row.dialect)
        #expect(read.question.dependencies.map(\.description) == row.dependencies)
        #expect(read.question.timeout == .none)
        #expect(read.notes.isEmpty)
    }

    static let refusals = [
        RefusedRow("no name", ["job"], .emptyList, saying: "needs a name"),
        RefusedRow("both", ["job", "a", "-lb=c"], .unexpectedValue, saying: "one of them"),
        RefusedRow("a wrong selector", ["pod", "-lapp in (a"], .invalidSelector),
        RefusedRow("an empty selector", ["pod", "-l"], .missingValue),
        RefusedRow("all namespaces", ["pod", "-la=b", "--all-namespaces"], .unknownArgument),
        RefusedRow("another kind", command: ["wait_for.sh"], ["deployment", "web"], .unknownKind),
        RefusedRow("a misspelt kind", command: ["wait_for.sh"], ["jobs", "web"], .unknownKind, saying: "mean job?"),
        RefusedRow("a wrong name", ["job", "a_b"], .invalidName, saying: "mean a-b?"),
        RefusedRow(
            "a tolerance of nobody", ["job", "a"], with: ["TREAT_ERRORS_AS_READY": "yes"], .unexpectedValue,
            in: "TREAT_ERRORS_AS_READY"),
    ]

    @Test(arguments: refusals) func refuses(_ row: RefusedRow) {
        let error = #expect(throws: Diagnostic.self) { try row.container.read() }
        #expect(error?.code == row.code)
        #expect(error?.annotation == row.place)
        #expect(error?.message.contains(row.words) == true, "\(error?.message ?? "")")
    }
}
