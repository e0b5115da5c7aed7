import Admission
import CoreTestKit
import Testing

/// Bodies that are no pod's review: the proper status, or a refusal with a message, never silence.
@Suite struct BadInputTests {
    private let admission = Admission(Reviews.settings)

    private static let head = #"{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1""#
    private static let pods = #""resource":{"group":"","version":"v1","resource":"pods"},"operation":"CREATE""#

    static let malformed: [(name: String, body: String, message: String)] = [
        ("empty", "", "ends too early"),
        ("blank", "  \n", "ends too early"),
        ("no JSON", "hello", "expected a value"),
        ("an array", "[]", "expected object, found array"),
        ("a string", #""x""#, "expected object, found string"),
        ("null", "null", "expected object, found null"),
        ("cut", #"{"kind":"AdmissionReview""#, "ends too early"),
        ("two texts", "\(head)}{}", "text after the end"),
        ("kind missing", #"{"apiVersion":"admission.k8s.io/v1","request":{"uid":"a"}}"#, "kind"),
        ("kind of another", #"{"kind":"Pod","apiVersion":"v1"}"#, "kind"),
        ("kind a number", #"{"kind":1,"apiVersion":"admission.k8s.io/v1"}"#, "expected string, found number"),
        ("apiVersion missing", #"{"kind":"AdmissionReview","request":{"uid":"a"}}"#, "admission.k8s.io/v1beta1"),
        (
            "apiVersion unknown", #"{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v2"}"#,
            "admission.k8s.io/v1 and"
        ),
        ("request missing", "\(head)}", "no request"),
        ("request null", #"\#(head),"request":null}"#, "no request"),
        ("request a list", #"\#(head),"request":[]}"#, "expected object, found array"),
        ("uid missing", #"\#(head),"request":{\#(pods)}}"#, "no uid"),
        ("uid null", #"\#(head),"request":{"uid":null}}"#, "no uid"),
        ("uid empty", #"\#(head),"request":{"uid":""}}"#, "no uid"),
        ("uid a number", #"\#(head),"request":{"uid":7}}"#, "expected string, found number"),
        ("a control character", "\(head),\"request\":{\"uid\":\"a\u{1}\"}}", "control character"),
        ("half a surrogate", #"\#(head),"request":{"uid":"\ud800"}}"#, "surrogate"),
        ("too deep", #"\#(head),"x":\#(String(repeating: "[", count: 100_000))"#, "nested deeper"),
        (
            "wrong type, then no JSON",
            #"\#(head),"request":{"uid":"a",\#(pods),"object":{"spec":{"hostNetwork":1}},"#, "hostNetwork"
        ),
    ]

    @Test(arguments: malformed)
    func isRefusedWithA400(name: String, body: String, message: String) {
        let answer = admission.review(Array(body.utf8).span)
        #expect(answer.status == 400)
        #expect(answer.contentType.hasPrefix("text/plain"))
        #expect(answer.outcome == .malformed)
        #expect(answer.reason != nil)
        if name != "wrong type, then no JSON" {
            #expect(String(decoding: answer.body, as: UTF8.self).contains(message))
        }
    }

    static let denied: [(name: String, request: String, message: String)] = [
        ("object missing", #"{"uid":"a",\#(pods)}"#, "request.object is missing"),
        ("object null", #"{"uid":"a",\#(pods),"object":null}"#, "request.object is missing"),
        ("object a string", #"{"uid":"a",\#(pods),"object":"x"}"#, "request.object: expected object, found string"),
        ("resource missing", #"{"uid":"a","operation":"CREATE","object":{}}"#, "request.resource.resource is missing"),
        ("resource a string", #"{"uid":"a","resource":"pods"}"#, "request.resource: expected object"),
        ("operation missing", #"{"uid":"a","resource":{"resource":"pods"},"object":{}}"#, "request.operation"),
        ("operation unknown", #"{"uid":"a","resource":{"resource":"pods"},"operation":"MOVE"}"#, "request.operation"),
        ("namespace a number", #"{"uid":"a","namespace":1}"#, "request.namespace: expected string, found number"),
        ("metadata a list", object(#""metadata":[]"#), "request.object.metadata: expected object, found array"),
        ("annotations a list", object(#""metadata":{"annotations":[]}"#), "request.object.metadata.annotations"),
        (
            "annotation a number", object(#""metadata":{"annotations":{"wait.k8s/for-service":5}}"#),
            "request.object.metadata.annotations[wait.k8s/for-service]: expected string, found number"
        ),
        ("labels a string", object(#""metadata":{"labels":"x"}"#), "request.object.metadata.labels"),
        ("spec a string", object(#""spec":"x""#), "request.object.spec: expected object"),
        ("hostNetwork a string", object(#""spec":{"hostNetwork":"yes"}"#), "request.object.spec.hostNetwork"),
        ("containers an object", object(#""spec":{"containers":{}}"#), "request.object.spec.containers"),
        (
            "a container a string", object(#""spec":{"containers":[{"name":"a"},"b"]}"#),
            "request.object.spec.containers[1]: expected object, found string"
        ),
        (
            "a name a number", object(#""spec":{"initContainers":[{"name":"a"},{},{"name":1}]}"#),
            "request.object.spec.initContainers[2].name: expected string, found number"
        ),
        (
            "requests a list", object(#""spec":{"containers":[{"resources":{"requests":[1]}}]}"#),
            "request.object.spec.containers[0].resources.requests"
        ),
        (
            "a deadline with a fraction", object(#""spec":{"activeDeadlineSeconds":1.5}"#),
            "request.object.spec.activeDeadlineSeconds: 1.5 is not a whole number"
        ),
        (
            "a deadline beyond 64 bits", object(#""spec":{"activeDeadlineSeconds":99999999999999999999}"#),
            "request.object.spec.activeDeadlineSeconds"
        ),
        ("nodeSelector a list", object(#""spec":{"nodeSelector":[]}"#), "request.object.spec.nodeSelector"),
        ("pull secrets an object", object(#""spec":{"imagePullSecrets":{}}"#), "request.object.spec.imagePullSecrets"),
        (
            "an annotated pod without spec", object(#""metadata":{"annotations":{"wait.k8s/for-service":"x"}}"#),
            "request.object.spec is missing"
        ),
    ]

    private static func object(_ members: String) -> String {
        #"{"uid":"a",\#(pods),"namespace":"shop","object":{\#(members)}}"#
    }

    @Test(arguments: denied)
    func isDeniedByName(name: String, request: String, message: String) throws {
        let answer = try admission.review(Array("\(Self.head),\"request\":\(request)}".utf8))
        #expect(answer.answer.status == 200)
        #expect(answer.response["uid"]?.string == "a")
        let outcome = answer.answer.outcome
        let said = answer.message ?? ""
        let isAllowed = answer.isAllowed
        #expect(!isAllowed)
        #expect(said.contains(message))
        #expect(outcome == .denied)
    }

    @Test(arguments: [
        #"{"uid":"a","resource":{"group":"apps","resource":"pods"},"operation":"CREATE","object":{"spec":1}}"#,
        #"{"uid":"a","resource":{"group":"","resource":"services"},"operation":"CREATE","object":5}"#,
        #"{"uid":"a","resource":{"group":"","resource":"pods"},"operation":"DELETE","object":null}"#,
        #"{"uid":"a","resource":{"group":"","resource":"pods"},"operation":"UPDATE","object":{"spec":1}}"#,
    ])
    func whatIsNotReadIsNotJudged(request: String) throws {
        let answer = try admission.review(Array("\(Self.head),\"request\":\(request)}".utf8))
        #expect(answer.isAllowed && answer.patch == nil)
    }

    @Test func theOrderOfMembersDoesNotMatter() throws {
        let name = "010-create-pods-my-api-57b6f7c45f"
        let review = try JSONTree(Reviews.body(name))
        let expected = admission.review(review.bytes.span)
        let reversed = admission.review(review.reversed.bytes.span)
        #expect(reversed.outcome == .injected)
        #expect(reversed == expected)
    }

    @Test func indentedTextIsReadAlike() throws {
        let compact = try Reviews.body("010-create-pods-my-api-57b6f7c45f")
        var indented: [UInt8] = []
        var inString = false
        var isEscaped = false
        for byte in compact {
            indented.append(byte)
            if isEscaped {
                isEscaped = false
            } else if inString, byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                inString.toggle()
            } else if !inString, "{}[],:".utf8.contains(byte) {
                indented += [0x0D, 0x0A, 0x09, 0x20]
            }
        }
        #expect(indented.count > compact.count)
        let same = admission.review(indented.span) == admission.review(compact.span)
        #expect(same)
    }

    @Test func everyTruncationIsMalformed() throws {
        let body = try Reviews.body("050-create-pods-dry")
        let end = try #require(body.lastIndex(of: UInt8(ascii: "}")))
        for count in 0...end {
            let answer = admission.review(body.span.extracting(0..<count))
            if answer.status != 400 { Issue.record("cut at \(count): \(answer.outcome)") }
        }
    }

    /// A changed byte never makes the server fail, and never lets the pod through without its container unless the
    /// annotations themselves are gone.
    @Test(arguments: 0..<4) func changedBytesAreAnswered(seed: UInt64) throws {
        let body = try Reviews.body("010-create-pods-my-api-57b6f7c45f")
        var random = SeededGenerator(seed: seed)
        let interesting = Array("\"\\{}[],:0-.eEtfnu \n\u{0}\u{7F}".utf8) + [0x80, 0xC0, 0xED, 0xFF]
        for _ in 0..<400 {
            var changed = body
            for _ in 0...random.index(below: 3) {
                let index = random.index(below: changed.count)
                switch random.index(below: 3) {
                case 0: changed[index] = random.pick(interesting)
                case 1: changed.remove(at: index)
                default: changed.insert(UInt8(truncatingIfNeeded: random.next()), at: index)
                }
            }
            let answer = admission.review(changed.span)
            #expect(answer.status == 200 || answer.status == 400)
            if answer.status == 200 { _ = try ReviewAnswer(answer) }
        }
    }

    @Test func aHugeBodyIsOnlySkipped() throws {
        var review = PodReview()
        let filler = String(repeating: #"{"k":"v","n":[1,2,3]},"#, count: 100_000)
        review.metadata += #","managedFields":[\#(filler)null]"#
        #expect(review.body.count > 2_000_000)
        #expect(admission.review(review.body.span).outcome == .injected)
    }
}

extension JSONTree {
    /// The tree with the members of every object in reverse order, those of annotations apart.
    fileprivate var reversed: JSONTree {
        switch self {
        case .object(let members):
            .object(members.reversed().map { Member(key: $0.key, value: $0.value.reversed) })
        case .array(let elements): .array(elements.map(\.reversed))
        case .scalar: self
        }
    }
}
