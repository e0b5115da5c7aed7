import Testing

@testable import KubernetesClient

@Suite("WatchMachine: states")
struct WatchMachineTests {
    @Test("the request after a page is known before the page has been read, as it then comes")
    func foresees() {
        var driver = WatchMachineDriver()
        #expect(driver.machine.foresee(after: .page(WatchMachineDriver.page(version: "9", continuing: "t1"))) == nil)
        driver.event(.begin)
        let first = WatchMachineDriver.page(version: "9", names: ["a"], continuing: "t1")
        let foreseen = driver.machine.foresee(after: .page(first))
        #expect(foreseen?["continue"] == "t1")
        #expect(driver.event(.page(first)) == foreseen)
        #expect(driver.machine.foresee(after: .page(WatchMachineDriver.page(version: "9"))) == nil, "the last page")
    }

    @Test(
        "nothing is foreseen after a text that is no page, or has its metadata at the end",
        arguments: [
            "", "{", "[]", #"{"metadata":{"continue":7},"items":[]}"#,
            #"{"items":[],"metadata":{"resourceVersion":"9","continue":"t"}}"#,
        ])
    func foreseesNothing(page: String) {
        var driver = WatchMachineDriver()
        driver.event(.begin)
        #expect(driver.machine.foresee(after: .page(Array(page.utf8))) == nil)
    }

    @Test("lists page by page, then watches from the list's version with bookmarks")
    func listsThenWatches() {
        var driver = WatchMachineDriver()
        var step = driver.event(.begin)
        #expect(step.isList && step["limit"] == "500" && step["continue"] == nil)
        step = driver.event(.page(WatchMachineDriver.page(version: "9", names: ["a"], continuing: "more")))
        #expect(step.isList && step["limit"] == "500" && step["continue"] == "more")
        step = driver.event(.page(WatchMachineDriver.page(version: "9", names: ["b"])))
        #expect(step.isWatch && step["resourceVersion"] == "9" && step["allowWatchBookmarks"] == "true")
        let seconds = step["timeoutSeconds"].flatMap { Int($0) } ?? 0
        #expect(300...600 ~= seconds)
        #expect(driver.event(.opened) == .read)
        #expect(driver.told == ["listing", "applied n/a@7", "applied n/b@7", "listed", "current"])
    }

    @Test("keeps the version of events and bookmarks, and watches on from it when the watch ends in time")
    func keepsVersion() {
        var driver = WatchMachineDriver.watching()
        driver.event(.bytes(WatchMachineDriver.line("ADDED", "a", version: "101")))
        driver.event(.bytes(WatchMachineDriver.line("DELETED", "a", version: "105")))
        driver.event(.bytes(WatchMachineDriver.line("BOOKMARK", "", version: "140")))
        driver.now = .seconds(400)
        #expect(driver.event(.closed)["resourceVersion"] == "140")
        driver.event(.opened)
        #expect(driver.told == ["applied n/a@101", "deleted n/a@105"], "the normal end of a watch is no news")
    }

    @Test(
        "HTTP 410 and an ERROR event of code 410 list again, and the sink hears that its cache is old",
        arguments: [
            WatchMachineEvent.failed(WatchMachineDriver.error(410, reason: "Expired")),
            .bytes(Array(#"{"type":"ERROR","object":{"code":410,"reason":"Gone","message":"old"}}"#.utf8) + [10]),
            .bytes(Array(#"{"type":"ERROR","object":{"code":0,"reason":"Expired","message":"old"}}"#.utf8) + [10]),
        ])
    func expired(event: WatchMachineEvent) {
        var driver = WatchMachineDriver.watching()
        let step = driver.event(event)
        #expect(step.isList && step["continue"] == nil)
        driver.event(.page(WatchMachineDriver.page(version: "200")))
        #expect(driver.event(.opened) == .read)
        #expect(driver.told == ["interrupted", "listing", "listed", "current"])
    }

    @Test("an API server that answers 410 for ever is not asked without pause")
    func expiredForEver() {
        var driver = WatchMachineDriver.watching()
        var rests = 0
        for _ in 0..<50 {
            var step = driver.event(.failed(WatchMachineDriver.error(410)))
            if step.rest != nil {
                rests += 1
                step = driver.event(.begin)
            }
            #expect(step.isList)
            #expect(driver.event(.page(WatchMachineDriver.page(version: "200"))).isWatch)
        }
        #expect(rests == 49)
    }

    @Test("an expired continue token begins the list again")
    func expiredContinue() {
        var driver = WatchMachineDriver()
        driver.event(.begin)
        driver.event(.page(WatchMachineDriver.page(version: "9", names: ["a"], continuing: "more")))
        let step = driver.event(.failed(WatchMachineDriver.error(410, reason: "Expired")))
        #expect(step.isList && step["continue"] == nil)
        #expect(driver.told.last == "listing")
    }

    @Test("a page of another version than the first does not complete the list")
    func inconsistentPage() {
        var driver = WatchMachineDriver()
        driver.event(.begin)
        driver.event(.page(WatchMachineDriver.page(version: "9", names: ["a"], continuing: "more")))
        #expect(driver.event(.page(WatchMachineDriver.page(version: "1"))).rest != nil)
        #expect(driver.event(.begin)["continue"] == nil)
        #expect(driver.told == ["listing", "applied n/a@7", "interrupted", "listing"])
    }

    @Test("a page that is too large is asked for again with half as many objects")
    func tooLarge() {
        var driver = WatchMachineDriver()
        driver.event(.begin)
        let step = driver.event(.failed(KubernetesError(.tooLarge, "too large")))
        #expect(step["limit"] == "250" && step["continue"] == nil)
        #expect(driver.told == ["listing", "listing"])
    }

    @Test("a page that failed is asked for again, not the whole list")
    func pageAgain() {
        var driver = WatchMachineDriver()
        driver.event(.begin)
        driver.event(.page(WatchMachineDriver.page(version: "9", continuing: "more")))
        #expect(driver.event(.failed(WatchMachineDriver.error(500))).rest != nil)
        #expect(driver.event(.begin)["continue"] == "more")
    }

    @Test(
        "a broken list is no list",
        arguments: [
            "", "{}", "[]", #"{"metadata":{},"items":[]}"#, #"{"metadata":{"resourceVersion":"1"}}"#,
            #"{"metadata":{"resourceVersion":"1"},"items":[{]}"#, #"{"metadata":{"resourceVersion":"1"},"items":[]}x"#,
        ])
    func brokenList(text: String) {
        var driver = WatchMachineDriver()
        driver.event(.begin)
        #expect(driver.event(.page(Array(text.utf8))).rest != nil)
        #expect(driver.told == ["listing", "interrupted"])
    }
}
