import CCurl
import Glibc
package import Logging

/// Carries requests with libcurl, on one thread of its own: HTTP/1.1, one connection a watch, kept connections for the
/// rest. The environment's proxies are not obeyed.
///
/// A stream keeps its transport; when both are gone the thread ends.
package final class CurlTransport: APITransport {
    private let inbox = CurlInbox()

    /// Starts the thread. Throws when there can be none, or when a file that the configuration names cannot be read: it
    /// is better to hear of that at the start than from the first request.
    package init(_ configuration: KubernetesConfiguration, logger: Logger) throws(KubernetesError) {
        guard Self.isLibraryReady else {
            throw KubernetesError(.connection, "libcurl cannot be initialised; is memory short?")
        }
        var credentials = CurlCredentials(configuration)
        _ = try credentials.current(now: .zero, isDue: true)
        try Self.startThread { [inbox] in
            do throws(KubernetesError) {
                try CurlLoop(inbox, configuration, logger).run()
            } catch {
                logger.critical("no requests can be made", metadata: ["reason": "\(error)"])
                for case .start(_, _, let pipe) in inbox.close() { pipe.finish(.failure(error)) }
            }
        }
    }

    deinit {
        inbox.push(.stop)
    }

    /// Hands the request to the thread. After the thread's end the stream fails with `cancelled`.
    package func open(_ request: APIRequest) -> APIStream {
        let number = inbox.makeNumber()
        let pipe = StreamPipe { [inbox] demand in
            switch demand {
            case .resume: inbox.push(.resume(number))
            case .cancel: inbox.push(.cancel(number))
            }
        }
        if !inbox.push(.start(number, request, pipe)) { pipe.finish(.failure(CurlLoop.stopped)) }
        return APIStream(pipe, of: self)
    }

    /// libcurl's global state, made before the first handle: curl_global_init(3).
    private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    // MARK: The thread

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    private static func startThread(_ run: @escaping @Sendable () -> Void) throws(KubernetesError) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let body = Unmanaged.passRetained(Body(run))
        // The thread inherits the mask: signals are for others.
        var all = sigset_t()
        var previous = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &previous)
        let code = pthread_create(&thread, &attributes, { CurlTransport.enter($0) }, body.toOpaque())
        pthread_sigmask(SIG_SETMASK, &previous, nil)
        guard code == 0 else {
            body.release()
            throw KubernetesError(.connection, "cannot start a thread: \(String(cString: strerror(code)))")
        }
    }

    private static func enter(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let context else { return nil }
        k8s_wait_curl_name_thread("kube-client")
        Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
        return nil
    }
}
