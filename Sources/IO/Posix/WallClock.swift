import Glibc

/// The wall clock, which may jump: for dates that people and peers read, never for measuring a wait.
package enum WallClock {
    /// Whole seconds since 1970 in UTC, from CLOCK_REALTIME_COARSE: exact to a few milliseconds and free of a system call.
    package static func seconds() -> Int64 {
        var time = timespec()
        _ = clock_gettime(CLOCK_REALTIME_COARSE, &time)
        return Int64(time.tv_sec)
    }

    /// Seconds and nanoseconds since 1970 in UTC, from CLOCK_REALTIME.
    package static func now() -> (seconds: Int64, nanoseconds: Int64) {
        var time = timespec()
        _ = clock_gettime(CLOCK_REALTIME, &time)
        return (Int64(time.tv_sec), Int64(time.tv_nsec))
    }

    /// Nanoseconds since the machine's boot, from CLOCK_BOOTTIME: what the wall clock would say if nobody ever set it. Unlike
    /// `MonotonicTime` it goes on while the machine sleeps.
    package static func nanosecondsSinceBoot() -> Int64 {
        var time = timespec()
        _ = clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
