import Dependencies
import Testing

@Suite struct DiagnosticTests {
    /// Something wrong, and exactly what is said about it.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let annotation: String
        let value: String
        let code: Diagnostic.Code
        let item: String
        let column: Int
        let message: String

        init(
            _ name: String, _ annotation: String, _ value: String, _ code: Diagnostic.Code, item: String? = nil,
            column: Int = 1, _ message: String
        ) {
            testDescription = "\(annotation): \(name)"
            self.annotation = annotation
            self.value = value
            self.code = code
            self.item = item ?? value
            self.column = column
            self.message = message
        }
    }

    static let form: [Case] = [
        Case(
            "nothing", "for-service", "", .emptyList,
            "There is no Service in this list; name one, or take the annotation out."),
        Case(
            "only a comment", "for-job", " # later\n", .emptyList, item: "",
            "There is no Job in this list; name one, or take the annotation out."),
        Case(
            "a comma first", "for-service", ",a", .emptyItem, item: "",
            "There is no name before this comma; take the comma out."),
        Case(
            "two commas", "for-service", "a, ,b", .emptyItem, item: "", column: 4,
            "There is no name before this comma; take the comma out."),
        Case(
            "an open quote", "for-service", "a, \"b, c", .unclosedQuote, item: "\"b, c", column: 4,
            "The quote that opens here is never closed."),
        Case(
            "an open bracket", "for-job", "a, m match=(x, c", .unclosedBracket, item: "m match=(x, c", column: 12,
            "The bracket that opens here is never closed by \")\"."),
        Case(
            "brackets crossed", "for-job", "m match=(x]", .unexpectedBracket, column: 11,
            "There is no open bracket that \"]\" could close."),
        Case(
            "a bracket closed twice", "for-job", "é m match=(x)), b", .unexpectedBracket, item: "é m match=(x))",
            column: 14, "There is no open bracket that \")\" could close."),
    ]

    static let targets = [
        Case(
            "capitals", "for-service", "a, Postgres", .invalidName, item: "Postgres", column: 4,
            "\"Postgres\" is not a valid Service name; did you mean postgres?"),
        Case(
            "an underscore", "for-job", "db_migrate", .invalidName, column: 3,
            "\"db_migrate\" is not a valid Job name; did you mean db-migrate?"),
        Case(
            "a hyphen first", "for-service", "-a", .invalidName,
            "\"-a\" is not a valid Service name: at most 63 lower-case letters, digits and hyphens, no hyphen at either end."
        ),
        Case(
            "a hyphen last", "for-service", "a-", .invalidName,
            "\"a-\" is not a valid Service name: at most 63 lower-case letters, digits and hyphens, no hyphen at either end."
        ),
        Case(
            "a sign", "for-service", "post!gres", .invalidName, column: 5,
            "\"post!gres\" is not a valid Service name: at most 63 lower-case letters, digits and hyphens, no hyphen at either end."
        ),
        Case(
            "a number sign that opens no comment", "for-job", "a, b#c", .invalidName, item: "b#c", column: 5,
            "\"b#c\" is not a valid Job name: "
                + "lower-case letters, digits, hyphens and dots, 63 between dots and 253 in all."),
        Case(
            "a name too long", "for-service", String(repeating: "a", count: 64), .invalidName,
            item: String(repeating: "a", count: 57) + "...",
            "\"\(String(repeating: "a", count: 37))...\" is not a valid Service name: at most 63 lower-case letters, digits and hyphens, no hyphen at either end."
        ),
        Case(
            "a Job's name too long", "for-job", "a." + String(repeating: "b", count: 64), .invalidName,
            item: "a." + String(repeating: "b", count: 55) + "...",
            "\"a.\(String(repeating: "b", count: 35))...\" is not a valid Job name: lower-case letters, digits, hyphens and dots, 63 between dots and 253 in all."
        ),
        Case(
            "two dots in a Job's name", "for-job", "a..b", .invalidName,
            "\"a..b\" is not a valid Job name: lower-case letters, digits, hyphens and dots, 63 between dots and 253 in all."
        ),
        Case(
            "no name after the namespace", "for-service", "db/", .invalidName, column: 4, "The Service's name is empty."
        ),
        Case("no namespace", "for-service", "/postgres", .invalidName, "The namespace's name is empty."),
        Case("no name before the port", "for-service", ":5432", .invalidName, "The Service's name is empty."),
        Case("an empty quoted name", "for-job", "\"\"", .invalidName, "The Job's name is empty."),
        Case(
            "a namespace with a dot", "for-job", "a.b/c", .invalidName, column: 2,
            "\"a.b\" is not a valid namespace name: at most 63 lower-case letters, digits and hyphens, no hyphen at either end."
        ),
        Case(
            "a blank in quotes", "for-service", "\"a b\"", .invalidName, column: 3,
            "\"a b\" is not a valid Service name: at most 63 lower-case letters, digits and hyphens, no hyphen at either end."
        ),
        Case(
            "a DNS name after a namespace", "for-service", "db/postgres.db", .invalidName, column: 12,
            "\"postgres.db\" is not a valid Service name: at most 63 lower-case letters, digits and hyphens, no hyphen at either end."
        ),
        Case(
            "another DNS domain", "for-service", "postgres.db.svc.example.com", .invalidName, column: 12,
            "\"postgres.db.svc.example.com\" is no Service of this cluster; write NAME.NAMESPACE.svc.cluster.local."),
        Case(
            "a DNS name without namespace", "for-service", "postgres.", .invalidName, column: 10,
            "The namespace's name is empty."),
        Case(
            "a port and a namespace", "for-service", "infra/redis:6379", .twoSeparators, column: 12,
            "\"infra/redis:6379\" has two separators; write infra/redis port=6379."),
        Case(
            "two colons", "for-service", "infra:redis:6379", .twoSeparators, column: 12,
            "\"infra:redis:6379\" has two separators; write infra:redis port=6379."),
        Case(
            "two slashes", "for-job", "a/b/c", .twoSeparators, column: 4,
            "\"a/b/c\" has more than one separator; write NAMESPACE/NAME."),
        Case(
            "a Job has no port", "for-job", "a/b:1", .twoSeparators, column: 4,
            "\"a/b:1\" has more than one separator; write NAMESPACE/NAME."),
        Case(
            "port 0 after a colon", "for-service", "a:0", .invalidPort, column: 3,
            "Port 0 is out of range; ports are 1 to 65535."),
        Case(
            "a port too large after a colon", "for-service", "a.b:65536", .invalidPort, column: 5,
            "Port 65536 is out of range; ports are 1 to 65535."),
    ]

    static let options = [
        Case(
            "a misspelled option", "for-service", "redis prot=6379", .unknownOption, column: 7,
            "\"prot\" is not an option of a Service; did you mean port?"),
        Case(
            "an option in capitals", "for-service", "redis MIN=2", .unknownOption, column: 7,
            "\"MIN\" is not an option of a Service; did you mean min?"),
        Case(
            "a comma forgotten", "for-service", "a b", .unknownOption, column: 3,
            "\"b\" is not an option of a Service; its options are port, min, uptime, condition, jsonpath, exists, absent, optional, timeout, on-failure; dependencies are separated by commas."
        ),
        Case(
            "a port of a Job", "for-job", "m port=1", .optionDoesNotFit, column: 3,
            "port does not fit a Job, only wait.k8s/for-service; its options are min, match, uptime, remember, condition, jsonpath, exists, absent, optional, timeout, on-failure."
        ),
        Case(
            "a match of a Service", "for-service", "m match=(a)", .optionDoesNotFit, column: 3,
            "match does not fit a Service, only wait.k8s/for-job; its options are port, min, uptime, condition, jsonpath, exists, absent, optional, timeout, on-failure."
        ),
        Case(
            "an option twice", "for-service", "a min=1 min=1", .repeatedOption, column: 9,
            "min is given twice; keep one."),
        Case(
            "the port twice", "for-service", "a:1 port=1", .repeatedOption, column: 5, "port is given twice; keep one."),
        Case(
            "no value", "for-service", "a port=", .missingValue, column: 7,
            "port needs a value; write port=6379 or port=NAME."),
        Case("no sign", "for-service", "a min", .missingValue, column: 6, "min needs a value; write min=2 or min=all."),
        Case(
            "no value of match", "for-job", "a match", .missingValue, column: 8,
            "match needs a value; write match=(app=web) or match=pod:LABEL."),
        Case(
            "no value of timeout", "for-job", "a timeout=", .missingValue, column: 10,
            "timeout needs a value; write timeout=5m or timeout=none."),
        Case(
            "no value of on-failure", "for-job", "a on-failure=", .missingValue, column: 13,
            "on-failure needs a value; write on-failure=fail or on-failure=wait."),
        Case(
            "port 0", "for-service", "a port=0", .invalidPort, column: 8,
            "Port 0 is out of range; ports are 1 to 65535."),
        Case(
            "a port that overflows", "for-service", "a port=99999999999999999999", .invalidPort, column: 8,
            "Port 99999999999999999999 is out of range; ports are 1 to 65535."),
        Case(
            "a port that is no name", "for-service", "a port=HTTP", .invalidPort, column: 8,
            "\"HTTP\" is neither a port number nor the name of a port; write port=6379."),
        Case(
            "a negative number", "for-service", "a min=-1", .invalidCount, column: 7,
            "\"-1\" is not a number of endpoints; write min=2, min=0 or min=all."),
        Case(
            "a number that overflows", "for-service", "a min=99999999999999999999", .invalidCount, column: 7,
            "\"99999999999999999999\" is not a number of endpoints; write min=2, min=0 or min=all."),
        Case(
            "digits of another script", "for-service", "a min=٢", .invalidCount, column: 7,
            "\"٢\" is not a number of endpoints; write min=2, min=0 or min=all."),
        Case(
            "no label", "for-job", "m match=pod:", .invalidSelector, column: 13,
            "\"\" is not a label; write match=pod:app.kubernetes.io/version."),
        Case(
            "not a label", "for-job", "m match=pod:a/b/c", .invalidSelector, column: 13,
            "\"a/b/c\" is not a label; write match=pod:app.kubernetes.io/version."),
        Case(
            "an empty selector", "for-job", "m match=()", .invalidSelector, column: 10,
            "The selector is empty; write for example (app=web)."),
        Case(
            "text after a selector", "for-job", "m match=(a)b", .invalidSelector, column: 13,
            "A selector ends with its closing parenthesis; write match=(app=web)."),
        Case(
            "an operator misspelled", "for-job", "m match=(tier inn (a))", .invalidSelector, column: 15,
            "\"inn\" is not an operator; did you mean in?"),
        Case(
            "half an hour, wrongly", "for-service", "a timeout=1d", .invalidDuration, column: 12,
            "\"1d\" is not a length of time; write 90s, 5m, 1h30m, whole seconds, or none."),
        Case(
            "on-failure misspelled", "for-job", "a on-failure=fial", .unknownWord, column: 14,
            "\"fial\" is not known here; did you mean fail?"),
        Case(
            "on-failure unknown", "for-job", "a on-failure=proceed", .unknownWord, column: 14,
            "\"proceed\" is not known here; valid here are fail, wait."),
    ]

    static let pod = [
        Case(
            "a misspelled kind", "for-servce", "a", .unknownAnnotation, item: "",
            "\"wait.k8s/for-servce\" is not an annotation of this version; did you mean wait.k8s/for-service?"),
        Case(
            "a plural", "for-jobs", "a", .unknownAnnotation, item: "",
            "\"wait.k8s/for-jobs\" is not an annotation of this version; did you mean wait.k8s/for-job?"),
        Case(
            "a misspelled setting", "timout", "1m", .unknownAnnotation, item: "",
            "\"wait.k8s/timout\" is not an annotation of this version; did you mean wait.k8s/timeout?"),
        Case(
            "no name at all", "", "a", .unknownAnnotation, item: "",
            "\"wait.k8s/\" is not an annotation of this version; lists are wait.k8s/for and wait.k8s/for-KIND, KIND one of service, pod, job, cronjob, deployment, statefulset, daemonset, pvc, crd, configmap, secret, node, tcp, http, dns, file."
        ),
        Case("0", "timeout", "0", .invalidDuration, "A time limit of 0 leaves no time to wait; use none for no limit."),
        Case(
            "0m0s", "timeout", "0m0s", .invalidDuration,
            "A time limit of 0 leaves no time to wait; use none for no limit."),
        Case(
            "nothing", "timeout", "", .invalidDuration,
            "\"\" is not a length of time; write 90s, 5m, 1h30m, whole seconds, or none."),
        Case(
            "a negative number", "timeout", "-5m", .invalidDuration,
            "\"-5m\" is not a length of time; write 90s, 5m, 1h30m, whole seconds, or none."),
        Case(
            "a fraction", "timeout", "1.5h", .invalidDuration, column: 2,
            "\"1.5h\" is not a length of time; write 90s, 5m, 1h30m, whole seconds, or none."),
        Case(
            "units in disorder", "timeout", "5s1m", .invalidDuration, column: 4,
            "\"5s1m\" is not a length of time; write 90s, 5m, 1h30m, whole seconds, or none."),
        Case(
            "a unit twice", "timeout", "5m5m", .invalidDuration, column: 4,
            "\"5m5m\" is not a length of time; write 90s, 5m, 1h30m, whole seconds, or none."),
        Case(
            "a unit forgotten", "timeout", "1h30", .invalidDuration, column: 4,
            "\"1h30\" is not a length of time; write 90s, 5m, 1h30m, whole seconds, or none."),
        Case(
            "milliseconds", "timeout", "500ms", .invalidDuration, column: 5,
            "\"500ms\" is not a length of time; write 90s, 5m, 1h30m, whole seconds, or none."),
        Case(
            "none misspelled", "timeout", "nnoe", .invalidDuration,
            "\"nnoe\" is not a length of time; did you mean none?"),
        Case(
            "too long", "timeout", "2147483648", .invalidDuration,
            "\"2147483648\" is longer than 2147483647 seconds; use none for no limit."),
        Case(
            "seconds that overflow", "timeout", "99999999999999999999", .invalidDuration,
            "\"99999999999999999999\" is longer than 2147483647 seconds; use none for no limit."),
        Case(
            "hours that overflow", "timeout", "9223372036854775807h", .invalidDuration,
            "\"9223372036854775807h\" is longer than 2147483647 seconds; use none for no limit."),
        Case(
            "a sum that overflows", "timeout", "2562047788015215h30m8s", .invalidDuration,
            "\"2562047788015215h30m8s\" is longer than 2147483647 seconds; use none for no limit."),
        Case("unknown", "on-timeout", "proced", .unknownWord, "\"proced\" is not known here; did you mean proceed?"),
        Case(
            "unknown", "on-failure", "ignore", .unknownWord, "\"ignore\" is not known here; valid here are fail, wait."),
        Case("unknown", "position", "fist", .unknownWord, "\"fist\" is not known here; did you mean first?"),
        Case("in capitals", "inject", "False", .unknownWord, "\"False\" is not known here; did you mean false?"),
        Case("unknown", "inject", "no", .unknownWord, "\"no\" is not known here; valid here are true, false."),
        Case("nothing", "cpu", "", .invalidQuantity, "\"\" is not a quantity of cpu; write for example 20m or 0.1."),
        Case(
            "no quantity", "cpu", "20 m", .invalidQuantity,
            "\"20 m\" is not a quantity of cpu; write for example 20m or 0.1."),
        Case(
            "negative", "cpu", "-1", .invalidQuantity, "\"-1\" is not a quantity of cpu; write for example 20m or 0.1."),
        Case(
            "two points", "memory", "1.2.3Mi", .invalidQuantity,
            "\"1.2.3Mi\" is not a quantity of memory; write for example 32Mi."),
        Case(
            "a unit that is none", "memory", "32MB", .invalidQuantity,
            "\"32MB\" is not a quantity of memory; write for example 32Mi."),
        Case(
            "a sign that only looks like K", "memory", "32\u{212A}i", .invalidQuantity,
            "\"32\u{212A}i\" is not a quantity of memory; write for example 32Mi."),
        Case(
            "zero", "memory", "0.0Mi", .invalidQuantity,
            "The quantity of memory must be greater than zero; write for example 32Mi."),
        Case(
            "thousandths of a byte", "memory", "32m", .invalidQuantity,
            "\"32m\" is a fraction of a byte; did you mean Mi in place of m?"),
        Case("nothing", "image", " ", .invalidImage, "An image's reference has 1 to 512 characters."),
        Case(
            "a blank in it", "image", "my image", .invalidImage, column: 3,
            "\"my image\" is not an image: it has a blank or a sign that no image has."),
    ]

    /// All cases, those of the other files too.
    static let all =
        form + targets + options + pod + kinds + names + selectors + probes + values + contradictions + json

    @Test(arguments: all)
    func saysWhatIsWrongAndWhere(_ item: Case) throws {
        let reading = Reading.of(item.annotation, item.value)
        let error = try #require(reading.errors.first)
        #expect(reading.errors.count == 1)
        #expect(error.code == item.code)
        #expect(error.annotation == "wait.k8s/\(item.annotation)")
        #expect(error.item == item.item)
        #expect(error.column == item.column)
        #expect(error.message == item.message)
        #expect(error.description.count <= Diagnostic.maximumLength)
    }

    @Test func annotationsThatAreTooLargeAreNotRead() {
        let value = "postgres" + String(repeating: " ", count: PodAnnotations.maximumBytes)
        let reading = Reading.of(["for-service": value, "timeout": "x"])
        #expect(reading.errors.map(\.code) == [.annotationsTooLarge])
        #expect(reading.errors.first?.annotation == "wait.k8s/for-service")
        #expect(
            reading.errors.first?.message == "The pod's wait annotations have 16429 bytes; 16384 are allowed in all.")
        #expect(reading.question == nil)
    }

    @Test func annotationsOfOthersDoNotCountForTheLimit() {
        let large = String(repeating: "x", count: 100_000)
        let reading = PodAnnotations(
            [("example.com/x", large), ("wait.k8s/for-service", "a")], namespace: "shop", restartPolicy: nil)
        #expect(reading.errors == [] && reading.texts == ["service/shop/a"])
    }

    @Test func exactlyTheLimitIsTaken() {
        let key = "wait.k8s/for-service"
        let value = "a" + String(repeating: "\n", count: PodAnnotations.maximumBytes - key.utf8.count - 1)
        let reading = PodAnnotations([(key, value)], namespace: "shop", restartPolicy: nil)
        #expect(reading.errors == [] && reading.texts == ["service/shop/a"])
    }

    @Test func anAnnotationTwiceIsRefused() {
        let reading = PodAnnotations(
            [("wait.k8s/for-job", "a"), ("wait.k8s/for-job", "b")], namespace: "shop", restartPolicy: nil)
        #expect(reading.errors.map(\.code) == [.repeatedAnnotation])
    }

    @Test func descriptionNamesThePlace() {
        let error = Reading.of("for-service", "a, redis prot=6379").errors.first
        #expect(
            error?.description == "wait.k8s/for-service, item \"redis prot=6379\", column 10: "
                + "\"prot\" is not an option of a Service; did you mean port?")
    }

    @Test func whatIsQuotedIsOneCleanLine() throws {
        let error = try #require(Reading.of("for-service", "a\u{1B}31m\u{202E}\u{2028}b").errors.first)
        #expect(error.item == "a?31m??b")
        #expect(error.message.hasPrefix("\"a?31m??b\""))
    }

    /// Every code is the code of some case here or in `WaitQuestionTests`, so that none goes untested.
    @Test func everyCodeHasATest() {
        let here = Self.all.map(\.code)
        let elsewhere: [Diagnostic.Code] = [
            .annotationsTooLarge, .repeatedAnnotation, .tooManyDependencies, .duplicateDependency, .portOrName,
            .typeOrNamespace,
        ]
        let covered = Set(here + elsewhere + WaitQuestionTests.refusals.map(\.code))
        #expect(Set(Diagnostic.Code.allCases).subtracting(covered) == [])
    }
}
