import Admission
import Dependencies
import Testing

/// What is refused, what is said about it, and what is only warned of.
@Suite struct DenialTests {
    private func answer(
        _ review: PodReview, _ change: (inout AdmissionSettings) -> Void = { _ in }
    ) throws -> ReviewAnswer {
        var settings = Reviews.settings
        change(&settings)
        return try Admission(settings).review(review.body)
    }

    @Test func namesAnnotationItemAndNearestWord() throws {
        let answer = try answer(PodReview(annotations: [("wait.k8s/for-service", "db/postgres prt=5432")]))
        #expect(!answer.isAllowed)
        #expect(answer.patch == nil)
        let message = try #require(answer.message)
        #expect(message.contains("wait.k8s/for-service"))
        #expect(message.contains("db/postgres prt=5432"))
        #expect(message.contains("port"))
        #expect(answer.response["status"]?["code"] == .scalar("400"))
        #expect(answer.response["status"]?["reason"]?.string == "BadRequest")
        #expect(answer.answer.outcome == .denied)
        #expect(answer.answer.reason == message)
        #expect(answer.answer.status == 200)
        #expect(answer.answer.subject == "shop/web")
    }

    @Test func listsTheFirstMistakesAndCountsTheRest() throws {
        let items = (1...9).map { "s\($0) wrong=\($0)" }.joined(separator: ", ")
        let message = try #require(answer(PodReview(annotations: [("wait.k8s/for-service", items)])).message)
        #expect(message.contains("s1 wrong=1") && message.contains("s5 wrong=5"))
        #expect(!message.contains("s6 wrong=6"))
        #expect(message.contains("and 4 more"))
    }

    @Test func softDenialWaitsForWhatParsed() throws {
        let review = PodReview(annotations: [("wait.k8s/for-service", "postgres, redis prt=1")])
        let answer = try answer(review) { $0.isDenialSoft = true }
        #expect(answer.isAllowed)
        #expect(answer.warnings.count == 2)
        #expect(answer.warnings.last?.contains("prt") == true)
        let patch = try #require(answer.patch)
        let object = try #require(JSONTree(review.body)["request"]?["object"])
        let arguments = try object.applying(JSONTree(patch))["spec"]?["initContainers"]?[0]?["args"]?.elements
        #expect(arguments?.compactMap(\.string).dropFirst().first == "service/shop/postgres")
        #expect(arguments?.count == 5)
    }

    @Test func softDenialOfEverythingSaysSo() throws {
        let answer = try answer(PodReview(annotations: [("wait.k8s/for-srvice", "x")])) { $0.isDenialSoft = true }
        #expect(answer.isAllowed && answer.patch == nil)
        #expect(answer.warnings.count == 2)
    }

    @Test(arguments: [
        #""nodeSelector":{"kubernetes.io/os":"windows"}"#, #""os":{"name":"windows"}"#,
        #""hostNetwork":true,"nodeSelector":{"zone":"a","kubernetes.io/os":"windows"}"#,
    ])
    func windowsPodsAreRefusedOrWarnedOf(spec: String) throws {
        var review = PodReview()
        review.spec += ",\(spec)"
        let refused = try answer(review)
        #expect(!refused.isAllowed)
        #expect(refused.message?.contains("Windows") == true)
        let allowed = try answer(review) { $0.windows = .allow }
        #expect(allowed.isAllowed && allowed.patch == nil)
        #expect(allowed.warnings.count == 1)
        review.spec = review.spec.replacing(#""name":"app""#, with: #""name":"k8s-wait""#)
        #expect(try answer(review) { $0.windows = .allow }.isAllowed)
        review.annotations = []
        #expect(try answer(review).isAllowed)
        review.annotations = [("wait.k8s/for-service", "x"), ("wait.k8s/inject", "false")]
        #expect(try answer(review).isAllowed)
    }

    @Test(arguments: [
        #""os":{"name":"linux"}"#, #""nodeSelector":{"kubernetes.io/os":"linux"}"#, #""os":null,"nodeSelector":null"#,
        #""nodeSelector":{"disk":"windows"}"#,
    ])
    func otherPodsAreNotTakenForWindows(spec: String) throws {
        var review = PodReview()
        review.spec += ",\(spec)"
        #expect(try answer(review).patch != nil)
    }

    @Test func ourNameOnAnotherContainerIsRefused() throws {
        let review = PodReview(spec: #""containers":[{"name":"a"},{"name":"k8s-wait"}]"#)
        let answer = try answer(review)
        #expect(!answer.isAllowed)
        #expect(answer.message?.contains("spec.containers[1]") == true)
    }

    @Test(arguments: [
        (#","activeDeadlineSeconds":60"#, "5m", true), (#","activeDeadlineSeconds":299"#, "5m", true),
        (#","activeDeadlineSeconds":300"#, "5m", false), (#","activeDeadlineSeconds":null"#, "5m", false),
        (#","activeDeadlineSeconds":60"#, "none", true), ("", "5m", false),
    ])
    func warnsOfADeadlineBeforeTheTimeout(spec: String, timeout: String, warns: Bool) throws {
        var review = PodReview()
        review.spec += spec
        review.annotations.append(("wait.k8s/timeout", timeout))
        let answer = try answer(review)
        #expect(answer.patch != nil)
        #expect(answer.warnings.contains { $0.contains("activeDeadlineSeconds") } == warns)
    }

    @Test func warnsOfWhatMayBeMeantOtherwise() throws {
        let review = PodReview(annotations: [("wait.k8s/for-service", "postgres:5432, redis, redis")])
        let answer = try answer(review)
        #expect(answer.isAllowed && answer.patch != nil)
        #expect(answer.warnings.count == 2)
    }

    @Test func warningsFitAHeader() throws {
        let long = String(repeating: "x", count: 60)
        let items = (0..<30).map { "\(long)\($0)\u{1}\u{2028}é=\(long)" }.joined(separator: "\n")
        var review = PodReview(annotations: [("wait.k8s/for-service", items)])
        review.spec += #","activeDeadlineSeconds":1"#
        let warnings = try answer(review) { $0.isDenialSoft = true }.warnings
        #expect(!warnings.isEmpty)
        for warning in warnings {
            #expect(warning.unicodeScalars.count <= 256)
            #expect(warning.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
        }
        #expect(warnings.reduce(0) { $0 + $1.unicodeScalars.count } <= 4096)
    }
}
