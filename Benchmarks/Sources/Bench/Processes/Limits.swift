import Glibc

/// Raises the limit on open files of this process and of those that it starts, as far as the system allows, and
/// returns what it is then.
@discardableResult
func raiseDescriptorLimit(to wanted: Int) throws(BenchmarkError) -> Int {
    let openFiles = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard getrlimit(openFiles, &limit) == 0 else {
        throw BenchmarkError("getrlimit: \(String(cString: strerror(errno)))")
    }
    guard limit.rlim_cur < wanted else { return Int(limit.rlim_cur) }
    limit.rlim_cur = rlim_t(wanted)
    if limit.rlim_max < wanted {
        // Only root may raise the upper limit; anybody else gets as far as it allows.
        let higher = rlimit(rlim_cur: rlim_t(wanted), rlim_max: rlim_t(wanted))
        if withUnsafePointer(to: higher, { setrlimit(openFiles, $0) }) == 0 { return wanted }
        limit.rlim_cur = limit.rlim_max
    }
    guard setrlimit(openFiles, &limit) == 0 else {
        throw BenchmarkError("setrlimit: \(String(cString: strerror(errno)))")
    }
    return Int(limit.rlim_cur)
}
