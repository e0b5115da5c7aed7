/// Finds the changes of a text that turn one value in it into another, each as small as can be: whatever is not changed,
/// comments, order and quotes among it, stays byte for byte.
package struct ManifestEditor: Sendable {
    private let source: SourceBytes
    private let block: BlockText
    private var edits: [TextEdit] = []

    /// The changes that make of each document that stands in `text` the one at its place in `wanted`. What of `wanted` has
    /// an origin is taken for unchanged there; recursion is as deep as the manifest nests, which its readers bound.
    package static func edits(
        from originals: [ManifestNode], to wanted: [ManifestNode], in text: [UInt8]
    ) throws(ManifestError) -> [TextEdit] {
        let source = SourceBytes(text)
        var edits: [TextEdit] = []
        for (original, wanted) in zip(originals, wanted) {
            var editor = ManifestEditor(source, like: original)
            try editor.change(original, to: wanted, column: 0)
            edits += editor.edits
        }
        return edits
    }

    private init(_ source: SourceBytes, like original: ManifestNode) {
        self.source = source
        block = BlockText(
            indentsSequences: Self.indentsSequences(original, source) ?? false, newline: source.newline)
    }

    /// Whether the first list under a key stands further right than the key; nil where there is none.
    private static func indentsSequences(_ node: ManifestNode, _ source: SourceBytes) -> Bool? {
        for member in node.members {
            if member.value.style == .block, case .sequence = member.value.content, let key = member.keyOrigin,
                let list = member.value.origin
            {
                return source.column(of: list.lowerBound) > source.column(of: key.lowerBound)
            }
            if let found = indentsSequences(member.value, source) { return found }
        }
        for element in node.elements {
            if let found = indentsSequences(element, source) { return found }
        }
        return nil
    }

    /// `column` is that of the key, or of the dash, that `original` belongs to.
    private mutating func change(
        _ original: ManifestNode, to wanted: ManifestNode, column: Int
    ) throws(ManifestError) {
        guard let origin = original.origin else { return }
        guard wanted.origin == origin, original.style != .alias else {
            if wanted.origin != origin || !wanted.isEqual(to: original) { replace(original, with: wanted, column) }
            return
        }
        switch (original.content, wanted.content) {
        case (.mapping(let old), .mapping(let new)): try changeMapping(original, old, new, column)
        case (.sequence(let old), .sequence(let new)): try changeSequence(original, old, new, column)
        default: break
        }
    }

    /// Another value altogether. As YAML by indentation only where nothing follows on the line that would be torn off.
    private mutating func replace(_ original: ManifestNode, with wanted: ManifestNode, _ column: Int) {
        guard let origin = original.origin else { return }
        if original.style == .block {
            edits.append(
                TextEdit(origin, block.inline(wanted, at: source.column(of: origin.lowerBound))))
            return
        }
        let isLast = source.isRestOfLineBlank(from: origin.upperBound)
        if !isLast || !wanted.isCollection || source.isInJSON
            || original.style == .flow && !original.isEmpty
        {
            let text = FlowText.inline(wanted, in: source, at: origin.lowerBound)
            edits.append(TextEdit(origin, source.needsBlank(before: origin.lowerBound) ? " " + text : text))
            return
        }
        let start = source.trimmedStart(origin.lowerBound)
        edits.append(TextEdit(start..<origin.upperBound, block.value(wanted, under: column)))
    }

    // MARK: Mappings

    private mutating func changeMapping(
        _ original: ManifestNode, _ old: [ManifestNode.Member], _ new: [ManifestNode.Member], _ column: Int
    ) throws(ManifestError) {
        guard let origin = original.origin else { return }
        guard let lastWritten = old.last(where: { $0.keyOrigin != nil }) else {
            if !new.isEmpty { replaceWhole(original, .mapping(new), column) }
            return
        }
        let isBlock = original.style == .block
        let own = isBlock ? source.column(of: origin.lowerBound) : 0
        var added: [ManifestNode.Member] = []
        for member in new {
            guard let before = old.first(where: { $0.key.utf8.elementsEqual(member.key.utf8) }) else {
                added.append(member)
                continue
            }
            if before.keyOrigin != nil {
                try change(before.value, to: member.value, column: own)
            } else if !before.value.isEqual(to: member.value) {
                // It was merged in from elsewhere; a member of its own hides that.
                added.append(member)
            }
        }
        let kept = Set(new.map { Array($0.key.utf8) })
        for (index, member) in old.enumerated() where !kept.contains(Array(member.key.utf8)) {
            guard let key = member.keyOrigin, new.contains(where: { $0.value.origin != nil }) else {
                throw ManifestError(
                    .uneditable, at: origin.lowerBound, "\"\(member.key)\" cannot be taken out of here by itself.")
            }
            if isBlock {
                edits.append(TextEdit(source.wholeLines(key.lowerBound..<end(of: member.value, after: key)), ""))
            } else {
                let before = index > 0 ? old[index - 1].value.origin?.upperBound : nil
                edits.append(
                    TextEdit(source.flowMember(endingAt: end(of: member.value, after: key), before, origin), ""))
            }
        }
        guard !added.isEmpty, let lastKey = lastWritten.keyOrigin else { return }
        let last = end(of: lastWritten.value, after: lastKey)
        for member in added {
            if isBlock {
                insertLine(block.member(member.key, member.value, at: own), at: own, after: last)
            } else {
                let text = FlowText.member(member.key, member.value, in: source, at: lastWritten.value.start ?? last)
                let separator = FlowText.separator(in: source, at: lastWritten.value.start ?? last, within: origin)
                edits.append(TextEdit(last..<last, "," + separator + text))
            }
        }
    }

    // MARK: Sequences

    private mutating func changeSequence(
        _ original: ManifestNode, _ old: [ManifestNode], _ new: [ManifestNode], _ column: Int
    ) throws(ManifestError) {
        guard let origin = original.origin else { return }
        guard !old.isEmpty else {
            if !new.isEmpty { replaceWhole(original, .sequence(new), column) }
            return
        }
        let isBlock = original.style == .block
        let own = isBlock ? source.column(of: origin.lowerBound) : 0
        var next = 0
        for (index, element) in new.enumerated() {
            // What stands in the text comes in the order of the text.
            if let place = element.origin, let found = old[next...].firstIndex(where: { $0.origin == place }) {
                guard found == next else { throw notRemovable(old[next]) }
                try change(old[next], to: element, column: own)
                next += 1
            } else if replacesOld(at: next, old, laterIn: new[(index + 1)...]) {
                replace(old[next], with: element, own)
                next += 1
            } else {
                insert(element, before: next, of: old, origin, isBlock, own)
            }
        }
        guard next == old.count else { throw notRemovable(old[next]) }
    }

    /// Nothing of the new list is the old element, so that a new one is in its place.
    private func replacesOld(
        at index: Int, _ old: [ManifestNode], laterIn new: ArraySlice<ManifestNode>
    ) -> Bool {
        guard index < old.count else { return false }
        return !new.contains { $0.origin != nil && $0.origin == old[index].origin }
    }

    private mutating func insert(
        _ element: ManifestNode, before index: Int, of old: [ManifestNode], _ origin: Range<Int>, _ isBlock: Bool,
        _ column: Int
    ) {
        if isBlock, index == 0 {
            let text = block.element(element, at: column)
            // Comments over the first element are its own.
            let place = source.startOfComments(above: origin.lowerBound)
            let indentation = String(repeating: " ", count: column)
            if let place {
                edits.append(TextEdit(place..<place, indentation + text + block.newline))
            } else {
                edits.append(TextEdit(origin.lowerBound..<origin.lowerBound, text + block.newline + indentation))
            }
        } else if isBlock {
            let last = old[index - 1]
            insertLine(block.element(element, at: column), at: column, after: last.origin?.upperBound ?? 0)
        } else if index < old.count, let place = old[index].start {
            let text = FlowText.inline(element, in: source, at: place)
            let separator = FlowText.separator(in: source, at: place, within: origin)
            edits.append(TextEdit(place..<place, text + "," + separator))
        } else if let last = old.last?.origin {
            let text = FlowText.inline(element, in: source, at: last.lowerBound)
            let separator = FlowText.separator(in: source, at: last.lowerBound, within: origin)
            edits.append(TextEdit(last.upperBound..<last.upperBound, "," + separator + text))
        }
    }

    private func notRemovable(_ node: ManifestNode) -> ManifestError {
        ManifestError(.uneditable, at: node.start, "An element of this list cannot be taken out by itself.")
    }

    // MARK: Parts

    private mutating func replaceWhole(_ original: ManifestNode, _ content: ManifestNode.Content, _ column: Int) {
        replace(original, with: ManifestNode(content), column)
    }

    private func end(of value: ManifestNode, after key: Range<Int>) -> Int {
        value.origin?.upperBound ?? key.upperBound
    }

    /// Puts a line of its own after the line on which something ends.
    private mutating func insertLine(_ text: String, at column: Int, after end: Int) {
        let indentation = String(repeating: " ", count: column)
        if source.isLineStart(end) {
            edits.append(TextEdit(end..<end, indentation + text + block.newline))
        } else {
            let place = source.endOfLine(from: end)
            edits.append(TextEdit(place..<place, block.newline + indentation + text))
        }
    }
}

extension ManifestNode {
    /// Where it begins; nil for what is new.
    fileprivate var start: Int? { origin?.lowerBound }

    /// A collection of nothing.
    fileprivate var isEmpty: Bool { members.isEmpty && elements.isEmpty }
}
