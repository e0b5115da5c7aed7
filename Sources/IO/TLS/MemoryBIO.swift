import COpenSSL

/// Bytes as OpenSSL reads and writes them: a memory BIO (BIO_s_mem(3)).
struct MemoryBIO: ~Copyable {
    /// For OpenSSL's calls; valid as long as this value lives.
    let pointer: OpaquePointer

    private init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit { BIO_free_all(pointer) }

    /// An empty one to write to.
    static func empty() throws(TLSError) -> MemoryBIO {
        ERR_clear_error()
        guard let pointer = BIO_new(BIO_s_mem()) else { throw .fromQueue(.setup, "cannot make a memory BIO") }
        return MemoryBIO(owning: pointer)
    }

    /// One that holds a copy of `bytes`.
    static func holding(_ bytes: [UInt8]) throws(TLSError) -> MemoryBIO {
        let bio = try empty()
        let count = bytes.withUnsafeBytes { BIO_write(bio.pointer, $0.baseAddress, Int32(clamping: $0.count)) }
        guard bytes.isEmpty || Int(count) == bytes.count else {
            throw .fromQueue(.setup, "cannot copy \(bytes.count) bytes into a memory BIO")
        }
        return bio
    }

    /// Everything written so far.
    var contents: [UInt8] {
        var start: UnsafeMutablePointer<CChar>?
        let count = k8s_wait_bio_contents(pointer, &start)
        guard let start, count > 0 else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(count)))
    }
}
