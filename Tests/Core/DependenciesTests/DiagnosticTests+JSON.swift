import Dependencies

extension DiagnosticTests {
    /// The JSON form.
    static let json: [Case] = [
        Case(
            "text after the list", "for-job", "[\"a\"] b", .invalidJSON, item: "", column: 7,
            "This is not JSON: there is text after the end of the value."),
        Case(
            "a list that is not closed", "for-job", "[\"a\", ", .invalidJSON, item: "", column: 7,
            "This is not JSON: the text ends too early."),
        Case(
            "an empty list", "for-job", "[]", .emptyList, item: "",
            "There is no Job in this list; name one, or take the annotation out."),
        Case(
            "a number in the list", "for-job", "[\"a\", 7]", .invalidJSON, item: "7", column: 7,
            "The list holds strings and objects, but this is of type number."),
        Case(
            "an empty string", "for-job", "[\"\"]", .emptyItem, item: "\"\"", column: 2,
            "A string of this list is empty; take it out."),
        Case(
            "two in one string", "for-job", "[\"a, b\"]", .unsupportedForm, item: "\"a, b\"", column: 6,
            "One string names one dependency; make this another."),
        Case(
            "an option misspelled, behind an escape", "for-service",
            "[\"a\\u0020prot=1\"]", .unknownOption, item: "\"a\\u0020prot=1\"", column: 10,
            "\"prot\" is not an option of a Service; did you mean port?"),
        Case(
            "a member misspelled", "for-job",
            "[{\"nmae\": \"a\"}]", .unknownMember, item: "{\"nmae\": \"a\"}", column: 11,
            "\"nmae\" is not a member of this object; did you mean name?"),
        Case(
            "a member unknown", "for-job",
            "[{\"name\": \"a\", \"timeout\": \"5m\"}]", .unknownMember, item: "{\"name\": \"a\", \"timeout\": \"5m\"}",
            column: 27,
            "\"timeout\" is not a member of this object; valid here are namespace, name, labels, "
                + "requireSameNode, apiVersion, kind, fields, conditions."),
        Case(
            "a member twice", "for-job",
            "[{\"name\": \"a\", \"name\": \"b\"}]", .repeatedOption, item: "{\"name\": \"a\", \"name\": \"b\"}",
            column: 24,
            "name is given twice; keep one."),
        Case(
            "a name that is a number", "for-job", "[{\"name\": 5}]", .invalidJSON, item: "{\"name\": 5}", column: 11,
            "A member has the wrong type: expected string, found number."),
        Case(
            "a name that is none", "for-job",
            "[{\"name\": \"_\"}]", .invalidName, item: "{\"name\": \"_\"}", column: 12,
            "\"_\" is not a valid Job name: lower-case letters, digits, hyphens and dots, 63 between dots and "
                + "253 in all."),
        Case(
            "a namespace that is none", "for-job",
            "[{\"name\": \"a\", \"namespace\": \"A\"}]", .invalidName, item: "{\"name\": \"a\", \"namespace\": \"A\"}",
            column: 30,
            "\"A\" is not a valid namespace name; did you mean a?"),
        Case(
            "nothing", "for-job", "[{}]", .missingValue, item: "{}", column: 2,
            "The object names nothing; give it a name or labels."),
        Case(
            "a name and labels", "for-job",
            "[{\"name\": \"a\", \"labels\": {\"b\": \"c\"}}]", .contradiction,
            item: "{\"name\": \"a\", \"labels\": {\"b\": \"c\"}}", column: 26,
            "name and labels contradict each other; keep one."),
        Case(
            "no label", "for-job", "[{\"labels\": {}}]", .invalidSelector, item: "{\"labels\": {}}", column: 13,
            "The labels are empty; name one at least."),
        Case(
            "a label that is none", "for-job",
            "[{\"labels\": {\"a b\": \"c\"}}]", .invalidSelector, item: "{\"labels\": {\"a b\": \"c\"}}", column: 21,
            "\"a b\" is not a valid label key."),
        Case(
            "a value that is none", "for-job",
            "[{\"labels\": {\"a\": \"b c\"}}]", .invalidSelector, item: "{\"labels\": {\"a\": \"b c\"}}", column: 20,
            "\"b c\" is not a valid label value."),
        Case(
            "labels of a kind that takes none", "for-cronjob",
            "[{\"labels\": {\"a\": \"b\"}}]", .unsupportedForm, item: "{\"labels\": {\"a\": \"b\"}}", column: 13,
            "A CronJob is named here, not selected by its labels."),
        Case(
            "the same node of a Job", "for-job",
            "[{\"labels\": {\"a\": \"b\"}, \"requireSameNode\": true}]", .optionDoesNotFit,
            item: "{\"labels\": {\"a\": \"b\"}, \"requireSameNode\": true}", column: 44,
            "same-node does not fit a Job; leave it out."),
        Case(
            "the same node of one Pod", "for-pod",
            "[{\"name\": \"a\", \"requireSameNode\": true}]", .optionDoesNotFit,
            item: "{\"name\": \"a\", \"requireSameNode\": true}", column: 35,
            "same-node is for what a selector chooses, not for one Pod; write a selector in parentheses or "
                + "leave same-node out."),
        Case(
            "no kind", "for", "[{\"name\": \"a\"}]", .missingValue, item: "{\"name\": \"a\"}", column: 2,
            "The object lacks its kind; add for example \"kind\": \"Job\"."),
        Case(
            "an apiVersion without kind", "for-job",
            "[{\"name\": \"a\", \"apiVersion\": \"batch/v1\"}]", .missingValue,
            item: "{\"name\": \"a\", \"apiVersion\": \"batch/v1\"}", column: 31,
            "An apiVersion needs a kind beside it."),
        Case(
            "another kind", "for-job",
            "[{\"name\": \"a\", \"kind\": \"Pod\"}]", .contradiction, item: "{\"name\": \"a\", \"kind\": \"Pod\"}",
            column: 25,
            "\"Pod\" is not the kind that this list is of; list it in wait.k8s/for."),
        Case(
            "an apiVersion that is none", "for",
            "[{\"name\": \"a\", \"kind\": \"Foo\", \"apiVersion\": \"a/b/c\"}]", .unknownKind,
            item: "{\"name\": \"a\", \"kind\": \"Foo\", \"apiVersion\": \"a/b/c\"}", column: 46,
            "\"a/b/c\" is not an apiVersion; write for example v1 or cert-manager.io/v1."),
        Case(
            "Events", "for",
            "[{\"name\": \"a\", \"kind\": \"Event\", \"apiVersion\": \"v1\"}]", .kindNotAllowed,
            item: "{\"name\": \"a\", \"kind\": \"Event\", \"apiVersion\": \"v1\"}", column: 25,
            "\"Event\" is a type that nothing may wait for."),
        Case(
            "a namespace of a Node", "for-node",
            "[{\"name\": \"a\", \"namespace\": \"b\"}]", .unsupportedForm,
            item: "{\"name\": \"a\", \"namespace\": \"b\"}", column: 30,
            "A Node has no namespace; leave it out."),
        Case(
            "an address", "for-tcp", "[{\"name\": \"a\"}]", .unsupportedForm, item: "{\"name\": \"a\"}", column: 2,
            "A TCP address is written as a string here, not as an object with members."),
        Case(
            "a field without a value", "for",
            "[{\"kind\": \"Foo\", \"name\": \"a\", \"fields\": [{\"key\": \"b\"}]}]", .missingValue,
            item: "{\"kind\": \"Foo\", \"name\": \"a\", \"fields\": [{\"key\": \"b\"}]}", column: 42,
            "A field needs a key and a value."),
        Case(
            "a field whose key is none", "for",
            "[{\"kind\": \"Foo\", \"name\": \"a\", \"fields\": [{\"key\": \"b..c\", \"value\": \"d\"}]}]",
            .invalidField, item: "{\"kind\": \"Foo\", \"name\": \"a\", \"fields\": [{\"key\": \"b..c\", \"...",
            column: 53,
            "\"b..c\" is not the key of a field; write names with dots between."),
        Case(
            "a member of a field misspelled", "for",
            "[{\"kind\": \"Foo\", \"name\": \"a\", \"fields\": [{\"kye\": \"b\"}]}]", .unknownMember,
            item: "{\"kind\": \"Foo\", \"name\": \"a\", \"fields\": [{\"kye\": \"b\"}]}", column: 50,
            "\"kye\" is not a member of this object; did you mean key?"),
        Case(
            "fields of a ConfigMap", "for-configmap",
            "[{\"name\": \"a\", \"fields\": [{\"key\": \"b\", \"value\": \"c\"}]}]", .optionDoesNotFit,
            item: "{\"name\": \"a\", \"fields\": [{\"key\": \"b\", \"value\": \"c\"}]}", column: 27,
            "jsonpath does not fit a ConfigMap; leave it out."),
        Case(
            "a condition without a type", "for",
            "[{\"kind\": \"Foo\", \"name\": \"a\", \"conditions\": [{}]}]", .missingValue,
            item: "{\"kind\": \"Foo\", \"name\": \"a\", \"conditions\": [{}]}", column: 46,
            "A condition needs a type."),
        Case(
            "a condition misspelled", "for-deployment",
            "[{\"name\": \"a\", \"conditions\": [{\"type\": \"Availble\"}]}]", .invalidCondition,
            item: "{\"name\": \"a\", \"conditions\": [{\"type\": \"Availble\"}]}", column: 41,
            "A Deployment has no condition \"Availble\"; did you mean Available?"),
        Case(
            "a condition that is no object", "for-deployment",
            "[{\"name\": \"a\", \"conditions\": [\"Ready\"]}]", .invalidJSON,
            item: "{\"name\": \"a\", \"conditions\": [\"Ready\"]}", column: 31,
            "A member has the wrong type: expected object, found string."),
        Case(
            "a deep nest", "for-job",
            String(repeating: "[", count: 130), .unclosedBracket,
            item: "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[...",
            "The bracket that opens here is never closed by \"]\"."),
    ]
}
