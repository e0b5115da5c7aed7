import Testing

@testable import KubernetesClient

@Suite struct ObjectsByNameTests {
    @Test func aListReplacesWhatItDoesNotMention() {
        var objects = ObjectsByName<Int>()
        objects.apply(1, name: "a")
        objects.apply(2, name: "b")
        #expect(!objects.isSynced)
        objects.beginList()
        objects.apply(3, name: "b")
        #expect(objects["a"] == 1, "until the list is complete")
        objects.endList()
        #expect(objects["a"] == nil && objects["b"] == 3 && objects.count == 1 && objects.isSynced)
    }

    @Test func aListThatWasBrokenOffForgetsNothing() {
        var objects = ObjectsByName<Int>()
        objects.beginList()
        objects.apply(1, name: "a")
        objects.endList()
        objects.beginList()
        objects.beginList()
        objects.apply(1, name: "a")
        objects.endList()
        #expect(objects["a"] == 1)
    }

    @Test func whatAWatchTellsHolds() {
        var objects = ObjectsByName<Int>()
        objects.beginList()
        objects.endList()
        objects.apply(1, name: "a")
        objects.apply(2, name: "b")
        objects.apply(nil, name: "b")
        #expect(objects.all.map(\.name) == ["a"])
        objects.remove(name: "a")
        #expect(objects.count == 0)
    }
}
