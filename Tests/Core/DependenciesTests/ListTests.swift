import Dependencies
import Testing

@Suite struct ListTests {
    @Test(arguments: [
        ("one name", "postgres", ["service/shop/postgres"]),
        ("commas", "a,b , c", ["service/shop/a", "service/shop/b", "service/shop/c"]),
        ("a trailing comma", "a, b,", ["service/shop/a", "service/shop/b"]),
        ("a trailing comma and blanks", "a ,\n ", ["service/shop/a"]),
        ("lines", "a\nb\n", ["service/shop/a", "service/shop/b"]),
        ("lines of another system", "a\r\nb\r\n", ["service/shop/a", "service/shop/b"]),
        ("lines that end in commas", "a,\nb,\n", ["service/shop/a", "service/shop/b"]),
        ("empty lines", "\n\n a\n\n\n\tb \n\n", ["service/shop/a", "service/shop/b"]),
        ("a comma on the next line", "a\n, b", ["service/shop/a", "service/shop/b"]),
        ("namespace by slash", "infra/redis", ["service/infra/redis"]),
        ("namespace by colon", "infra:redis", ["service/infra/redis"]),
        ("DNS name of two parts", "postgres.db", ["service/db/postgres"]),
        ("DNS name with svc", "postgres.db.svc", ["service/db/postgres"]),
        ("DNS name in full", "postgres.db.svc.cluster.local", ["service/db/postgres"]),
        ("DNS name in full with its final dot", "postgres.db.svc.cluster.local.", ["service/db/postgres"]),
        ("DNS name of two parts with port", "postgres.db:5432", ["service/db/postgres port=5432"]),
        ("DNS name with svc and port", "postgres.db.svc:5432", ["service/db/postgres port=5432"]),
        ("DNS name in full with port", "postgres.db.svc.cluster.local:5432", ["service/db/postgres port=5432"]),
        ("DNS name with an option", "postgres.db port=pg", ["service/db/postgres port=pg"]),
        ("a namespace that a number follows", "postgres/5432", ["service/postgres/5432"]),
        ("a port by number", "a port=6379", ["service/shop/a port=6379"]),
        ("a port by name", "a port=http-alt", ["service/shop/a port=http-alt"]),
        ("a port name that begins with digits", "a port=8080-tcp", ["service/shop/a port=8080-tcp"]),
        ("the largest port", "a port=65535", ["service/shop/a port=65535"]),
        ("a number", "a min=2", ["service/shop/a min=2"]),
        ("none", "a min=0", ["service/shop/a min=0"]),
        ("all", "a min=all", ["service/shop/a min=all"]),
        ("a time limit", "a timeout=90", ["service/shop/a timeout=1m30s"]),
        ("no time limit", "a timeout=none", ["service/shop/a timeout=none"]),
        ("on failure", "a on-failure=wait", ["service/shop/a on-failure=wait"]),
        (
            "all options in canonical order", "a on-failure=fail  timeout=1h\tmin=3 port=80",
            ["service/shop/a port=80 min=3 timeout=1h on-failure=fail"]
        ),
        ("options over a line's end", "a port=1\nb", ["service/shop/a port=1", "service/shop/b"]),
        ("a comment line", "# all of these\na # first\n  # more\nb", ["service/shop/a", "service/shop/b"]),
        ("a comment that holds signs", "a # ,b (\" \nc", ["service/shop/a", "service/shop/c"]),
        ("a comment at the end", "a # b", ["service/shop/a"]),
        ("quotes round a name", "\"postgres\" port=1", ["service/shop/postgres port=1"]),
        ("quotes in a word", "post\"gres\" por\"t=\"1", ["service/shop/postgres port=1"]),
        (
            "longest names", "\(String(repeating: "n", count: 63))/\(String(repeating: "s", count: 63))",
            [
                "service/\(String(repeating: "n", count: 63))/\(String(repeating: "s", count: 63))"
            ]
        ),
        ("the same name with other options", "a, a port=1", ["service/shop/a", "service/shop/a port=1"]),
    ])
    func readsServices(name: String, value: String, texts: [String]) {
        let reading = Reading.of("for-service", value)
        #expect(reading.errors == [])
        #expect(reading.warnings == [])
        #expect(reading.texts == texts)
    }

    @Test(arguments: [
        ("one name", "db-migrate", ["job/shop/db-migrate"]),
        ("a name with dots, which is no DNS form", "migrate.v1.2", ["job/shop/migrate.v1.2"]),
        ("namespace by slash", "ci/migrate.v1", ["job/ci/migrate.v1"]),
        ("namespace by colon", "ci:migrate", ["job/ci/migrate"]),
        ("a number after a colon is a name", "ci:5432", ["job/ci/5432"]),
        (
            "the pod's label", "m match=pod:app.kubernetes.io/version",
            ["job/shop/m match=pod:app.kubernetes.io/version"]
        ),
        ("a selector", "m match=(app=web)", ["job/shop/m match=(app=web)"]),
        (
            "a selector with commas and blanks", "m match=(tier in (b, a), !old ,app == web) timeout=5m",
            ["job/shop/m match=(app=web,!old,tier in (a,b)) timeout=5m"]
        ),
        ("a selector over lines", "m match=(app=web,\n  tier=a)", ["job/shop/m match=(app=web,tier=a)"]),
        ("a selector without parentheses", "m match=app=web", ["job/shop/m match=(app=web)"]),
        ("a selector in quotes", "m match=\"(app in (a, b))\"", ["job/shop/m match=(app in (a,b))"]),
        ("a whole option in quotes", "m \"match=app in (a, b)\"", ["job/shop/m match=(app in (a,b))"]),
        ("a selector for a label called pod", "m match=(pod)", ["job/shop/m match=(pod)"]),
        (
            "the longest name", String(repeating: "a", count: 63) + "." + String(repeating: "b", count: 63),
            ["job/shop/" + String(repeating: "a", count: 63) + "." + String(repeating: "b", count: 63)]
        ),
    ])
    func readsJobs(name: String, value: String, texts: [String]) {
        let reading = Reading.of("for-job", value)
        #expect(reading.errors == [])
        #expect(reading.warnings == [])
        #expect(reading.texts == texts)
    }

    @Test(arguments: [
        ("a number after a colon", "postgres:5432", ["service/shop/postgres port=5432"], Diagnostic.Code.portOrName, 1),
        ("the same, later", "a, b:1", ["service/shop/a", "service/shop/b port=1"], .portOrName, 4),
        ("twice", "a, a", ["service/shop/a"], .duplicateDependency, 4),
        ("twice in other words", "shop/a\na.shop.svc", ["service/shop/a"], .duplicateDependency, 8),
        (
            "twice with options", "a min=1 port=2, a port=2 min=1", ["service/shop/a port=2 min=1"],
            .duplicateDependency, 17
        ),
        (
            "a type, which is a namespace here", "a, service/b", ["service/shop/a", "service/service/b"],
            .typeOrNamespace, 4
        ),
        ("its plural", "services/b", ["service/services/b"], .typeOrNamespace, 1),
    ])
    func warns(name: String, value: String, texts: [String], code: Diagnostic.Code, column: Int) throws {
        let reading = Reading.of("for-service", value)
        #expect(reading.errors == [])
        #expect(reading.texts == texts)
        let warning = try #require(reading.warnings.first)
        #expect(reading.warnings.count == 1)
        #expect(warning.code == code && warning.column == column && warning.annotation == "wait.k8s/for-service")
        #expect(warning.description.count <= Diagnostic.maximumLength)
    }

    @Test func theWarningSaysBothWaysToWriteWhatIsMeant() {
        let warning = Reading.of("for-service", "postgres:5432").warnings.first?.description
        #expect(
            warning
                == "wait.k8s/for-service, item \"postgres:5432\", column 1: This means port 5432 of Service postgres; "
                + "write \"postgres port=5432\", or \"postgres/5432\" for Service 5432 of namespace postgres.")
    }

    @Test func servicesComeBeforeJobsHoweverTheMapIsOrdered() {
        let texts = ["service/shop/z", "job/shop/a"]
        #expect(Reading.of(["for-job": "a", "for-service": "z"]).texts == texts)
        #expect(Reading.of(["for-service": "z", "for-job": "a"]).texts == texts)
    }

    @Test func whatIsRightIsKeptBesideWhatIsWrong() {
        let reading = Reading.of("for-service", "a, b port=0, c, _, d")
        #expect(reading.texts == ["service/shop/a", "service/shop/c", "service/shop/d"])
        #expect(reading.errors.map(\.code) == [.invalidPort, .invalidName])
    }

    @Test func sixtyFourDependenciesAreTaken() {
        let names = (1...64).map { "s\($0)" }
        #expect(Reading.of("for-service", names.joined(separator: ",")).texts.count == 64)
        let both = Reading.of([
            "for-service": names[..<60].joined(separator: ","), "for-job": names[60...].joined(separator: ",\n") + ",",
        ])
        #expect(both.texts.count == 64 && both.errors == [])
    }

    @Test func theLimitIsForAllListsTogether() {
        let names = (1...40).map { "s\($0)" }.joined(separator: ",")
        let reading = Reading.of(["for-service": names, "for-job": names])
        #expect(reading.errors.map(\.code) == [.tooManyDependencies])
        #expect(reading.errors.first?.item == "s25" && reading.errors.first?.annotation == "wait.k8s/for-job")
        #expect(reading.texts.count == 64)
    }
}
