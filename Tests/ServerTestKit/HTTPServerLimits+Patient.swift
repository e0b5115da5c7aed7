package import HTTPServer

extension HTTPServerLimits {
    /// The defaults with an hour for everything: on a busy machine a test's next step may be late by more than a stranger
    /// is granted, and only a test of a time-out means its connection to be cut.
    package static var patient: HTTPServerLimits {
        var limits = HTTPServerLimits()
        for time in [
            \HTTPServerLimits.handshakeTimeout, \.headerTimeout, \.bodyTimeout, \.idleTimeout, \.writeTimeout,
            \.lingerTimeout,
        ] { limits[keyPath: time] = .seconds(3_600) }
        return limits
    }
}
