import Metrics
import Testing

@Suite struct MetricsRegistryTests {
    @Test func rendersEveryKindInTheExpositionFormat() {
        let registry = MetricsRegistry()
        registry.counter("b_total", help: "B.", labels: [("outcome", "x\"y\\z\n")]).increment(by: 2)
        registry.counter("b_total", help: "B.", labels: [("outcome", "a")]).increment()
        registry.gauge("c", help: "A back\\slash\nand a line.").set(1.5)
        registry.collect("d", kind: .gauge, help: "D.") { [([("kind", "Job")], 3)] }
        let histogram = registry.histogram("a_seconds", help: "A.", bounds: [0.5, 1], labels: [("k", "v")])
        for value in [0.25, 0.75, 1, 5] { histogram.observe(value) }
        #expect(
            String(decoding: registry.render(), as: UTF8.self) == """
                # HELP a_seconds A.
                # TYPE a_seconds histogram
                a_seconds_bucket{k="v",le="0.5"} 1
                a_seconds_bucket{k="v",le="1"} 3
                a_seconds_bucket{k="v",le="+Inf"} 4
                a_seconds_sum{k="v"} 7
                a_seconds_count{k="v"} 4
                # HELP b_total B.
                # TYPE b_total counter
                b_total{outcome="a"} 1
                b_total{outcome="x\\"y\\\\z\\n"} 2
                # HELP c A back\\\\slash\\nand a line.
                # TYPE c gauge
                c 1.5
                # HELP d D.
                # TYPE d gauge
                d{kind="Job"} 3

                """)
    }

    @Test func givesTheSameMetricForTheSameNameAndLabels() {
        let registry = MetricsRegistry()
        registry.counter("a_total", help: "A.", labels: [("x", "1")]).increment()
        let again = registry.counter("a_total", help: "A.", labels: [("x", "1")])
        again.increment(by: -5)
        #expect(again.value == 1)
        #expect(registry.counter("a_total", help: "A.", labels: [("x", "2")]).value == 0)
    }

    private enum Outcome: String, CaseIterable {
        case stored, lost
    }

    @Test func countersOfOneLabelAreAllShownFromTheBeginning() {
        let registry = MetricsRegistry()
        let outcomes: [Outcome: Counter] = registry.counters("a_total", help: "A.", by: "outcome")
        outcomes[.lost]?.increment(by: 2)
        let reasons = registry.counters(
            "b_total", help: "B.", beside: [("port", "x")], by: "reason", of: ["slow", "late", "slow"])
        reasons["late"]?.increment()
        let lines = String(decoding: registry.render(), as: UTF8.self).split(separator: "\n")
        #expect(
            Set(lines.filter { !$0.hasPrefix("#") }) == [
                #"a_total{outcome="stored"} 0"#, #"a_total{outcome="lost"} 2"#, #"b_total{port="x",reason="slow"} 0"#,
                #"b_total{port="x",reason="late"} 1"#,
            ])
    }

    @Test func countsEveryIncrementOfManyTasks() async {
        let registry = MetricsRegistry()
        let counter = registry.counter("a_total", help: "A.")
        let histogram = registry.histogram("h", help: "H.", bounds: [1])
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1_000 {
                        counter.increment()
                        histogram.observe(2)
                    }
                }
            }
        }
        #expect(counter.value == 8_000)
        #expect(histogram.snapshot.cumulative == [0, 8_000])
        #expect(histogram.snapshot.sum == 16_000)
    }
}
