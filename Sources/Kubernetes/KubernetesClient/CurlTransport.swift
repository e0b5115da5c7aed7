import CCurl
package import Logging
import Posix

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
        do throws(PosixError) {
            try DetachedThread.start(name: "kube-client") { [inbox] in
                Self.run(inbox, configuration, logger)
            }
        } catch {
            throw KubernetesError(.connection, "no thread can be started: \(error.message)")
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

    private static func run(_ inbox: CurlInbox, _ configuration: KubernetesConfiguration, _ logger: Logger) {
        do throws(KubernetesError) {
            try CurlLoop(inbox, configuration, logger).run()
        } catch {
            logger.critical("no requests can be made", metadata: ["reason": "\(error)"])
            for case .start(_, _, let pipe) in inbox.close() { pipe.finish(.failure(error)) }
        }
    }
}
