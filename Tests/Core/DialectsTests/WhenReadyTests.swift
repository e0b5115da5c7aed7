import Dependencies
import Dialects
import Testing

@Suite struct WhenReadyTests {
    static let rows = [
        Row(
            "the README's example", .whenReady, ["--type=service", "--namespace=my-namespace", "--name=postgres"],
            waitsFor: ["service/my-namespace/postgres min=all uptime=5s"], timeout: .seconds(300)),
        Row(
            "the pod's own namespace", .whenReady, ["--type=job", "--name=migrate"], waitsFor: ["job/shop/migrate"],
            timeout: .seconds(300)),
        Row(
            "values apart, letters", .whenReady,
            [
                "--type", "service", "--name", "db", "-n", "infra", "-h", "other-server", "-p", "3001", "--poll-delay",
                "2",
            ],
            waitsFor: ["service/infra/db min=all uptime=5s"], timeout: .seconds(300)),
        Row(
            "letters with their values", .whenReady, ["--type=job", "--name=m", "-ninfra", "-h=x", "-p3000"],
            waitsFor: ["job/infra/m"], timeout: .seconds(300)),
        Row(
            "uptime and timeout", .whenReady,
            ["--type=job", "--name=m", "--uptime=30", "--timeout=60", "--pollDelay=0.5"],
            waitsFor: ["job/shop/m uptime=30s"], timeout: .seconds(60)),
        Row(
            "no uptime", .whenReady, ["--type=service", "--name=db", "--uptime=0"],
            waitsFor: ["service/shop/db min=all"], timeout: .seconds(300)),
        Row(
            "part of a second", .whenReady, ["--type=service", "--name=db", "--uptime=0.5", "--timeout=1.2"],
            waitsFor: ["service/shop/db min=all uptime=1s"], timeout: .seconds(2)),
        Row(
            "a pod", .whenReady, ["--type=pod", "--name=web-0"], waitsFor: ["pod/shop/web-0 uptime=5s"],
            timeout: .seconds(300)),
        Row(
            "by the program's name", .whenReady, command: ["k8s-when-ready", "--type=job"], ["--name=m"],
            waitsFor: ["job/shop/m"], timeout: .seconds(300)),
    ]

    @Test(arguments: rows) func reads(_ row: Row) throws {
        let read = try row.container.read()
        #expect(read.dialect == row.dialect)
        #expect(read.question.dependencies.map(\.description) == row.dependencies)
        #expect(read.question.timeout == row.timeout)
        #expect(read.question.onTimeout == .fail)
        #expect(read.notes.isEmpty)
    }

    static let refusals = [
        RefusedRow("no type", ["--name=db"], .missingValue, saying: "--type is missing"),
        RefusedRow("no name", ["--type=job"], .missingValue, saying: "--name is missing"),
        RefusedRow("another type", ["--type=deployment", "--name=db"], .unknownWord, saying: "service, job or pod"),
        RefusedRow("a wrong name", ["--type=job", "--name=a b"], .invalidName),
        RefusedRow("a name with options", ["--type=job", "--name=a exists"], .invalidName),
        RefusedRow("a wrong namespace", ["--type=job", "--name=a", "-n", "A"], .invalidName),
        RefusedRow("a name twice", ["--type=job", "--name=a", "--name=b"], .repeatedOption),
        RefusedRow("an empty name", ["--type=job", "--name="], .missingValue),
        RefusedRow("a value left out", ["--type=job", "--name", "--uptime=3"], .missingValue),
        RefusedRow("an unknown option", ["--type=job", "--name=a", "--uptme=3"], .unknownArgument, saying: "--uptime"),
        RefusedRow("an unknown letter", ["--type=job", "--name=a", "-x"], .unknownArgument),
        RefusedRow("a word", ["--type=job", "--name=a", "b"], .unknownArgument, saying: "options only"),
        RefusedRow("no time", ["--type=job", "--name=a", "--timeout=0"], .invalidDuration),
        RefusedRow("a unit", ["--type=job", "--name=a", "--timeout=5m"], .invalidDuration),
        RefusedRow("below zero", ["--type=job", "--name=a", "--uptime=-1"], .invalidDuration),
        RefusedRow("68 years and more", ["--type=job", "--name=a", "--timeout=2147483648"], .invalidDuration),
        RefusedRow("no number", ["--type=job", "--name=a", "--timeout=."], .invalidDuration),
    ]

    @Test(arguments: refusals) func refuses(_ row: RefusedRow) {
        let error = #expect(throws: Diagnostic.self) { try row.container.read() }
        #expect(error?.code == row.code)
        #expect(error?.annotation == row.place)
        #expect(error?.message.contains(row.words) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: [(nil, FailurePolicy.wait), ("Always", .wait), ("OnFailure", .fail), ("Never", .fail)])
    func failurePolicyFollowsTheRestartPolicy(_ restartPolicy: String?, _ expected: FailurePolicy) throws {
        let container = Container(arguments: ["--type=job", "--name=m"])
        #expect(try container.read(restartPolicy: restartPolicy).question.onFailure == expected)
    }
}
