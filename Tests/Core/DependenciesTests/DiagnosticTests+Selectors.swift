import Dependencies

extension DiagnosticTests {
    /// Selectors in place of names.
    static let selectors: [Case] = [
        Case(
            "without parentheses", "for-pod", "app=cache", .invalidName, column: 4,
            "\"app=cache\" is not a valid Pod name; a selector stands in parentheses, as (app=web)."),
        Case(
            "without parentheses, with a namespace", "for-pod", "infra/app=cache", .invalidName, column: 10,
            "\"infra/app=cache\" is not a valid Pod name; a selector stands in parentheses, as (app=web)."),
        Case(
            "a label that is absent, without parentheses", "for-pod", "!legacy", .invalidName,
            "\"!legacy\" is not a valid Pod name; a selector stands in parentheses, as (app=web)."),
        Case(
            "an operator, without parentheses", "for-pod", "tier in (a,b)", .unknownOption, column: 6,
            "\"in\" is not an option of a Pod; a selector stands in parentheses: (tier in (a,b))."),
        Case(
            "of a kind that takes none", "for-cronjob", "(app=db)", .unsupportedForm,
            "A CronJob is named here, not selected by its labels; write NAME or NAMESPACE/NAME."),
        Case(
            "of a kind that takes none, with a namespace", "for-pvc", "shop/(app=db)", .unsupportedForm, column: 6,
            "A PersistentVolumeClaim is named here, not selected by its labels; write NAME or NAMESPACE/NAME."),
        Case(
            "of an object without a namespace", "for-node", "(app=db)", .unsupportedForm,
            "A Node is named here, not selected by its labels; write NAME."),
        Case(
            "of a type of the cluster's own", "for",
            "certificate.cert-manager.io/(app=db)", .unsupportedForm, column: 29,
            "An object is named here, not selected by its labels; write NAME or NAMESPACE/NAME."),
        Case(
            "in braces", "for-job", "{app=db}", .unsupportedForm,
            "A Job is named here, or selected by its labels in parentheses; write NAME or NAMESPACE/NAME or "
                + "(app=web)."),
        Case(
            "in square brackets", "for-cronjob", "[app=db]", .unsupportedForm,
            "A CronJob is named here, not selected by its labels; write NAME or NAMESPACE/NAME."),
        Case(
            "empty", "for-pod", "()", .invalidSelector, column: 2,
            "The selector is empty; write for example (app=web)."),
        Case(
            "a port after it", "for-service", "(app=db):5432", .invalidSelector, column: 14,
            "A selector ends with its closing parenthesis; write (app=web), and a port as port=5432."),
        Case(
            "a name before it", "for-pod", "web(app=db)", .unsupportedForm, column: 4,
            "A Pod has a name or a selector; write NAME, (app=web) or NAMESPACE/(app=web)."),
        Case(
            "two namespaces before it", "for-pod", "a/b/(app=db)", .twoSeparators, column: 4,
            "\"a/b/(app=db)\" has more than one separator; write NAMESPACE/(app=web)."),
        Case(
            "a namespace that is none", "for-pod", "_/(app=db)", .invalidName,
            "\"_\" is not a valid namespace name: at most 63 lower-case letters, digits and hyphens, no hyphen "
                + "at either end."),
        Case(
            "after a name", "for-pod", "web (app=db)", .unknownOption, column: 5,
            "\"(app=db)\" is not an option; write no blanks round \"=\", and a selector in parentheses in place of "
                + "the name."),
        Case(
            "a value that is none", "for-job", "(app=-)", .invalidSelector, column: 6,
            "\"-\" is not a valid label value."),
        Case(
            "a memory of several", "for-job", "(app=db) remember=always", .optionDoesNotFit, column: 10,
            "remember is for one Job by its name, not for those that a selector chooses."),
        Case(
            "none of several", "for-pod", "(app=db) min=0", .invalidCount, column: 10,
            "min=0 asks for nothing; leave the item out, or write min=1."),
        Case(
            "a number of one", "for-job", "migrate min=2", .optionDoesNotFit, column: 9,
            "min is for what a selector chooses, not for one Job; write a selector in parentheses or leave min out."),
        Case(
            "the same node of one", "for-pod", "web same-node", .optionDoesNotFit, column: 5,
            "same-node is for what a selector chooses, not for one Pod; write a selector in parentheses or "
                + "leave same-node out."),
    ]
}
