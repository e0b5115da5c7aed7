import JSONText
import Testing

@testable import Readiness

@Suite struct NamespaceGrantTests {
    @Test(
        arguments: [
            ("no annotation", nil, .nobody), ("an empty one", "", .nobody), ("blanks alone", " \n", .nobody),
            ("one", "shop", .namespaces(["shop"])),
            ("several", " shop,\n billing\t", .namespaces(["shop", "billing"])),
            ("the same twice", "shop,shop", .namespaces(["shop"])),
            ("a star", "*", .everybody), ("a star among others", "shop, *", .everybody),
            ("a comma at the end", "shop,", .malformed), ("a comma at the beginning", ",shop", .malformed),
            ("a comma alone", ",", .malformed), ("two commas", "shop,,billing", .malformed),
            ("divided by blanks", "shop billing", .malformed), ("divided by semicolons", "shop;billing", .malformed),
            ("a pattern", "shop-*", .malformed), ("two stars", "**", .malformed),
            ("upper case", "Shop", .malformed), ("a hyphen at the end", "shop-", .malformed),
            ("a hyphen at the beginning", "-shop", .malformed), ("a dot", "shop.svc", .malformed),
            ("a slash", "shop/web", .malformed), ("quotes", "\"shop\"", .malformed), ("JSON", "[\"shop\"]", .malformed),
            ("one bad one beside a star", "*, Shop", .malformed),
            ("no ASCII", "shöp", .malformed), ("a NUL", "shop\0", .malformed),
            ("63 characters", String(repeating: "a", count: 63), .namespaces([String(repeating: "a", count: 63)])),
            ("64 characters", String(repeating: "a", count: 64), .malformed),
            ("too long", String(repeating: "a,", count: 8192) + "a", .malformed),
        ] as [(String, String?, NamespaceGrant)])
    func reads(what: String, value: String?, grant: NamespaceGrant) {
        #expect(NamespaceGrant(value) == grant, "\(what)")
    }

    @Test(
        arguments: [
            (nil, "shop", false), ("shop", "shop", true), ("shop", "sho", false), ("shop", "shop2", false),
            ("shop", "", false), ("*", "shop", true), ("*", "", false), ("shop,Bad", "shop", false),
        ] as [(String?, String, Bool)])
    func admits(value: String?, namespace: String, isAdmitted: Bool) {
        #expect(NamespaceGrant(value).admits(namespace) == isAdmitted)
    }

    @Test(
        arguments: [
            (
                #"{"metadata":{"name":"infra","annotations":{"a":"b","wait.k8s/allow-from":"shop"}}}"#,
                .namespaces(["shop"])
            ),
            (#"{"metadata":{"name":"infra","annotations":null}}"#, .nobody),
            (#"{"metadata":{"name":"infra","labels":{"wait.k8s/allow-from":"shop"}},"spec":{}}"#, .nobody),
            (#"{"metadata":{"name":"infra","annotations":{"wait.k8s/allow-from":7}}}"#, nil),
            (#"{"metadata":{"annotations":{"wait.k8s/allow-from":"shop"}}}"#, nil),
        ] as [(String, NamespaceGrant?)])
    func readsNamespaces(json: String, grant: NamespaceGrant?) {
        var reader = JSONReader(Array(json.utf8).span)
        let record = try? NamespaceRecord(reading: &reader)
        #expect(record?.grant == grant)
    }
}
