/// Debian's nginx with one worker, answering everything over TLS with a fixed 200: what a request costs at the least.
struct Nginx: ~Copyable {
    /// Its process.
    let process: ChildProcess
    /// The port that it listens on, on 127.0.0.1.
    let port: UInt16

    /// Starts it with the certificate of `certificates`, on the processor `core` alone if one is given.
    static func start(in workshop: Workshop, certificates: Certificates, core: Int?) throws -> Nginx {
        let port = try freePort()
        let file = workshop.scratch("nginx.conf")
        try writeFile(file, configuration(port: port, certificates, folder: workshop.scratch("nginx")))
        let process = try ChildProcess.start("nginx", ["nginx", "-c", file, "-e", "stderr"], in: workshop, core: core)
        try awaitListener(port: port, log: process.log)
        return Nginx(process: process, port: port)
    }

    private static func configuration(port: UInt16, _ certificates: Certificates, folder: String) -> String {
        """
        daemon off;
        master_process off;
        worker_processes 1;
        worker_rlimit_nofile 20000;
        error_log stderr error;
        pid \(folder).pid;
        events { worker_connections 19000; }
        http {
            access_log off;
            client_body_temp_path \(folder)-body;
            proxy_temp_path \(folder)-proxy;
            fastcgi_temp_path \(folder)-fastcgi;
            uwsgi_temp_path \(folder)-uwsgi;
            scgi_temp_path \(folder)-scgi;
            keepalive_timeout 600s;
            keepalive_requests 1000000000;
            server {
                listen 127.0.0.1:\(port) ssl backlog=4096;
                ssl_certificate \(certificates.chain);
                ssl_certificate_key \(certificates.key);
                ssl_protocols TLSv1.3;
                location / { return 200 "ok"; }
            }
        }

        """
    }
}
