package import Dependencies
import JSONPath

/// Whether an object of any kind is as asked: by a condition, as `kubectl wait --for=condition=` has it, or by a field, as
/// `--for=jsonpath=` has it.
package enum ResourceRule {
    /// Judges the object of that name.
    package static func judge(
        _ dependency: Dependency, object: ResourceRecord?, context: JudgementContext
    ) -> Judgement {
        judge(dependency, objects: object.map { [$0] } ?? [], context: context)
    }

    /// Judges the object of that name, or those that a selector matches: of Pods `min` must be as asked, one if that is not
    /// said, of other kinds every one unless `min` is said.
    ///
    /// Without `condition=` and `jsonpath=` the condition Ready must be True. Where `status.observedGeneration` is a whole
    /// number it must be the object's generation, else conditions are about an older spec.
    package static func judge(
        _ dependency: Dependency, objects: [ResourceRecord], context: JudgementContext
    ) -> Judgement {
        let live = objects.filter { !$0.isBeingDeleted }
        let isBeingDeleted = live.count < objects.count
        if let judgement = Presence.judge(dependency, isThere: !live.isEmpty, isBeingDeleted: isBeingDeleted) {
            return judgement
        }
        if let option = unjudgedOption(of: dependency) {
            let asked = dependency.options.field == nil ? "condition=" : "jsonpath="
            let message = "\(dependency.displayName): this \(asked) is judged without \(option); leave one of them out"
            return Judgement(Verdict(.stalled, .conditionNotJudged, message))
        }
        guard let first = live.first else {
            return MissingObject.judge(dependency, isBeingDeleted: isBeingDeleted, context: context)
        }
        guard case .selector = dependency.target else {
            return judge(first, dependency, dependency.displayName)
        }
        let judgements = live.sorted { $0.name < $1.name }.map { record in
            judge(record, dependency, Selection.name(of: record, dependency, context))
        }
        let standard: MinimumCount = dependency.kind == .pod ? .count(1) : .all
        guard case .count(let minimum) = dependency.options.minimum ?? standard else {
            return Selection.all(dependency, judgements)
        }
        return atLeast(minimum, dependency, judgements)
    }

    private static func atLeast(_ minimum: Int, _ dependency: Dependency, _ judgements: [Judgement]) -> Judgement {
        let ready = judgements.map(\.verdict).filter { $0.state == .ready }
        let count = "\(dependency.displayName): \(ready.count) of \(judgements.count) ready"
        if let first = ready.first, ready.count >= minimum {
            return Judgement(Verdict(.ready, first.reason, count))
        }
        // Others may come that are as asked, so what keeps these from it says only that it is not so yet.
        let worst = Selection.worst(of: judgements)
        let advice = worst.map { "; \($0.message)" } ?? ""
        return Judgement(
            Verdict(.waiting, worst?.reason ?? .conditionNotMet, "\(count), \(minimum) wanted\(advice)"))
    }

    /// An option that asks what only the rule of the object's kind can tell; nobody passes without it.
    private static func unjudgedOption(of dependency: Dependency) -> String? {
        let options = dependency.options
        let countsObjects = dependency.kind == .pod || dependency.kind == .job
        if options.minimum != nil, !countsObjects { return "min=" }
        if options.port != nil { return "port=" }
        if options.match != nil { return "match=" }
        if options.uptime != nil { return "uptime=" }
        if options.maxAge != nil { return "max-age=" }
        if options.version != nil { return "version=" }
        if options.key != nil { return "key=" }
        if options.isOnSameNode { return "same-node" }
        if options.isAnywhere { return "anywhere" }
        return options.acceptsAbsence ? "if-absent=" : nil
    }

    private static func judge(_ object: ResourceRecord, _ dependency: Dependency, _ name: String) -> Judgement {
        var verdicts: [Verdict] = []
        if let field = dependency.options.field { verdicts.append(verdict(on: field, object, name)) }
        if let condition = dependency.options.condition ?? (verdicts.isEmpty ? Self.ready : nil) {
            verdicts.append(verdict(on: condition, object, name))
        }
        // Both may be asked for; the one that is not as asked speaks.
        return Judgement(verdicts.first { $0.state != .ready } ?? verdicts[0])
    }

    // MARK: Conditions

    private static let ready = ConditionRequirement(type: "Ready")

    private static func verdict(
        on condition: ConditionRequirement, _ object: ResourceRecord, _ name: String
    ) -> Verdict {
        let status = condition.status ?? "True"
        let isReadiness = condition.type.lowercased() == "ready" && status.lowercased() == "true"
        let standing = object.conditions.standing(of: condition.type, wanted: status)
        let isStalled = object.conditions.standing(of: "Stalled", wanted: "True") == .met
        // One that says that it is Ready and stalled contradicts itself: nobody passes on doubt.
        if isStalled, standing != .met || isReadiness {
            let message = "\(name) says itself that it is stalled: see the conditions in its status"
            return Verdict(.stalled, .reportsStalled, message)
        }
        guard !object.conditions.isEmpty else {
            return Verdict(.waiting, .noConditions, "\(name) has no conditions yet, so nothing says how it stands")
        }
        switch standing {
        case .missing:
            return Verdict(.waiting, .conditionNotMet, "\(name) has no condition \(condition.type) yet")
        case .notMet:
            return Verdict(.waiting, .conditionNotMet, "\(name): its condition \(condition.type) is not \(status) yet")
        case .met:
            guard isObserved(object), !object.conditions.isOutdated(condition.type, generation: object.generation)
            else {
                let message = "\(name): its conditions are about an older spec than its newest"
                return Verdict(.waiting, .notObserved, message)
            }
            return Verdict(.ready, .conditionMet, "\(name): its condition \(condition.type) is \(status)")
        }
    }

    /// Not so where there is no generation to compare with, as for kinds whose objects have none.
    private static func isObserved(_ object: ResourceRecord) -> Bool {
        guard let observed = object.observedGeneration, object.generation > 0 else { return true }
        return observed == object.generation
    }

    // MARK: Fields

    /// The message has the path, which the dependency says too, and never what was found.
    private static func verdict(
        on field: FieldRequirement, _ object: ResourceRecord, _ name: String
    ) -> Verdict {
        let path = field.path.description
        switch object.fields[field] {
        case .matching:
            let message = field.value == nil ? "\(name) has \(path)" : "\(name): \(path) is as asked"
            return Verdict(.ready, .fieldMatches, message)
        case .different:
            return Verdict(.waiting, .fieldDiffers, "\(name): \(path) is not as asked yet")
        case .missing:
            return Verdict(.waiting, .fieldMissing, "\(name) has no \(path) yet")
        case .several:
            return notComparable("\(name): \(path) finds several values; name one by an index or a filter")
        case .structure:
            return notComparable("\(name): \(path) finds a list or an object, which no text is equal to")
        case .unusable:
            return notComparable("\(name): \(path) does not fit it, by an index or filter of what is no list")
        case .tooCostly:
            return notComparable("\(name): \(path) finds more than can be looked at; write a narrower path")
        case nil:
            return Verdict(.unknown, .fieldNotComparable, "\(name): \(path) has not been looked at yet")
        }
    }

    /// Only another object, or another path, will do.
    private static func notComparable(_ message: String) -> Verdict {
        Verdict(.stalled, .fieldNotComparable, message)
    }
}
