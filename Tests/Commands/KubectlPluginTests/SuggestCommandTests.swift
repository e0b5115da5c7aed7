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
}
