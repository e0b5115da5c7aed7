import Dependencies
import Testing

@Suite struct PodAnnotationsTests {
    @Test func readsTheQuestionOfAPod() throws {
        let reading = PodAnnotations(
            [
                ("wait.k8s/timeout", "10m"), ("example.com/other", "x"),
                ("wait.k8s/for-service", "db/postgres, infra/redis port=6379"),
                ("wait.k8s/for-job", "migrate match=pod:app.kubernetes.io/version\n"),
            ], namespace: "shop", restartPolicy: "Always")
        #expect(reading.errors.isEmpty && reading.warnings.isEmpty)
        #expect(
            reading.question?.arguments == [
                "for", "service/db/postgres", "service/infra/redis port=6379",
                "job/shop/migrate match=pod:app.kubernetes.io/version",
                "--timeout=10m", "--on-timeout=fail", "--on-failure=wait",
            ])
    }
}
