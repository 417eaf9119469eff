"""Compares what was asked of a Compute Engine, and what it answered, with Google's own description of the API.

The description is the discovery document that google-api-python-client ships. Prints a line for each method that was called, with
the number of its answers, and says what does not fit.
Usage: compare.py FOLDER, with files of one JSON object a line: {"method", "path", "body", "status", "answer"}
"""

import base64
import binascii
import json
import pathlib
import re
import sys
from urllib.parse import parse_qsl, unquote, urlsplit

import googleapiclient

documents = pathlib.Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"
document = json.loads((documents / "compute.v1.json").read_text())
schemas = document["schemas"]
PREFIX = "/compute/v1/"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[-+]\d\d:\d\d")


def methods_of(resources):
    """Every method of the API, with a pattern for its path."""
    for resource in resources.values():
        for method in resource.get("methods", {}).values():
            path = re.sub(r"\\?\{(\w+)\\?\}", r"(?P<\1>[^/]+)", re.escape(method["path"]))
            yield method, re.compile(path)
        yield from methods_of(resource.get("resources", {}))


methods = list(methods_of(document["resources"]))


def method_of(verb, path):
    """The method that a request calls, and the parameters in its path; those without parameters go before the others."""
    found = [
        (method, match.groupdict())
        for method, pattern in methods
        if method["httpMethod"] == verb and (match := pattern.fullmatch(path))
    ]
    return min(found, key=lambda pair: len(pair[1]), default=(None, {}))


class Comparison:
    """One value beside its schema: `problems` says where they differ."""

    def __init__(self, method_id, is_request):
        self.method_id = method_id
        self.is_request = is_request
        self.problems = []

    def say(self, where, problem):
        self.problems.append(f"{where or 'the body'} {problem}")

    def value(self, where, value, schema):
        if "$ref" in schema:
            return self.value(where, value, schemas[schema["$ref"]])
        kind = schema.get("type", "any")
        expected = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool}
        is_bool = isinstance(value, bool)
        if kind != "any" and (not isinstance(value, expected[kind]) or (is_bool and kind != "boolean")):
            return self.say(where, f"is {value!r}, not of type {kind}")
        if kind == "object":
            self.object(where, value, schema)
        elif kind == "array":
            for index, item in enumerate(value):
                self.value(f"{where}[{index}]", item, schema["items"])
        elif kind == "string":
            self.string(where, value, schema)
        return None

    def object(self, where, value, schema):
        properties = schema.get("properties", {})
        for name, member in value.items():
            place = f"{where}.{name}" if where else name
            of = properties.get(name, schema.get("additionalProperties"))
            if of is None:
                self.say(place, f"is unknown to {schema.get('id', 'the schema')}")
                continue
            if self.is_request and "[Output Only]" in of.get("description", ""):
                self.say(place, "is for answers only")
            self.value(place, member, of)
        self.required(where, value, properties)

    def required(self, where, value, properties):
        """What a request has to have, by the document; what every answer has that can have it, by custom."""
        for name, of in properties.items():
            by_document = self.is_request and self.method_id in of.get("annotations", {}).get("required", [])
            by_custom = not self.is_request and value and (name == "selfLink" or (name == "kind" and "default" in of))
            if (by_document or by_custom) and name not in value:
                self.say(f"{where}.{name}" if where else name, "is missing")

    def string(self, where, value, schema):
        if "enum" in schema and value not in schema["enum"]:
            self.say(where, f"is {value!r}, which is none of its values")
        if "pattern" in schema and not re.fullmatch(schema["pattern"], value):
            self.say(where, f"is {value!r}, which does not match {schema['pattern']}")
        if where.split(".")[-1] == "kind" and value != schema.get("default", value):
            self.say(where, f"is {value!r}, not {schema['default']!r}")
        if schema.get("format") in ("uint64", "int64") and not value.isdecimal():
            self.say(where, f"is {value!r}, not a number")
        if re.search(r"(Timestamp|Time)$", where) and not RFC3339.fullmatch(value):
            self.say(where, f"is {value!r}, not a time")
        if schema.get("format") == "byte":
            try:
                base64.b64decode(value, validate=True)
            except binascii.Error:
                self.say(where, f"is {value!r}, not in base64")


def parameters(method, path_parameters, query):
    """What is wrong with the parameters of a request."""
    known = {**document["parameters"], **method["parameters"]}
    for name, value in {**path_parameters, **dict(query)}.items():
        if name not in known:
            yield f"the parameter {name} is unknown"
        elif "pattern" in known[name] and not re.fullmatch(known[name]["pattern"], value):
            yield f"the parameter {name} is {value!r}, which does not match {known[name]['pattern']}"
    for name, of in method["parameters"].items():
        if of.get("required") and name not in {**path_parameters, **dict(query)}:
            yield f"the parameter {name} is missing"


def refused(answer):
    """What is wrong with an answer that refuses a request; the document does not describe it, so its shape is written here."""
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict) or list(answer) != ["error"]:
        return ["the refusal is not an error"]
    problems = [f"error.{name} is unknown" for name in error if name not in ("code", "message", "errors", "status", "details")]
    if not isinstance(error.get("code"), int) or not isinstance(error.get("message"), str) or not error.get("errors"):
        problems.append("error.code, message or errors is missing")
    for item in error.get("errors", []):
        if not {"domain", "message", "reason"} <= set(item):
            problems.append("error.errors has an item without domain, message or reason")
    return problems


def compare(line):
    """The method that was called, and what does not fit. No method for a request that is not for Compute Engine."""
    request = json.loads(line)
    url = urlsplit(request["path"])
    if not url.path.startswith(PREFIX):
        return None, []
    method, in_path = method_of(request["method"], unquote(url.path.removeprefix(PREFIX)))
    if request["status"] >= 400:
        return method and method["id"], refused(request["answer"])
    if method is None:
        return None, [f"{request['method']} {url.path} is no method of the API"]
    problems = list(parameters(method, in_path, parse_qsl(url.query)))
    asked, answered = Comparison(method["id"], True), Comparison(method["id"], False)
    if request.get("body") is not None:
        asked.value("", request["body"], method.get("request", {"properties": {}, "type": "object"}))
    answered.value("", request["answer"], method["response"])
    return method["id"], problems + [f"asked: {p}" for p in asked.problems] + [f"answered: {p}" for p in answered.problems]


def main(folder):
    counts, problems = {}, {}
    for file in sorted(pathlib.Path(folder).glob("*.jsonl")):
        for line in file.read_text().splitlines():
            method, wrong = compare(line)
            if method is not None:
                counts[method] = counts.get(method, 0) + (json.loads(line)["status"] < 400)
            for problem in wrong:
                problems.setdefault(method, {}).setdefault(problem, line)
    json.dump({"revision": document["revision"], "counts": counts, "problems": problems}, sys.stdout)


main(sys.argv[1])
