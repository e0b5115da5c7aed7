import CoreTestKit
import Testing

@testable import StatusServer

@Suite("ObjectStore")
struct ObjectStoreTests {
    @Test("an object is found under its namespace and name only")
    func finds() {
        var store = ObjectStore<Int>()
        #expect(store.apply(1, namespace: "db", name: "postgres") == nil)
        #expect(store.apply(2, namespace: "shop", name: "postgres") == nil)
        #expect(store.apply(3, namespace: "db", name: "postgres") == 1)
        #expect(store["db", "postgres"] == 3)
        #expect(store["shop", "postgres"] == 2)
        #expect(store["db", "redis"] == nil)
        #expect(store["infra", "postgres"] == nil)
        #expect(store.count == 2)
    }

    @Test("a place costs its record, its name and 24 bytes")
    func overhead() {
        let name = MemoryLayout<String>.stride
        #expect(MemoryLayout<ObjectSlot<String>>.stride <= MemoryLayout<String>.stride + name + 24)
        #expect(MemoryLayout<ObjectSlot<UInt64>>.stride <= MemoryLayout<UInt64>.stride + name + 24)
    }

    @Test("a complete list forgets what it did not mention, a broken one forgets nothing")
    func lists() {
        var store = ObjectStore<String>()
        #expect(!store.isSynced)
        store.beginList()
        store.apply("a1", namespace: "n", name: "a")
        store.apply("b1", namespace: "n", name: "b")
        #expect(store.endList().isEmpty)
        #expect(store.isSynced)

        store.beginList()
        store.apply("a2", namespace: "n", name: "a")
        store.beginList()
        #expect(store.count == 2)
        store.apply("b2", namespace: "n", name: "b")
        store.apply("c2", namespace: "n", name: "c")
        let gone = store.endList()
        #expect(gone.map(\.name) == ["a"])
        #expect(gone.map(\.record) == ["a2"])
        #expect(store["n", "a"] == nil)
        #expect(store["n", "b"] == "b2")
        #expect(store["n", "c"] == "c2")
    }

    @Test("walking a namespace meets its objects and no others, also after some are gone")
    func walksNamespaces() {
        var store = ObjectStore<Int>()
        for number in 0..<600 {
            store.apply(number, namespace: "ns\(number % 3)", name: "object-\(number)")
        }
        for number in stride(from: 0, to: 600, by: 2) {
            #expect(store.remove(namespace: "ns\(number % 3)", name: "object-\(number)") == number)
        }
        var seen: [Int] = []
        store.forEach(inNamespace: "ns1") { name, record in
            #expect(name == "object-\(record)")
            seen.append(record)
        }
        #expect(seen.sorted() == (0..<600).filter { $0 % 3 == 1 && $0 % 2 == 1 })
    }

    @Test("does what a dictionary does, whatever the order of calls", arguments: [1, 2, 3] as [UInt64])
    func equalsDictionary(seed: UInt64) {
        struct Key: Hashable {
            var namespace: String
            var name: String
        }
        var random = SeededGenerator(seed: seed)
        var store = ObjectStore<Int>()
        var model: [Key: Int] = [:]
        var mentioned: Set<Key> = []
        for step in 0..<20_000 {
            let key = Key(namespace: "n\(random.next() % 5)", name: "object-\(random.next() % 400)")
            switch random.next() % 100 {
            case 0:
                store.beginList()
                mentioned = []
            case 1 where step > 10_000:
                let gone = Set(store.endList().map { Key(namespace: $0.namespace, name: $0.name) })
                #expect(gone == Set(model.keys).subtracting(mentioned))
                model = model.filter { mentioned.contains($0.key) }
            case 2..<60:
                #expect(store.apply(step, namespace: key.namespace, name: key.name) == model[key])
                model[key] = step
                mentioned.insert(key)
            default:
                #expect(store.remove(namespace: key.namespace, name: key.name) == model[key])
                model[key] = nil
                mentioned.remove(key)
            }
        }
        #expect(store.count == model.count)
        var found: [Key: Int] = [:]
        store.forEach { found[Key(namespace: $0, name: $1)] = $2 }
        #expect(found == model)
        for (key, value) in model { #expect(store[key.namespace, key.name] == value) }
    }
}
