import Admission
import Dependencies
import Testing

/// What the operator denies of other namespaces is refused where it is written.
@Suite struct CrossNamespaceTests {
    @Test(
        arguments: [
            ("default", "for-service", "infra/redis", nil), ("deny", "for-service", "redis", nil),
            ("deny", "for-service", "shop/redis", nil),
            ("deny", "for-service", "infra/redis", "services of other namespaces"),
            ("deny", "for-service", "redis.infra.svc.cluster.local", "services of other namespaces"),
            ("service=deny", "for", "svc/infra/redis", "services of other namespaces"),
            ("service=granted", "for-service", "infra/redis", nil),
            ("pvc=deny", "for-pvc", "infra/data", "persistentvolumeclaims of other namespaces"),
            ("jsonpath=deny", "for-pod", "infra/a jsonpath={.status.phase}=Running", "fields (jsonpath=)"),
            ("cluster=deny", "for-node", "worker-1", "objects that belong to no namespace"),
            ("deny", "for-node", "worker-1", nil), ("deny", "for-tcp", "redis.infra:6379", nil),
        ] as [(String, String, String, String?)])
    func refuses(setting: String, key: String, value: String, refused: String?) throws {
        var settings = Reviews.settings
        settings.crossNamespace = try #require(CrossNamespacePolicy(setting))
        let answer = try Admission(settings).review(PodReview(annotations: [("wait.k8s/\(key)", value)]).body)
        #expect(answer.isAllowed == (refused == nil), "\(answer.message ?? "")")
        guard let refused else { return }
        #expect(answer.message?.contains("does not let pods wait for \(refused)") == true, "\(answer.message ?? "")")
        #expect(answer.message?.contains("its operator can allow it by --cross-namespace.") == true)
        // Softly: no container that would wait for ever.
        settings.isDenialSoft = true
        let soft = try Admission(settings).review(PodReview(annotations: [("wait.k8s/\(key)", value)]).body)
        #expect(soft.isAllowed)
        #expect(soft.patch == nil)
    }

    @Test func refusesWhatHandWrittenContainersAsk() throws {
        var settings = Reviews.settings
        settings.crossNamespace = try #require(CrossNamespacePolicy("job=deny"))
        let container =
            #""initContainers":[{"name":"wait","image":"\#(settings.image)","args":["for","job/infra/migrate"]}],"#
        var review = PodReview(annotations: [])
        review.spec = container + #""containers":[{"name":"app"}]"#
        let answer = try Admission(settings).review(review.body)
        #expect(answer.message?.contains("jobs of other namespaces") == true, "\(answer.message ?? "")")
    }
}
