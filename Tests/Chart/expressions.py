"""Evaluates the CEL expressions of the rendered objects as an API server does."""

from typing import Any

from cel_expr_python import cel

_environment = cel.NewEnv(variables={name: cel.Type.DYN for name in ("object", "oldObject", "request")})


def evaluate(expression: str, **variables: Any) -> bool:
    """The expression's value. Raises `ValueError` when it errs, which under Fail refuses the request."""
    data = {"object": None, "oldObject": None, "request": {}} | variables
    value = _environment.compile(expression).eval(data=data)
    if not isinstance(value.value(), bool):
        raise ValueError(f"{expression}: {value.value()}")
    return value.value()


def matches(entry: dict[str, Any], **variables: Any) -> bool:
    """Whether all matchConditions of a webhook's entry hold, so that it is called."""
    return all([evaluate(each["expression"], **variables) for each in entry.get("matchConditions", [])])


_rules = cel.NewEnv(variables={"self": cel.Type.DYN})


def rule_holds(rule: str, value: Any) -> bool:
    """Whether a rule of a definition holds for `self`. One that errs does not."""
    result = _rules.compile(rule).eval(data={"self": value}).value()
    return result is True
