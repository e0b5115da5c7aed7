import Admission
import Dependencies
import Dialects
import Encodings
import JSONText

/// Admission: the body of a call of the webhook.
///
/// The answer is JSON with the call's uid; a patch adds and replaces on our own paths alone, so that everything else is
/// what it was, and the patched pod needs no other. A pod that asks to wait is never let through without its container.
enum AdmissionTarget: FuzzTarget {
    static let name = "admission"

    private static let admissions: [(admission: Admission, isStrict: Bool)] = [
        (Admission(settings()), true),
        (
            Admission(
                settings {
                    $0.isDenialSoft = true
                    $0.windows = .allow
                    $0.pullSecret = "our-pull-secret"
                    $0.runAsUser = nil
                    $0.pullPolicy = nil
                    $0.defaults.position = .last
                    $0.allowedKinds = AllowedKinds("configmaps,*.example.com")
                    $0.allowedImages = [ImagePattern("mirror.example/*")]
                }), false
        ),
    ]

    /// The settings of a server, and what differs.
    static func settings(_ change: (inout AdmissionSettings) -> Void = { _ in }) -> AdmissionSettings {
        var settings = AdmissionSettings(
            version: "1.2.3", image: "registry.example/k8s-wait:1.2.3",
            statusURL: "https://k8s-wait-status.k8s-wait.svc:9843", defaults: PodDefaults())
        settings.pullPolicy = .ifNotPresent
        settings.statusAddresses = ["10.0.0.10", "fd00::10"]
        settings.pins = [String(repeating: "ab", count: 32)]
        change(&settings)
        return settings
    }

    static func run(_ input: [UInt8]) {
        let review = JSONOracle.read(input)
        for (admission, isStrict) in admissions {
            let answer = admission.review(input.span)
            guard answer.status == 200 else {
                expect(answer.status == 400 && answer.outcome == .malformed, "status \(answer.status)")
                continue
            }
            guard let review else { return expect(false, "what is no JSON is answered") }
            check(answer, to: review, by: admission, isStrict: isStrict)
        }
    }

    private static func check(_ answer: AdmissionAnswer, to review: JSONModel, by admission: Admission, isStrict: Bool)
    {
        guard let body = JSONOracle.read(answer.body), let response = body["response"] else {
            return expect(false, "the answer is \(text(answer.body))")
        }
        let isAllowed = response["allowed"] == .boolean(true)
        expect(isAllowed == (answer.outcome != .denied), "\(answer.outcome) is \(isAllowed ? "allowed" : "refused")")
        for warning in response["warnings"]?.elements ?? [] {
            let words = warning.string ?? ""
            expect(!words.isEmpty && words.count <= Diagnostic.maximumLength, "the warning \(words)")
            expect(!words.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }, "the warning \(words)")
        }
        if !isAllowed { expect(response["status"]?["message"]?.string?.isEmpty == false, "refused without a reason") }
        guard !review.hasRepeatedKeys else { return }
        expect(body["apiVersion"] == review["apiVersion"], "answered in \(body)")
        expect(response["uid"] == review["request"]?["uid"], "answered to another call")

        let object = review["request"]?["object"] ?? .null
        guard let encoded = response["patch"]?.string else {
            if isAllowed, isStrict { checkUngated(object, review) }
            return
        }
        guard isAllowed, let bytes = Base64.decode(encoded), case .array(let operations)? = JSONOracle.read(bytes)
        else {
            return expect(false, "the patch is \(encoded)")
        }
        expect(!operations.isEmpty, "an empty patch")
        let isWorkload = answer.outcome == .copied
        let applied =
            isWorkload
            ? WorkloadPatchOracle.apply(operations, to: object) : PodPatchOracle.apply(operations, to: object)
        guard let patched = applied else { return expect(false, "the patch does not apply: \(text(bytes))") }
        let foreign = isWorkload ? WorkloadPatchOracle.foreign : PodPatchOracle.foreign
        expect(foreign(patched) == foreign(object), "the patch changes what is not ours: \(text(bytes))")
        if let request = review["request"] {
            let again = review.replacing("request", with: request.replacing("object", with: patched)).json
            let second = admission.review(again.span)
            expect(second.outcome == .unchanged, "the second time it is \(second.outcome)")
        }
        checkContainers(patched, wasInjected: answer.outcome != .recognised && !isWorkload)
    }

    /// A pod without a patch asks for nothing, or has what it asks for, or is none of those that wait.
    private static func checkUngated(_ pod: JSONModel, _ review: JSONModel) {
        let request = review["request"]
        guard request?["operation"]?.string == "CREATE", request?["resource"]?["resource"]?.string == "pods",
            request?["resource"]?["group"]?.string ?? "" == "", request?["subResource"]?.string ?? "" == ""
        else { return }
        let annotations = pod["metadata"]?["annotations"]?.members.map { text($0.key) } ?? []
        guard annotations.contains(where: { $0.utf8.starts(with: "wait.k8s/for".utf8) }),
            !annotations.contains("kubernetes.io/config.mirror")
        else { return }
        let switched = pod["metadata"]?["annotations"]?["wait.k8s/inject"]?.string ?? ""
        guard !switched.contains("false") else { return }
        let containers = pod["spec"]?["initContainers"]?.elements ?? []
        expect(containers.contains { $0["name"]?.string == "k8s-wait" }, "a pod that asks to wait goes through")
    }

    /// Our containers ask what their arguments say, after the kubelet has expanded them.
    private static func checkContainers(_ pod: JSONModel, wasInjected: Bool) {
        guard wasInjected else { return }
        let ours = pod["spec"]?["initContainers"]?.elements.filter { $0["name"]?.string == "k8s-wait" } ?? []
        guard let json = ours.first?.json else { return expect(false, "injected, but not there") }
        var reader = JSONReader(json.span)
        let manifest = try? ContainerManifest(reading: &reader)
        let invocation = try? manifest?.invocation { ["metadata.name": "web-0", "metadata.namespace": "shop"][$0] }
        guard let invocation else { return expect(false, "our container is \(text(json))") }
        do throws(Diagnostic) {
            let read = try Dialects.read(invocation, podNamespace: "shop", restartPolicy: nil)
            expect(!read.question.dependencies.isEmpty, "our container waits for nothing")
        } catch {
            expect(false, "our container asks \(error)")
        }
    }
}
