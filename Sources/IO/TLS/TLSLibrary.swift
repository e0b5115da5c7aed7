import COpenSSL

/// OpenSSL as a whole.
package enum TLSLibrary {
    /// Sets OpenSSL up without its configuration file (OPENSSL_init_ssl(3)): for a program that must behave the same in
    /// any image, and has no time to read what it does not use.
    ///
    /// Call it before anything else of this module; later it does nothing.
    package static func startWithoutConfiguration() {
        _ = OPENSSL_init_ssl(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil)
    }
}
