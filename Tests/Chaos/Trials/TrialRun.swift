import KubernetesTestKit
import Posix
import ServerTestKit

/// One trial from its start to its row.
///
/// All the time admissions are due at a constant rate, and pods wait at a constant number of gates, each a Service: a
/// beat opens the oldest gate and puts pods at a new one in the place of those that it releases. When the fault begins,
/// gates that were open are closed and get pods: whoever believes what was true before the fault releases them wrongly.
final class TrialRun {
    private static let realGate = "real"

    private let trial: Trial
    private let scale: Scale
    private let duration: Duration
    private let site: Site
    private let ledger = Ledger()
    private var load: LoadThread?
    private var gates: [String] = []
    /// Gates that were open before the fault, with the pods that do not ask before it begins.
    private var decoys: [(gate: String, pods: [VirtualPod])] = []
    private var gatesMade = 0
    private var podsStarted = 0
    private var realPods: [ChildProcess] = []

    private init(_ trial: Trial, _ site: Site, _ options: Options) {
        self.trial = trial
        self.site = site
        scale = site.scale
        duration = options.isShort ? trial.shortDuration : trial.duration
    }

    /// Runs the trial in a place of its own.
    static func row(of trial: Trial, _ options: Options) async throws -> Row {
        let site = try Site(
            ProcessMarks(options.processes), scale: options.isShort ? .short : .full, isReplicated: trial.isReplicated,
            isSelfManaged: trial.isSelfManaged)
        let run = TrialRun(trial, site, options)
        do {
            let row = try await run.run(options)
            await run.end()
            return row
        } catch {
            say("\(trial.name): the server's log ends with\n  \(site.serverLog.joined(separator: "\n  "))")
            await run.end()
            throw error
        }
    }

    private func end() async {
        load?.stop()
        for pod in realPods { await site.end(pod) }
        await site.end()
    }

    private func run(_ options: Options) async throws -> Row {
        if trial.precedesServer { try await beginFault() }
        try await startServers()
        if trial.isSelfManaged { try await site.waitForPublication() }
        let target = try LoadTarget(
            webhookPort: site.webhookAddress.port, statusPort: site.statusAddress.port,
            admissionsPerSecond: scale.admissionsPerSecond, review: FileContents.read(options.reviewFile),
            authorities: { [site] in site.trustedAuthorities })
        load = try LoadThread(target, ledger: ledger)
        if !trial.isSelfManaged { try await makeDecoys() }
        for _ in 0..<(trial.gates.map { $0 * scale.gates / Scale.full.gates } ?? scale.gates) {
            try await addGate()
            // The first herd is not the fault: were all to come at once, admissions would wait for the load's own thread.
            try await wait { self.ledger.counts.connections >= self.podsStarted }
        }
        try await startRealPods()
        if trial.movesClock {
            try site.api.cluster.put(Objects.agedPod(readyFor: 60))
            try await addPods(at: Objects.agedGate)
        }
        if !trial.precedesServer {
            try await calm()
            if trial.isSelfManaged {
                // Early in the reign of an authority: what they trust outlives the next promotion, and not two.
                try await site.waitForPromotions(1)
                try await makeDecoys()
            }
            try await beginFault()
        }
        let began = MonotonicTime.now()
        let course = Course(trial.course, site)
        while MonotonicTime.now().since(began) < trial.unnoticed { try await beat() }
        try await baitDecoys()
        while MonotonicTime.now().since(began) < duration || !course.isOver { try await beat() }
        try course.check()
        let lasted = MonotonicTime.now().since(began)
        try await trial.end(site)
        ledger.endFault()
        try await beat()
        try await wait { self.ledger.recovery != nil }
        try await calm()
        try openEverything()
        try await wait { self.ledger.counts.released >= self.ledger.counts.waiters }
        return try row(lasted)
    }

    private func startServers() async throws {
        guard trial.isReplicated else {
            return try await site.startServer(
                trial.serverOptions, environment: trial.environment(of: site), descriptors: trial.descriptors)
        }
        for number in 0..<Trial.replicaCount { try await site.startReplica("old-\(number)", trial.serverOptions) }
    }

    private func row(_ lasted: Duration) throws -> Row {
        let counts = ledger.counts
        if let fault = trial.check(counts) { throw ChildProcess.StartFailure(description: fault) }
        for trouble in counts.troubles { say("\(trial.name): \(trouble)") }
        if counts.released < counts.waiters || ledger.recovery == nil || site.hasServerEnded {
            say("\(trial.name): the server's log ends with\n  \(site.serverLog.joined(separator: "\n  "))")
        }
        return Row(fault: trial.name, lasted: lasted, counts: counts, recovery: ledger.recovery)
    }

    // MARK: The course of things

    private func beginFault() async throws {
        ledger.beginFault()
        try await trial.begin(site)
    }

    private func calm() async throws {
        for _ in 0..<scale.calmBeats { try await beat() }
    }

    /// Opens the oldest gate, and puts pods at a new one.
    private func beat() async throws {
        let next = MonotonicTime.now().adding(scale.beat)
        try open(gates.removeFirst())
        try await addGate()
        collectRealPods()
        if let failure = load?.failure { throw ChildProcess.StartFailure(description: "no load: \(failure)") }
        try await Task.sleep(for: max(.zero, next.since(.now())))
    }

    /// Looks again and again until `isDone` or patience ends.
    private func wait(until isDone: () -> Bool) async throws {
        let deadline = MonotonicTime.now().adding(scale.patience)
        while !isDone(), MonotonicTime.now() < deadline {
            collectRealPods()
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    // MARK: Gates

    private func addGate() async throws {
        gatesMade += 1
        let gate = "gate-\(gatesMade)"
        try site.api.cluster.put(Objects.service(gate))
        try site.api.cluster.put(Objects.slice(gate, isReady: false))
        try await addPods(at: gate)
        gates.append(gate)
    }

    private func addPods(at gate: String) async throws {
        start(try await site.makePods(scale.podsPerGate, waitingAt: gate), at: gate)
    }

    private func start(_ pods: [VirtualPod], at gate: String) {
        podsStarted += pods.count
        load?.add(pods.map { LoadThread.Arrival(pod: $0, gate: gate) })
    }

    private func open(_ gate: String) throws {
        ledger.open(gate)
        try site.api.cluster.put(Objects.slice(gate, isReady: true))
    }

    private func makeDecoys() async throws {
        for number in 0..<scale.decoys {
            let gate = "decoy-\(number)"
            try site.api.cluster.put(Objects.service(gate))
            try open(gate)
            decoys.append((gate, try await site.makePods(scale.podsPerGate / 2, waitingAt: gate)))
        }
    }

    /// Closes gates that were open, and has pods ask there: some that the server has long known, and new ones.
    private func baitDecoys() async throws {
        for (gate, _) in decoys {
            ledger.close(gate)
            try site.api.cluster.put(Objects.slice(gate, isReady: false))
        }
        // The change and the pods come by two watches: where both work, the change must not be the later one.
        try await beat()
        for (gate, pods) in decoys { start(pods, at: gate) }
        for (gate, _) in decoys { try await addPods(at: gate) }
    }

    private func openEverything() throws {
        for gate in gates + decoys.map(\.gate) + [Self.realGate] { try open(gate) }
        if trial.movesClock {
            ledger.open(Objects.agedGate)
            try site.api.cluster.put(Objects.agedPod(readyFor: 7200))
        }
        gates = []
    }

    // MARK: Real init containers

    /// Starts them at a gate of their own, which is opened with the last ones.
    private func startRealPods() async throws {
        try site.api.cluster.put(Objects.service(Self.realGate))
        try site.api.cluster.put(Objects.slice(Self.realGate, isReady: false))
        for _ in 0..<scale.realPods {
            realPods.append(try await site.startRealPod(waitingFor: Self.realGate))
            ledger.began()
        }
    }

    private func collectRealPods() {
        realPods.removeAll { pod in
            guard pod.hasEnded else { return false }
            if pod.lines.contains(where: { $0.contains("released after") }) {
                ledger.released(at: Self.realGate, "a real init container")
            } else {
                ledger.gaveUp("a real init container", pod.lines.last ?? "without a word")
            }
            site.forget(pod)
            return true
        }
    }
}
