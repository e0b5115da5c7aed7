#!/usr/bin/env python3
"""Reports every non-private Swift declaration without a doc comment.

swift-format's own rule looks at public declarations only; ours are package-wide. Nesting is told by indentation, which
swift-format guarantees. Left out: enum cases, locals, and the members whose meaning a standard protocol fixes.
"""

import pathlib
import re
import sys

MODIFIERS = r"(?:@\w+(?:\([^)]*\))?\s+|package\s+|public\s+|internal\s+|static\s+|final\s+|mutating\s+|borrowing\s+|consuming\s+|nonisolated(?:\(\w+\))?\s+|isolated\s+|override\s+|indirect\s+|lazy\s+|weak\s+|convenience\s+|required\s+|package\(set\)\s+|private\(set\)\s+|fileprivate\(set\)\s+|class\s+(?=func|var))*"
DECLARATION = re.compile(
    rf"^(?P<indent> *)(?P<modifiers>{MODIFIERS})(?P<keyword>func|var|let|struct|class|enum|actor|protocol|typealias|init|subscript|extension|associatedtype|deinit)\b(?P<rest>.*)"
)
TYPES = {"struct", "class", "enum", "actor", "protocol", "extension"}
FIXED_BY_A_PROTOCOL = re.compile(
    r"^\s*(?:func (?:==|hash|<|~=|encode|next)\b|var (?:description|errorDescription|debugDescription|hashValue)\b|static func (?:==|<|~=))"
)


def undocumented(path):
    lines = path.read_text().split("\n")
    # Each entry: (indentation, is a type's body, is private)
    scopes = []
    in_text = False
    for number, line in enumerate(lines):
        if line.count('"""') % 2 == 1:
            in_text = not in_text
            continue
        if in_text or not line.strip() or line.lstrip().startswith("//"):
            continue
        indent = len(line) - len(line.lstrip())
        while scopes and indent <= scopes[-1][0] and not line.lstrip().startswith(("{", ")", "->", "where")):
            scopes.pop()
        hidden = re.match(r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:static |final |mutating |nonisolated(?:\(\w+\))? |lazy |weak |indirect )*(?:private|fileprivate) ", line)
        match = DECLARATION.match(re.sub(r"\b(?:private|fileprivate) ", "", line, count=1) if hidden else line)
        if not match:
            if line.rstrip().endswith("{") or " in" in line:
                scopes.append((indent, False, False))
            continue
        member = all(is_type for _, is_type, _ in scopes)
        private = bool(hidden) or any(is_private for _, _, is_private in scopes)
        keyword = match["keyword"]
        if member and not private and keyword not in ("extension", "deinit"):
            if not FIXED_BY_A_PROTOCOL.match(re.sub(r"^\s*(?:package |public )", "", line)) and not documented(lines, number):
                yield number + 1, line.strip()
        if keyword in TYPES or not line.rstrip().endswith("}"):
            if not (keyword in ("let", "typealias", "associatedtype") and "{" not in line):
                scopes.append((indent, keyword in TYPES, bool(hidden) or private))


def documented(lines, number):
    above = number - 1
    # The help of a command-line option is its documentation.
    for line in reversed(lines[max(0, number - 6) : number]):
        if not line.strip():
            break
        if re.match(r"^\s*@(Option|Flag|Argument|OptionGroup)\(", line):
            return True
    while above >= 0 and re.match(r"^\s*(@|#if|#else)", lines[above]):
        above -= 1
    return above >= 0 and lines[above].lstrip().startswith("///")


def main():
    found = 0
    for root in sys.argv[1:]:
        for path in sorted(pathlib.Path(root).rglob("*.swift")):
            for number, text in undocumented(path):
                print(f"{path}:{number}: no doc comment: {text}")
                found += 1
    if found:
        print(f"{found} declarations without a doc comment")
    return 1 if found else 0


sys.exit(main())
