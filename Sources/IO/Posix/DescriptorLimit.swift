import Glibc

/// How many descriptors this process may have open (RLIMIT_NOFILE of getrlimit(2)).
package enum DescriptorLimit {
    /// Raises the limit to what the system grants (the hard limit), since the usual soft limit of 1024 is there only for
    /// programs that use select(2). What it is then; 1024 where the system does not tell.
    @discardableResult
    package static func raise() -> Int {
        let openFiles = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(openFiles, &limit) == 0 else { return 1_024 }
        let granted = rlimit(rlim_cur: limit.rlim_max, rlim_max: limit.rlim_max)
        guard limit.rlim_cur < limit.rlim_max, withUnsafePointer(to: granted, { setrlimit(openFiles, $0) }) == 0 else {
            return Int(clamping: limit.rlim_cur)
        }
        return Int(clamping: limit.rlim_max)
    }
}
