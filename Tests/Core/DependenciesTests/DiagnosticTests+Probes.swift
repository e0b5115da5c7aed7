import Dependencies

extension DiagnosticTests {
    /// What the client probes itself.
    static let probes: [Case] = [
        Case(
            "no port", "for-tcp", "db.example.com", .invalidAddress, column: 15,
            "\"db.example.com\" lacks its port; write for example db.example.com:5432."),
        Case(
            "a namespace and a port", "for-tcp", "infra/redis:6379", .invalidAddress, column: 6,
            "\"infra/redis:6379\" is not HOST:PORT; the Service redis of namespace infra is redis.infra.svc:6379 "
                + "here."),
        Case(
            "a scheme", "for-tcp", "tcp://db:5432", .invalidAddress, column: 4,
            "\"tcp://db:5432\" is a URL; write HOST:PORT, or list it in wait.k8s/for-http."),
        Case(
            "two colons", "for-tcp", "infra:redis:6379", .invalidAddress, column: 12,
            "\"infra:redis:6379\" has more than one colon; write HOST:PORT, or [::1]:5432."),
        Case(
            "an IPv6 address without brackets", "for-tcp", "fe80::1", .invalidAddress, column: 6,
            "\"fe80::1\" has more than one colon; write an IPv6 address as [::1]:5432."),
        Case(
            "an IPv6 address that is none", "for-tcp", "[fe80:::1]:5432", .invalidAddress,
            "\"[fe80:::1]:5432\" is not an IPv6 address in brackets; write for example [::1]:5432."),
        Case(
            "an IPv6 address without its port", "for-tcp", "[::1]", .invalidAddress, column: 6,
            "\"[::1]\" lacks its port; write for example [::1]:5432."),
        Case(
            "text after the brackets", "for-tcp", "[::1]5432", .invalidAddress,
            "\"[::1]5432\" is not an IPv6 address in brackets; write for example [::1]:5432."),
        Case(
            "an IPv4 address that is none", "for-tcp", "10.0.0.256:80", .invalidAddress,
            "\"10.0.0.256\" is not a valid host name."),
        Case(
            "an address with a leading zero", "for-tcp", "10.0.0.01:80", .invalidAddress,
            "\"10.0.0.01\" is not a valid host name."),
        Case(
            "a host with an underscore", "for-tcp", "my_db:5432", .invalidAddress, column: 3,
            "\"my_db\" is not a valid host name."),
        Case(
            "no host", "for-tcp", ":5432", .invalidAddress,
            "The name of the host is empty."),
        Case(
            "port 0", "for-tcp", "db:0", .invalidPort, column: 4,
            "\"0\" is not the number of a port; ports are 1 to 65535."),
        Case(
            "a port by name", "for-tcp", "db:http", .invalidPort, column: 4,
            "\"http\" is not the number of a port; ports are 1 to 65535."),
        Case(
            "no port after the colon", "for-tcp", "db:", .invalidPort, column: 4,
            "\"\" is not the number of a port; ports are 1 to 65535."),
        Case(
            "no scheme", "for-http", "example.com/healthz", .invalidURL,
            "\"example.com/healthz\" lacks its scheme; write http://example.com/healthz or "
                + "https://example.com/healthz."),
        Case(
            "another scheme", "for-http", "ftp://example.com", .invalidURL,
            "\"ftp://example.com\" is neither an http nor an https URL."),
        Case(
            "a scheme misspelled", "for-http", "htpp://example.com", .invalidURL,
            "\"htpp://example.com\" is neither an http nor an https URL; did you mean http?"),
        Case(
            "credentials", "for-http", "http://me:secret@example.com", .invalidURL, column: 17,
            "A URL must not have credentials here; leave them out."),
        Case(
            "no host in a URL", "for-http", "http:///healthz", .invalidAddress, column: 8,
            "The name of the host is empty."),
        Case(
            "a host that is none", "for-http", "http://a_b/healthz", .invalidAddress, column: 9,
            "\"a_b\" is not a valid host name."),
        Case(
            "a port that is none", "for-http", "http://a:99999/", .invalidPort, column: 10,
            "\"99999\" is not the number of a port; ports are 1 to 65535."),
        Case(
            "a fragment", "for-http", "http://a/#top", .invalidURL, column: 10,
            "A URL must not have a fragment here; leave \"#\" out."),
        Case(
            "a blank in quotes", "for-http", "\"http://a/b c\"", .invalidURL, column: 12,
            "\"http://a/b c\" has a character that no URL has; write it percent-encoded, as %20 for a blank."),
        Case(
            "a character of another script", "for-http", "http://a/é", .invalidURL, column: 10,
            "\"http://a/é\" has a character that no URL has; write it percent-encoded, as %20 for a blank."),
        Case(
            "an escape that is none", "for-http", "http://a/%2x", .invalidURL, column: 10,
            "\"http://a/%2x\" has a character that no URL has; write it percent-encoded, as %20 for a blank."),
        Case(
            "braces", "for-http", "http://a/{b}", .invalidURL, column: 10,
            "\"http://a/{b}\" has a character that no URL has; write it percent-encoded, as %20 for a blank."),
        Case(
            "too long", "for-http",
            "http://a/" + String(repeating: "b", count: 2100), .invalidURL,
            item: "http://a/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb...",
            "\"http://a/bbbbbbbbbbbbbbbbbbbbbbbbbbbb...\" is longer than 2048 bytes."),
        Case(
            "a second status after a blank", "for-http",
            "http://a status=200, 401", .invalidURL, item: "401", column: 22,
            "\"401\" is not a URL; write several statuses without blanks: status=200,401."),
        Case(
            "a status that is none", "for-http", "http://a status=200,999", .invalidStatus, column: 21,
            "\"999\" is not an HTTP status from 100 to 599 nor a range; write status=200-299,401."),
        Case(
            "a range that runs down", "for-http", "http://a status=299-200", .invalidStatus, column: 17,
            "\"299-200\" is not an HTTP status from 100 to 599 nor a range; write status=200-299,401."),
        Case(
            "a word for a status", "for-http", "http://a status=ok", .invalidStatus, column: 17,
            "\"ok\" is not an HTTP status from 100 to 599 nor a range; write status=200-299,401."),
        Case(
            "authorities of a plain URL", "for-http", "http://a ca=/ca.pem", .optionDoesNotFit, column: 10,
            "ca fits only an https URL; this one is plain http."),
        Case(
            "a plain URL, insecure", "for-http", "http://a insecure", .optionDoesNotFit, column: 10,
            "insecure fits only an https URL; this one is plain http."),
        Case(
            "authorities that are not looked at", "for-http",
            "https://a insecure ca=/ca.pem", .contradiction, column: 20,
            "ca and insecure contradict each other: with insecure the certificate is not verified."),
        Case(
            "authorities by a relative path", "for-http", "https://a ca=ca.pem", .invalidPath, column: 14,
            "\"ca.pem\" is not an absolute path; begin it with a slash."),
        Case(
            "a value of a flag", "for-http", "https://a insecure=true", .unexpectedValue, column: 19,
            "insecure stands alone; write it without a value."),
        Case(
            "a URL", "for-dns", "https://a", .invalidAddress,
            "\"https://a\" is a URL; write the name of its host alone."),
        Case(
            "a port", "for-dns", "db:5432", .invalidAddress, column: 3,
            "\"db:5432\" is more than a host name; write the name alone, or list HOST:PORT in wait.k8s/for-tcp."),
        Case(
            "a namespace", "for-dns", "infra/db", .invalidAddress, column: 6,
            "\"infra/db\" is more than a host name; write the name alone, or list HOST:PORT in wait.k8s/for-tcp."),
        Case(
            "capitals and underscores", "for-dns", "My_DB", .invalidAddress, column: 3,
            "\"My_DB\" is not a valid host name."),
        Case(
            "a relative path", "for-file", "etc/ready", .invalidPath,
            "\"etc/ready\" is not an absolute path; begin it with a slash."),
        Case(
            "a part that goes up", "for-file", "/var/../etc/ready", .invalidPath, column: 6,
            "\"/var/../etc/ready\" has an empty part, or one that is . or ..; write the path in full."),
        Case(
            "a part that is a dot", "for-file", "/var/./ready", .invalidPath, column: 6,
            "\"/var/./ready\" has an empty part, or one that is . or ..; write the path in full."),
        Case(
            "an empty part", "for-file", "/var//ready", .invalidPath, column: 6,
            "\"/var//ready\" has an empty part, or one that is . or ..; write the path in full."),
        Case(
            "a folder", "for-file", "/var/run/", .invalidPath, column: 10,
            "\"/var/run/\" has an empty part, or one that is . or ..; write the path in full."),
        Case(
            "the root", "for-file", "/", .invalidPath,
            "\"/\" is not the path of a file."),
        Case(
            "a control character", "for-file", "\"/a\u{7}b\"", .invalidPath, item: "\"/a?b\"", column: 4,
            "\"/a?b\" has a control character."),
        Case(
            "an option of an object", "for-file", "/ready optional", .optionDoesNotFit, column: 8,
            "optional does not fit a file; its options are timeout."),
    ]
}
