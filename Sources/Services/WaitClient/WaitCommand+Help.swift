extension WaitCommand {
    /// What `--help` prints.
    package static let helpText = """
        k8s-wait keeps a pod from starting until what it depends on is there.

        USAGE
          k8s-wait for DEPENDENCY… [OPTIONS]

          k8s-wait for service/db/postgres "service/infra/redis port=6379" job/shop/migrate --timeout=10m

        DEPENDENCY is KIND/NAMESPACE/NAME and its options, one argument each, as the webhook writes them from a pod's
        wait.k8s/ annotations. The status server reads them from the pod; a container that asks for something else than
        its pod's spec gets no answer to it.

        OPTIONS
          --timeout=DURATION     how long to wait for all of them: 90s, 10m, 1h30m, or none (the default)
          --on-timeout=POLICY    fail (the default) or proceed
          --on-failure=POLICY    when a dependency has failed for good: fail or wait (the default)
          --server=URL           the status server: https://HOST[:PORT]      (K8S_WAIT_SERVER)
          --ca-file=FILE         its authorities in PEM form                 (K8S_WAIT_CA_FILE)
          --output=text          how to print: text is all there is
          --help, --version

        ENVIRONMENT
          K8S_WAIT_ADDRESSES         addresses of the server to try after those of its name, with commas between
          K8S_WAIT_PINS              SHA-256 digests of its authorities' public keys, in place of a CA file
          K8S_WAIT_TERMINATION_LOG   where the last line goes; /dev/termination-log unless set
          POD_NAMESPACE, POD_NAME, POD_UID   who asks, from the downward API

        EXIT CODES
          0 released, or proceeding after the time limit   1 timed out   2 usage   3 a dependency has failed for good
          4 refused by the status server   143 ended by SIGTERM   130 ended by SIGINT

        """
}
