import Readiness
import Testing

@testable import StatusServer

@Suite struct DeadlineQueueTests {
    @Test(arguments: 0..<20)
    func popsInOrderAndNothingBeforeItsTime(seed: Int) {
        var queue = DeadlineQueue<Int>()
        let times = (0..<200).map { ($0 &* 7919 &+ seed &* 104_729) % 97 }
        for time in times { queue.insert(time, at: Timestamp(seconds: time)) }
        var popped: [Int] = []
        for now in 0..<97 {
            while let time = queue.pop(until: Timestamp(seconds: now)) {
                #expect(time == now)
                popped.append(time)
            }
            #expect(queue.next.map { $0 > Timestamp(seconds: now) } ?? true)
        }
        #expect(popped == times.sorted())
        #expect(queue.next == nil)
    }
}
