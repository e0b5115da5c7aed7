import Glibc

extension WaitSignal {
    /// The numbers of all of them, to be blocked and read.
    static let numbers = [SIGTERM, SIGINT]

    /// The signal of this number, or nil for one that does not end the program.
    init?(number: Int32) {
        switch number {
        case SIGTERM: self = .terminate
        case SIGINT: self = .interrupt
        default: return nil
        }
    }
}
