import Dependencies

extension DiagnosticTests {
    /// Values of options.
    static let values: [Case] = [
        Case(
            "uptime without a unit that is known", "for-service", "a uptime=1d", .invalidDuration, column: 11,
            "\"1d\" is not a length of time; write 90s, 5m, 1h30m, or whole seconds."),
        Case(
            "uptime none", "for-service", "a uptime=none", .invalidDuration, column: 10,
            "\"none\" is not a length of time; write 90s, 5m, 1h30m, or whole seconds."),
        Case(
            "a greatest age of 0", "for-cronjob", "a max-age=0", .invalidDuration, column: 11,
            "A length of time must be 1s at least here."),
        Case(
            "remember misspelled", "for-job", "a remember=alwys", .invalidDuration, column: 12,
            "\"alwys\" is not a length of time; did you mean always?"),
        Case(
            "remember true", "for-job", "a remember=true", .invalidDuration, column: 12,
            "\"true\" is not a length of time; write 90s, 5m, 1h30m, whole seconds, or false, or always."),
        Case(
            "if-absent unknown", "for-daemonset", "a if-absent=redy", .unknownWord, column: 13,
            "\"redy\" is not known here; did you mean ready?"),
        Case(
            "a key that is none", "for-configmap", "a key=a/b", .invalidName, column: 8,
            "\"a/b\" is not a valid key: letters, digits, hyphens, underscores and dots."),
        Case(
            "a key that goes up", "for-secret", "a key=..a", .invalidName, column: 7,
            "\"..a\" is not a valid key: letters, digits, hyphens, underscores and dots."),
        Case(
            "a version that is none", "for-crd", "a.b version=V1", .invalidName, column: 13,
            "\"V1\" is not a valid version name; did you mean v1?"),
        Case(
            "a condition of an object of the cluster's own", "for",
            "a.b.c/d condition=!", .invalidCondition, column: 19,
            "\"!\" is not the type of a condition; write condition=Ready or condition=Ready=False."),
        Case(
            "a condition misspelled", "for-deployment", "a condition=Availble", .invalidCondition, column: 13,
            "A Deployment has no condition \"Availble\"; did you mean Available?"),
        Case(
            "a word misspelled", "for-statefulset", "a condition=roled-out", .invalidCondition, column: 13,
            "A StatefulSet has no condition \"roled-out\"; did you mean rolled-out?"),
        Case(
            "a condition in another form", "for-job", "a condition=Completed", .invalidCondition, column: 13,
            "A Job has no condition \"Completed\"; did you mean Complete?"),
        Case(
            "a status misspelled", "for-node", "a condition=Ready=Flase", .invalidCondition, column: 19,
            "\"Flase\" is not the status of a condition; did you mean False?"),
        Case(
            "a status that is empty", "for-node", "a condition=Ready=", .invalidCondition, column: 19,
            "\"\" is not the status of a condition; valid are True, False and Unknown."),
        Case(
            "two statuses", "for-node", "a condition=Ready=True=False", .invalidCondition, column: 19,
            "\"True=False\" is not the status of a condition; valid are True, False and Unknown."),
        Case(
            "a status of a word", "for-deployment", "a condition=rolled-out=True", .invalidCondition, column: 24,
            "condition=rolled-out stands alone; write it without a status."),
        Case(
            "a path without its brace", "for-pod", "a \"jsonpath={.status\"", .invalidField, column: 21,
            "The brace that opens the path is never closed by \"}\"."),
        Case(
            "a path that is none", "for-pod", "a jsonpath={.status[x]}=y", .invalidField, column: 21,
            "\"x\" is no index; write [0], [-1], [0:2], [*], ['a.b'] or [?(@.type==\"Ready\")]."),
        Case(
            "no value after the sign", "for-pod", "a jsonpath={.status.phase}=", .missingValue, column: 28,
            "A value must follow \"=\"; leave the sign out if any will do."),
        Case(
            "a path in quotes, and no value", "for-pod",
            "a \"jsonpath='{.status.phase}'=''\"", .missingValue, column: 32,
            "A value must follow \"=\"; leave the sign out if any will do."),
        Case(
            "a control character in a value", "for-pod",
            "a \"jsonpath={.a}=\u{7}\"", .invalidField, item: "a \"jsonpath={.a}=?\"", column: 18,
            "A value must not have control characters."),
    ]

    /// Options that contradict each other.
    static let contradictions: [Case] = [
        Case(
            "exists and absent", "for-pvc", "a exists absent", .contradiction, column: 10,
            "exists and absent contradict each other: exists asks only that the object is there."),
        Case(
            "absent and exists", "for-pvc", "a absent exists", .contradiction, column: 10,
            "exists and absent contradict each other: exists asks only that the object is there."),
        Case(
            "exists and optional", "for-pvc", "a optional exists", .contradiction, column: 12,
            "exists and optional contradict each other: with optional a missing object is ready, with exists "
                + "it is not."),
        Case(
            "absent and optional", "for-pvc", "a absent optional", .contradiction, column: 10,
            "absent and optional contradict each other: absent asks that the object is gone."),
        Case(
            "exists and a number", "for-service", "a exists min=2", .contradiction, column: 10,
            "exists and min contradict each other: exists asks only that the object is there."),
        Case(
            "absent and a condition", "for-node", "a condition=Ready absent", .contradiction, column: 19,
            "absent and condition contradict each other: absent asks that the object is gone."),
        Case(
            "exists and a port after the name", "for-service", "a:80 exists", .contradiction, column: 6,
            "exists and port contradict each other: exists asks only that the object is there."),
        Case(
            "a condition and a path", "for-node", "a condition=Ready jsonpath={.a}", .contradiction, column: 19,
            "jsonpath and condition contradict each other: one item asks one thing of an object; make the "
                + "other an item of its own."),
        Case(
            "uptime and a path", "for-pod", "a uptime=5 jsonpath={.a}", .contradiction, column: 12,
            "uptime is not looked at beside jsonpath; make it an item of its own."),
        Case(
            "a number and a path of another kind", "for-deployment", "(a) jsonpath={.a} min=2", .contradiction,
            column: 19, "min is not looked at beside jsonpath; make it an item of its own."),
        Case(
            "a port and a condition", "for-service", "a condition=Foo:80", .invalidCondition, column: 13,
            "\"Foo:80\" is not the type of a condition; write condition=Ready or condition=Ready=False."),
        Case(
            "a condition that the kind's own rule does not judge", "for-pod",
            "(a) same-node condition=ContainersReady", .contradiction, column: 15,
            "same-node is not looked at beside condition=ContainersReady; make it an item of its own."),
        Case(
            "a status that the kind's own rule does not judge", "for-daemonset", "a condition=Ready=False anywhere",
            .contradiction, column: 25,
            "anywhere is not looked at beside condition=Ready=False; make it an item of its own."),
        Case(
            "optional and remember", "for-job", "a optional remember=always", .contradiction, column: 12,
            "optional and remember contradict each other: with optional a missing Job is ready anyway."),
        Case(
            "anywhere and if-absent", "for-daemonset", "a anywhere if-absent=ready", .contradiction, column: 12,
            "anywhere and if-absent contradict each other: with anywhere a pod on any node counts."),
        Case(
            "exists and a key", "for-secret", "a key=b exists", .contradiction, column: 9,
            "exists and key contradict each other: exists asks only that the object is there."),
    ]
}
