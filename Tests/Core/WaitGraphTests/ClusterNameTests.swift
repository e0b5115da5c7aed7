import Testing
import WaitGraph

struct ClusterNameTests {
    @Test(arguments: [
        ("redis", "shop/redis"), ("redis.infra", "infra/redis"), ("redis.infra.svc", "infra/redis"),
        ("redis.infra.svc.cluster.local", "infra/redis"), ("redis.infra.svc.cluster.local.", "infra/redis"),
        ("redis-0.redis.infra.svc", "infra/redis"), ("redis-0.redis.infra.svc.cluster.local", "infra/redis"),
        ("db.example.com", nil), ("a.b.c.d", nil), ("a.b.c.d.svc", nil), ("", nil), ("a..svc", nil), (".", nil),
    ])
    func hostsAreServices(_ host: String, _ service: String?) {
        let name = ClusterName(host: host, from: "shop")
        #expect(name.map { "\($0.namespace)/\($0.service)" } == service)
    }

    @Test(arguments: [
        ("http://redis:80/x", "redis"), ("postgres://me:word@db.infra:5432/x?y=@z", "db.infra"), ("amqp://mq", "mq"),
        ("http://[::1]:80", nil), ("redis:80", nil), ("http:///x", nil),
    ])
    func urlsHaveHosts(_ url: String, _ host: String?) {
        #expect(ClusterName.host(ofURL: url) == host)
    }
}
