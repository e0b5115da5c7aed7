import Glibc
import Posix
import Testing

/// When files that are replaced while we run are read again.
@Suite struct FileReloadingTests {
    /// A directory as the kubelet mounts a Secret: `tls.crt` is a link through `..data` into a directory of its own.
    private final class MountedSecret {
        let path: String
        private var version = 0

        init() throws {
            var template = Array("/tmp/mounted-secret-XXXXXX".utf8CString)
            path = mkdtemp(&template).map { String(cString: $0) } ?? ""
            symlink("..data/tls.crt", "\(path)/tls.crt")
        }

        deinit {
            for name in ["tls.crt", "..data"] { unlink("\(path)/\(name)") }
            for number in 0...version {
                unlink("\(path)/..\(number)/tls.crt")
                rmdir("\(path)/..\(number)")
            }
            rmdir(path)
        }

        /// Swaps the whole Secret at once, by renaming a link.
        func publish(_ text: String) throws {
            version += 1
            mkdir("\(path)/..\(version)", 0o755)
            try FileContents.write(Array(text.utf8), to: "\(path)/..\(version)/tls.crt")
            symlink("..\(version)", "\(path)/..data_tmp")
            rename("\(path)/..data_tmp", "\(path)/..data")
        }

        var snapshot: FileReloading.Snapshot { [try? FileIdentity("\(path)/tls.crt")] }
    }

    @Test func aSwappedLinkIsAnotherFile() throws {
        let secret = try MountedSecret()
        #expect(secret.snapshot == [nil])
        try secret.publish("same length 1")
        let first = secret.snapshot
        #expect(first == secret.snapshot && first != [nil])
        try secret.publish("same length 2")
        #expect(secret.snapshot != first)
    }

    @Test func whatIsUsedIsReadAgainOnlyWhenItChanges() throws {
        let secret = try MountedSecret()
        var reloading = FileReloading()
        #expect(reloading.isDue(secret.snapshot), "never read")
        try secret.publish("a")
        let read = secret.snapshot
        reloading.succeeded(read)
        #expect(!reloading.isDue(secret.snapshot))
        try secret.publish("b")
        #expect(reloading.isDue(secret.snapshot))
    }

    /// The files were swapped while they were read.
    @Test func aChangeDuringTheReadingMakesTheNextDue() throws {
        let secret = try MountedSecret()
        try secret.publish("a")
        let before = secret.snapshot
        try secret.publish("b")
        var reloading = FileReloading()
        reloading.succeeded(before)
        #expect(reloading.isDue(secret.snapshot))
    }

    @Test func whatFailsIsTriedEachTimeAndToldOnce() throws {
        let secret = try MountedSecret()
        try secret.publish("half")
        var reloading = FileReloading()
        var news: [Bool] = []
        for reason in ["no end", "no end", "another key"] {
            news.append(reloading.failed(secret.snapshot, because: reason))
            #expect(reloading.isDue(secret.snapshot))
        }
        #expect(news == [true, false, true])
        reloading.succeeded(secret.snapshot)
        #expect(!reloading.isDue(secret.snapshot))
        let isNewsAgain = reloading.failed(secret.snapshot, because: "no end")
        #expect(isNewsAgain)
    }
}
