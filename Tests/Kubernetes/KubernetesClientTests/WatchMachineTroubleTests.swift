import JSONText
import Testing

@testable import KubernetesClient

@Suite("WatchMachine: trouble")
struct WatchMachineTroubleTests {
    @Test("a watch that breaks is opened again at once, and only a try that failed is told")
    func reconnects() {
        var driver = WatchMachineDriver.watching()
        driver.event(.bytes(WatchMachineDriver.line("ADDED", "a", version: "101")))
        driver.now = .seconds(40)
        #expect(driver.event(.failed(KubernetesError(.connection, "reset"))).isWatch)
        #expect(driver.told == ["applied n/a@101"])
        #expect(driver.event(.failed(KubernetesError(.connection, "refused"))).rest != nil)
        #expect(driver.told == ["applied n/a@101", "interrupted"])
        #expect(driver.event(.begin)["resourceVersion"] == "101")
    }

    @Test("of a page with an object that cannot be read nothing is told, and it is asked for again")
    func unreadableItem() {
        var machine = WatchMachine(subject: "pods", seed: 1) { reader throws(JSONError) in try reader.readInteger() }
        let first = machine.event(.begin, now: .zero)
        let page = Array(#"{"metadata":{"resourceVersion":"9"},"items":[1,"two",3]}"#.utf8)
        let action = machine.event(.page(page), now: .zero)
        #expect(action.events.count == 1)
        guard case .interrupted = action.events.first else {
            Issue.record("\(action.events)")
            return
        }
        #expect(action.step.rest != nil)
        #expect(machine.event(.begin, now: .seconds(1)).step == first.step)
    }

    @Test("a watch event with an object that cannot be read means connecting again from before it")
    func unreadableEvent() {
        var machine = WatchMachine(subject: "pods", seed: 1) { reader throws(JSONError) in
            try reader.beginObject()
            guard try reader.nextKey()?.isEqual(to: "metadata") == true else {
                throw JSONError(.wrongType, at: 0, "no metadata")
            }
            try reader.skipValue()
            while try reader.nextKey() != nil {}
        }
        _ = machine.event(.begin, now: .zero)
        _ = machine.event(.page(WatchMachineDriver.page(version: "100")), now: .zero)
        _ = machine.event(.opened, now: .zero)
        let good = WatchMachineDriver.line("ADDED", "a", version: "101")
        let bad = Array(#"{"type":"ADDED","object":{"spec":{},"metadata":{"resourceVersion":"102"}}}"#.utf8) + [0x0A]
        let action = machine.event(.bytes(good + bad + good), now: .zero)
        #expect(action.events.count == 1, "what came before it counts, and nothing after it")
        #expect(action.step["resourceVersion"] == "101")
    }

    @Test("silence means connecting again, and that nobody knows since when the cache is old")
    func silence() {
        var driver = WatchMachineDriver.watching()
        driver.event(.bytes(WatchMachineDriver.line("ADDED", "a", version: "101")))
        for _ in 0..<10 {
            driver.now += .seconds(90)
            let rest = driver.event(.failed(KubernetesError(.timeout, "silent"))).rest ?? .seconds(100)
            #expect(rest <= .milliseconds(800), "a server without bookmarks is not one that fails again and again")
            #expect(driver.event(.begin)["resourceVersion"] == "101")
            driver.event(.opened)
            driver.event(.quiet)
        }
        #expect(driver.told.prefix(3) == ["applied n/a@101", "interrupted", "current"])
    }

    @Test(
        "after an interruption the cache is current once the watch has nothing more to tell",
        arguments: ["quiet", "bookmark", "time"])
    func settles(by proof: String) {
        var driver = WatchMachineDriver.watching()
        driver.event(.failed(KubernetesError(.connection, "refused")))
        driver.event(.begin)
        driver.event(.opened)
        #expect(driver.told == ["interrupted"], "a 200 alone proves nothing: an ERROR may be its first line")
        driver.event(.bytes(WatchMachineDriver.line("MODIFIED", "a", version: "120")))
        #expect(driver.told == ["interrupted", "applied n/a@120"], "more of what was missed may follow")
        switch proof {
        case "quiet": driver.event(.quiet)
        case "bookmark": driver.event(.bytes(WatchMachineDriver.line("BOOKMARK", "", version: "130")))
        default:
            driver.now = .seconds(5)
            driver.event(.bytes(WatchMachineDriver.line("MODIFIED", "b", version: "121")))
        }
        #expect(driver.told.last == "current")
        driver.event(.quiet)
        driver.event(.bytes(WatchMachineDriver.line("BOOKMARK", "", version: "131")))
        #expect(driver.told.filter { $0 == "current" }.count == 1)
    }

    @Test("the waits double with jitter up to 30 s, and begin anew after a good period")
    func backsOff() {
        var driver = WatchMachineDriver.watching()
        var rests: [Duration] = []
        for _ in 0..<12 {
            rests.append(driver.event(.failed(KubernetesError(.connection, "refused"))).rest ?? .zero)
            driver.event(.begin)
        }
        for (number, rest) in rests.enumerated() {
            let whole = min(Duration.seconds(30), .milliseconds(800) * (1 << number))
            #expect(whole / 2...whole ~= rest, "wait \(number)")
        }
        driver.event(.opened)
        driver.now += .seconds(31)
        #expect(driver.event(.closed).isWatch, "a watch that lived proves that all is well")
        let rest = driver.event(.failed(KubernetesError(.connection, "refused"))).rest ?? .zero
        #expect(rest <= .milliseconds(1600))
    }

    @Test("two machines with different seeds wait differently")
    func jitter() {
        func rest(seed: UInt64) -> Duration? {
            var driver = WatchMachineDriver(seed: seed)
            driver.event(.begin)
            return driver.event(.failed(KubernetesError(.connection, "refused"))).rest
        }
        #expect(rest(seed: 1) != rest(seed: 2))
        #expect(rest(seed: 1) == rest(seed: 1))
    }

    @Test(
        "Retry-After is honoured, within reason",
        arguments: [
            (429, 7, Duration.seconds(7)), (503, 20, .seconds(20)), (429, 100_000_000, .seconds(300)),
            (500, 0, .zero), (429, Int.max, .seconds(300)),
        ])
    func retryAfter(status: Int, seconds: Int, shortest: Duration) {
        var driver = WatchMachineDriver.watching()
        let error = WatchMachineDriver.error(status, retryAfter: seconds)
        let rest = driver.event(.failed(error)).rest ?? .zero
        #expect(rest >= shortest && rest <= max(shortest, .milliseconds(800)))
        #expect(driver.told == ["interrupted"])
    }

    @Test("forbidden is told, once, and tried again slowly")
    func forbidden() {
        var driver = WatchMachineDriver()
        driver.event(.begin)
        var longest = Duration.zero
        for _ in 0..<8 {
            let rest = driver.event(.failed(WatchMachineDriver.error(403, reason: "Forbidden"))).rest ?? .zero
            #expect(.seconds(15)...Duration.seconds(300) ~= rest)
            longest = max(longest, rest)
            #expect(driver.event(.begin).isList)
        }
        #expect(longest >= .seconds(150))
        #expect(driver.told == ["listing", "forbidden"])
    }

    @Test("401 reads the credentials again and tries at once; the second time in a row it is told")
    func unauthorized() {
        var driver = WatchMachineDriver.watching()
        driver.now = .seconds(300)
        #expect(!driver.event(.closed).rereadsCredentials)
        let step = driver.event(.failed(WatchMachineDriver.error(401)))
        #expect(step.isWatch && step.rereadsCredentials)
        #expect(driver.told.isEmpty)
        #expect(driver.event(.failed(WatchMachineDriver.error(401))).rest != nil)
        #expect(driver.told == ["interrupted"])
        #expect(driver.event(.begin).rereadsCredentials)
    }

    @Test("a server that is not verified may have a new authority: the next try reads the CA again")
    func unverified() {
        var driver = WatchMachineDriver.watching()
        #expect(driver.event(.failed(KubernetesError(.tls, "unable to get local issuer certificate"))).rest != nil)
        #expect(driver.event(.begin).rereadsCredentials)
        #expect(driver.told == ["interrupted"])
    }

    @Test("a line that cannot be read is not skipped: the watch begins again before it, in the end the list does")
    func unreadable() {
        var driver = WatchMachineDriver.watching()
        let good = WatchMachineDriver.line("ADDED", "a", version: "101")
        let bad = Array("{\"type\":\"ADDED\",\"object\":{\"metadata\":{}\n".utf8)
        let step = driver.event(.bytes(good + bad + WatchMachineDriver.line("ADDED", "b", version: "103")))
        #expect(step["resourceVersion"] == "101")
        #expect(driver.told == ["applied n/a@101"])
        driver.event(.opened)
        driver.now = .seconds(100)
        #expect(driver.event(.bytes(bad)).rest != nil)
        #expect(driver.told == ["applied n/a@101", "interrupted"])
        #expect(driver.event(.begin)["resourceVersion"] == "101")
        driver.event(.opened)
        #expect(driver.event(.bytes(bad)).rest != nil)
        #expect(driver.event(.begin).isList)
    }

    @Test(
        "what is not an event is not taken for one",
        arguments: [
            #"{"type":"ADDED"}"#, #"{"object":{}}"#, #"{"type":"ADDED","object":{"metadata":{"name":"a"}}}"#,
            #"{"type":"RENAMED","object":{"metadata":{"resourceVersion":"2"}}}"#, "null", "\"", "\u{FF}",
            #"{"type":"ADDED","object":{"metadata":{"resourceVersion":"2"}}} {}"#,
            #"{"type":"ADDED","object":{"metadata":{"resourceVersion":2}}}"#,
        ])
    func notAnEvent(line: String) {
        var driver = WatchMachineDriver.watching()
        #expect(driver.event(.bytes(Array(line.utf8) + [0x0A])).rest != nil)
        #expect(driver.told == ["interrupted"])
    }

    @Test("a line has a limit, complete or not", arguments: [true, false])
    func lineLimit(complete: Bool) {
        var settings = WatchSettings()
        settings.lineByteLimit = 64
        var driver = WatchMachineDriver.watching(settings: settings)
        var step = WatchMachineStep.read
        for _ in 0..<8 where step == .read { step = driver.event(.bytes(Array(repeating: 0x20, count: 10))) }
        if complete, step == .read { step = driver.event(.bytes([0x0A])) }
        #expect(step.rest != nil)
    }

    @Test("an ERROR other than 410 is a failed try, with its message")
    func otherError() {
        var driver = WatchMachineDriver.watching()
        let line = #"{"type":"ERROR","object":{"kind":"Status","message":"etcd is away","code":500}}"#
        let action = driver.machine.event(.bytes(Array(line.utf8) + [0x0A]), now: .zero)
        #expect(action.events == [.interrupted(reason: "cannot watch pods: etcd is away")])
        #expect(action.step.rest != nil)
    }

    @Test("a watch that ends as soon as it is opened is a failed try, and does not make a storm")
    func endsAtOnce() {
        var driver = WatchMachineDriver.watching()
        for _ in 0..<5 {
            #expect(driver.event(.closed).rest != nil)
            #expect(driver.event(.begin).isWatch)
            driver.event(.opened)
        }
        #expect(driver.told == ["interrupted"])
    }
}
