internal import CLinux

/// The C library's allocator (mallopt(3)).
package enum Allocator {
    /// Maps every block of 1 MiB or more on its own, so that its memory goes back to the system as soon as it is freed.
    ///
    /// The C library raises that size by itself to that of the largest block it has seen freed, up to 32 MiB. The pages
    /// of a list then come from the heap; what is kept of their objects lies behind them, and the room stays taken. To
    /// be called before other threads exist.
    package static func returnLargeBlocks() {
        // Refused, it costs memory and nothing else.
        _ = k8s_wait_map_blocks_from(1 << 20)
    }
}
