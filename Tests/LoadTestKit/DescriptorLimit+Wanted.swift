import Glibc
package import Posix

extension DescriptorLimit {
    /// Raises the limit of this process, and so of those that it starts, as far as the system allows, above what it grants
    /// by itself too, and returns what it is then.
    @discardableResult
    package static func raise(to wanted: Int) throws(LoadError) -> Int {
        let openFiles = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(openFiles, &limit) == 0 else {
            throw LoadError("getrlimit: \(String(cString: strerror(errno)))")
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
            throw LoadError("setrlimit: \(String(cString: strerror(errno)))")
        }
        return Int(limit.rlim_cur)
    }
}
