import Glibc
import Testing

@testable import KubernetesClient

@Suite("ObjectStore: memory", .serialized)
struct ObjectStoreMemoryTests {
    /// About what a rule keeps of a pod.
    private struct PodLike {
        var uid: String
        var node: String
        var labels: [String]
        var readySince: Int64
        var isReady: Bool
    }

    /// The process's resident memory in bytes: proc(5), /proc/pid/statm.
    private static func resident() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        fgets(&line, Int32(line.count), file)
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * sysconf(Int32(_SC_PAGESIZE))
    }

    @Test("100,000 pods cost at most 500 bytes each, names and records included")
    func hundredThousandPods() {
        let before = Self.resident()
        var store = ObjectStore<PodLike>()
        let labels = ["web", "frontend"]
        for number in 0..<100_000 {
            let record = PodLike(
                uid: "b8feffbe-ce90-40b0-a2aa-\(100_000_000_000 + number)", node: "node-\(number % 500)",
                labels: labels,
                readySince: Int64(number), isReady: true)
            store.apply(record, namespace: "team-\(number % 300)", name: "web-frontend-7c4b9c757c-\(number)")
        }
        let each = (Self.resident() - before) / store.count
        print("ObjectStore: \(each) bytes for each of \(store.count) pods")
        #expect(store.count == 100_000)
        #expect(each <= 500)
    }
}
