import Glibc

/// What a system call that may not block came to.
package enum SyscallResult: Equatable, Sendable {
    /// It succeeded with this return value.
    case value(Int)
    /// EAGAIN, EWOULDBLOCK or EINPROGRESS: try again when the descriptor is ready.
    case wouldBlock
    /// It failed with this errno(3).
    case failure(Int32)
}

/// The one place where errno is read: at once after the call, and EINTR starts the call again.
package enum Syscall {
    /// Runs a call that returns -1 on failure. EAGAIN is a value, for descriptors that do not block.
    @inline(__always)
    package static func attempt<Result: FixedWidthInteger>(_ body: () -> Result) -> SyscallResult {
        while true {
            let result = body()
            if result != -1 { return .value(Int(result)) }
            switch errno {
            case EINTR: continue
            case EAGAIN, EINPROGRESS: return .wouldBlock
            case let number: return .failure(number)
            }
        }
    }

    /// Runs a call that must succeed. Throws with `operation` as the error's name, EAGAIN included.
    @discardableResult
    package static func require<Result: FixedWidthInteger>(
        _ operation: @autoclosure () -> String, _ body: () -> Result
    ) throws(PosixError) -> Int {
        switch attempt(body) {
        case .value(let value): return value
        case .wouldBlock: throw PosixError(operation(), errno: EAGAIN)
        case .failure(let number): throw PosixError(operation(), errno: number)
        }
    }
}
