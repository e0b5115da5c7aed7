internal import Glibc
package import Metrics
internal import Posix

/// Prometheus's standard `process_*` metrics, read from /proc when somebody scrapes (proc(5)).
package enum ProcessMetrics {
    /// Adds the metrics to the registry.
    package static func register(in registry: MetricsRegistry) {
        registry.collect(
            "process_cpu_seconds_total", kind: .counter, help: "User and system CPU time spent, in seconds."
        ) {
            value(cpuSeconds())
        }
        registry.collect("process_resident_memory_bytes", kind: .gauge, help: "Resident memory, in bytes.") {
            value(statistic(23).map { $0 * Double(sysconf(Int32(_SC_PAGESIZE))) })
        }
        registry.collect("process_virtual_memory_bytes", kind: .gauge, help: "Virtual memory, in bytes.") {
            value(statistic(22))
        }
        registry.collect("process_threads", kind: .gauge, help: "Threads of the process.") {
            value(statistic(19))
        }
        registry.collect("process_open_fds", kind: .gauge, help: "Open file descriptors.") {
            value(openDescriptors().map(Double.init))
        }
        registry.collect("process_max_fds", kind: .gauge, help: "The most file descriptors that may be open.") {
            value(descriptorLimit())
        }
        registry.collect(
            "process_start_time_seconds", kind: .gauge, help: "When the process started, in seconds since the epoch."
        ) {
            value(startTime())
        }
    }

    private static func value(_ value: Double?) -> [(labels: [MetricsRegistry.Label], value: Double)] {
        value.map { [(labels: [], value: $0)] } ?? []
    }

    private static func cpuSeconds() -> Double? {
        var usage = rusage()
        guard getrusage(RUSAGE_SELF.rawValue, &usage) == 0 else { return nil }
        let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
        let microseconds = usage.ru_utime.tv_usec + usage.ru_stime.tv_usec
        return Double(seconds) + Double(microseconds) / 1_000_000
    }

    /// Field `index` of /proc/self/stat, counted from 0; the name in parentheses may hold blanks, so what precedes its
    /// end is cut off first.
    private static func statistic(_ index: Int) -> Double? {
        guard let text = file("/proc/self/stat"), let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[end...].split(separator: " ")
        guard fields.indices.contains(index - 1) else { return nil }
        return Double(fields[index - 1])
    }

    private static func startTime() -> Double? {
        guard let ticks = statistic(21),
            let uptime = file("/proc/uptime")?.split(separator: " ").first.flatMap({ Double($0) })
        else { return nil }
        let sinceStart = uptime - ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
        return Double(time(nil)) - sinceStart.rounded()
    }

    private static func descriptorLimit() -> Double? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        return Double(limit.rlim_cur)
    }

    private static func openDescriptors() -> Int? {
        guard let directory = opendir("/proc/self/fd") else { return nil }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        return max(0, count - 3)
    }

    private static func file(_ path: String) -> String? {
        guard let bytes = try? FileContents.read(path, limit: 64 << 10) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
