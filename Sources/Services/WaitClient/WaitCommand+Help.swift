extension WaitCommand {
    /// What `--help` prints.
    package static let helpText = """
        k8s-wait keeps a pod from starting until what it depends on is there.

        USAGE
          k8s-wait for DEPENDENCY… [OPTIONS]
          k8s-wait entrypoint [OPTIONS]

          k8s-wait for service/db/postgres "service/infra/redis port=6379" job/shop/migrate --timeout=10m

        DEPENDENCY is KIND/NAMESPACE/NAME and its options, one argument each, as the webhook writes them from a pod's
        wait.k8s/ annotations. The status server reads them from the pod; a container that asks for something else than
        its pod's spec gets no answer to it.

        tcp/HOST:PORT, http/URL, dns/HOST and file/PATH are tried by this program itself, 3 seconds a try, again and again
        until all of them succeed after the status server has said that everything else is ready. An http probe is a GET
        that wants a status from 200 to 299, or one of status=; it follows no redirect and obeys no proxy variable.
        https is verified by the image's authorities, or by ca=FILE, or not at all with insecure.

        OTHER TOOLS' ARGUMENTS are understood too: those of k8s-when-ready (whose exit codes are then used: 0, 1 for the
        time limit, 2 for the rest), k8s-wait-for, k8s-wait-for-multi, service-precheck, and the variables of
        kubernetes-entrypoint. `entrypoint`, or kubernetes-entrypoint as the program's name, waits, renders the files of
        DEPENDENCY_CONFIG, then runs COMMAND in place of itself.

        OPTIONS
          --timeout=DURATION     how long to wait for all of them: 90s, 10m, 1h30m, or none (the default)
          --on-timeout=POLICY    fail (the default) or proceed
          --on-failure=POLICY    when a dependency has failed for good: fail or wait (the default)
          --server=URL           the status server: https://HOST[:PORT]      (K8S_WAIT_SERVER)
          --ca-file=FILE         its authorities in PEM form                 (K8S_WAIT_CA_FILE)
          --output=FORMAT        text (the default; a live picture on a terminal) or json: one object a line, with the
                                 keys event, message, elapsedSeconds, ready, total and, for the event verdict,
                                 dependency, state, reason
          --help, --version

        ENVIRONMENT
          K8S_WAIT_ADDRESSES         addresses of the server to try after those of its name, with commas between
          K8S_WAIT_PINS              SHA-256 digests of its authorities' public keys, in place of a CA file
          K8S_WAIT_TERMINATION_LOG   where the last line goes; /dev/termination-log unless set
          K8S_WAIT_CONTAINER         the container's name, where the pod has several that wait
          POD_NAMESPACE, POD_NAME, POD_UID   who asks, from the downward API

        EXIT CODES
          0 released, or proceeding after the time limit   1 timed out   2 usage   3 a dependency has failed for good
          4 refused by the status server   143 ended by SIGTERM   130 ended by SIGINT
          entrypoint: those of COMMAND, 127 when it is not found, 126 when it cannot be run, 2 when a file
          cannot be rendered

        """
}
