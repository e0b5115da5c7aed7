import ArgumentParser
import CoreTestKit
import Testing

@testable import kubectl_wait_for

struct SuggestCommandTests {
    private func suggest(_ text: String, _ arguments: [String] = []) throws -> String {
        let file = try ManifestFile(name: "shop.yaml", text: Array(text.utf8))
        let output = try SuggestCommand.parse(["-f", "x", "-n", "shop"] + arguments).result(for: [file])
        #expect(output.status == 0)
        return String(decoding: output.standard, as: UTF8.self)
    }

    @Test func whatSettingsNameIsProposed() throws {
        let text = String(decoding: try Fixtures.read("manifests/suggest.yaml"), as: UTF8.self)
        let proposed = try suggest(text)
        #expect(
            proposed == """
                shop.yaml:29: Deployment shop/api
                  wait.k8s/for-service: worker, data/kafka, redis, db/postgres port=5432
                    worker: args of container wait, shop.yaml:39
                    data/kafka: KAFKA_BROKERS of container api, shop.yaml:25
                    redis: cache-host of container api, shop.yaml:27
                    db/postgres port=5432: DATABASE_URL of container api, shop.yaml:45

                shop.yaml:51: Deployment shop/worker
                    api: API of container worker, shop.yaml:61; not proposed, since it would close a circle: \
                shop/worker → Service shop/api → shop/api → Service shop/worker

                """)
        #expect(!proposed.contains("secret"))
    }

    @Test func programsReadItToo() throws {
        let text = String(decoding: try Fixtures.read("manifests/suggest.yaml"), as: UTF8.self)
        let json = try suggest(text, ["-o", "json"])
        #expect(
            json.hasPrefix(
                #"[{"object":"Deployment shop/api","file":"shop.yaml","line":29,"items":[{"dependency":"service/shop/worker","item":"worker","#
            ))
    }

    @Test func policiesAreProposedForWhatNobodyCanEdit() throws {
        let text = String(decoding: try Fixtures.read("manifests/suggest.yaml"), as: UTF8.self)
        let policies = try suggest(text, ["-o", "policies"])
        #expect(
            policies == """
                # Deployment shop/api, shop.yaml:29
                apiVersion: wait.k8s/v1alpha1
                kind: WaitPolicy
                metadata:
                  name: "api"
                  namespace: "shop"
                spec:
                  mode: Audit
                  selector:
                    ownerKind: Deployment
                    ownerName: "api"
                  dependencies:
                    # worker: args of container wait
                    # data/kafka: KAFKA_BROKERS of container api
                    # redis: cache-host of container api
                    # db/postgres port=5432: DATABASE_URL of container api
                    for-service: "worker, data/kafka, redis, db/postgres port=5432"

                """)
        // Once they are enforced there is nothing left to propose, and nothing to object to.
        let enforced = policies.replacing("mode: Audit", with: "mode: Enforce")
        #expect(try suggest("\(text)\n---\n\(enforced)", ["-o", "policies"]) == "# nothing to propose\n")
        let file = try ManifestFile(name: "both.yaml", text: Array("\(text)\n---\n\(enforced)".utf8))
        let linted = try LintCommand.parse(["-f", "x", "-n", "shop"]).result(for: [file])
        #expect(!String(decoding: linted.standard, as: UTF8.self).contains("-policy]"))
    }

    @Test func policiesOfWorkloadsWithOneNameHaveTwo() throws {
        let container = #"containers: [{name: web, env: [{name: DB_HOST, value: db}]}]"#
        let text = """
            apiVersion: v1
            kind: Service
            metadata: {name: db}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec: {template: {spec: {\(container)}}}
            ---
            apiVersion: batch/v1
            kind: Job
            metadata: {name: web}
            spec: {template: {spec: {\(container)}}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: "we\\nb: x"}
            spec: {\(container)}
            """
        let policies = try suggest(text, ["-o", "policies"])
        #expect(policies.contains("  name: \"web-deployment\"\n"))
        #expect(policies.contains("  name: \"web-job\"\n"))
        #expect(policies.contains("# Pod shop/we b: x, shop.yaml:15\n# Nothing owns it, so no policy can name it"))
        #expect(policies.split(separator: "\n").filter { $0.hasPrefix("apiVersion") }.count == 2)
    }

    @Test(arguments: [
        ("DB_HOST", "db", true), ("DATABASE_URL", "postgres://u:p%40@db/x", true), ("X", "db:5432", true),
        ("X", "mongodb://a.example.com:1,db:27017/x", true), ("DSN", "host=db user=x", true),
        ("X", "u:p@tcp(db:3306)/x", true),
        ("X", "http://[::1]:80, db:1", true), ("X", "http://db.shop/x?y=http://other", true), ("X", "db", false),
        ("X", "db is a word", false), ("DB_HOST", "db2", false), ("X", "db:99999", false), ("X", "a:db:1", false),
        ("DB_HOST", "", false), ("X", "DB:1", false), ("SHOST", "db", false),
    ])
    func textsNameServices(_ name: String, _ value: String, _ isNamed: Bool) throws {
        let text = """
            apiVersion: v1
            kind: Service
            metadata: {name: db}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: web}
            spec: {containers: [{name: c, env: [{name: "\(name)", value: "\(value)"}]}]}
            """
        #expect(try suggest(text).contains("wait.k8s/for-service: db\n") == isNamed)
    }

    @Test func nothingIsSaidToo() throws {
        #expect(try suggest("a: 1\n") == "nothing to propose\n")
    }

    /// Deployments each of which talks to another, and the Services of all of them.
    private func deployments(_ count: Int, talkingTo other: (Int) -> Int?) -> String {
        (0..<count).map { number in
            let variable = other(number).map { "{name: HOST, value: s\($0)}" } ?? ""
            return """
                ---
                {apiVersion: v1, kind: Service, metadata: {name: s\(number)}, spec: {selector: {app: s\(number)}}}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: s\(number)}
                spec:
                  template:
                    metadata: {labels: {app: s\(number)}}
                    spec: {containers: [{name: c, env: [\(variable)]}]}

                """
        }.joined()
    }

    @Test func longChainsCloseNoCircle() throws {
        let chain = try suggest(deployments(2_500) { $0 > 0 ? $0 - 1 : nil })
        #expect(!chain.contains("not proposed"))
        #expect(chain.contains("wait.k8s/for-service: s2498\n"))
    }

    @Test(arguments: [1, -1]) func oneOfALongRingIsLeftOut(_ step: Int) throws {
        let count = 2_500
        let ring = try suggest(deployments(count) { ($0 + step + count) % count })
        #expect(ring.split(separator: "\n").count { $0.contains("not proposed") } == 1)
        #expect(
            ring.split(separator: "\n").last?.contains("not proposed, since it would close a circle: shop/s2499 →")
                == true)
    }

    @Test func ofEachPairOneIsLeftOut() throws {
        let pairs = try suggest(deployments(200) { $0 ^ 1 })
        #expect(pairs.split(separator: "\n").count { $0.contains("not proposed") } == 100)
    }
}
