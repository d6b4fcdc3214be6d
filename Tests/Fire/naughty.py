"""Strings that break programs, as names, tags, extension members, contacts and as what a server says: byte for byte at the server, in
state and in JSON, and inert wherever text is shown.

The Big List of Naughty Strings, where it lies beside the repository (../shared/corpora); a few of the worst kinds otherwise."""

import json
import unicodedata
from pathlib import Path

from canaries import HostileServer
from kit import run as run_command

EXCERPT = [
    "\x1b[31mred\x1b[0m", "\x1b]8;;https://evil.example\x07link\x1b]8;;\x07", "a\rb", "back\b\b\b\bspace", "\x9b2Jgone", "\x00\x7f\x80",
    "\u202etxt.exe", "\u2066isolated\u2069", "zero\u200bwidth\u2060joined\ufeff", "line\u2028paragraph\u2029end\u0085", "\U000e0041\U000e0042",
    "::error::injected", "\n::set-output name=x::y", " ::add-mask::z", "##[group]x", "##vso[task.setvariable variable=x]y", "###[[",
    "'; DROP TABLE clients; --", '"><script>alert(1)</script>', "$(touch /tmp/x) `id` $HOME", "{{7*7}}", "null", "~", "NaN", "0x1",
    "e\u0301 = \u00e9", "\ud7ff\ue000\ufffd", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "| fenced |\n```\n", "﷽", "田中さんにあげて下さい",
    "\u115f\u3164", "Z\u0351\u036b\u0343\u036a\u0302A\u0321L\u0334G", "\\u0041\\n", "%00%0a", "- [ ] x: y # z", "!!python/object:os.system",
]


def strings():
    folder = Path(__file__).resolve()
    for parent in [*folder.parents, *Path.cwd().resolve().parents]:
        corpus = parent / "shared/corpora/big-list-of-naughty-strings/blns.json"
        if corpus.exists():
            # `${` is reserved in manifests, and an error (RC1045).
            return EXCERPT + [text for text in json.loads(corpus.read_text()) if "${" not in text], "blns.json"
    return EXCERPT, "an excerpt; no ../shared/corpora"


def run(fire):
    texts, source = strings()
    if not fire.full:
        texts = EXCERPT + fire.random.sample(texts, min(150, len(texts)))
    project = Naughty(fire, HostileServer(), texts)
    project.expect("validate", 0)
    project.expect("init", 0)
    project.expect("apply --auto-approve", 0)
    project.is_byte_for_byte("at the server", [json.loads(body) for body in project.server.bodies])
    state = json.loads((project.folder / "state.json").read_text())["clients"]
    project.is_byte_for_byte("requested", [client["requested"] for client in state.values()])
    project.is_byte_for_byte("granted", [client["granted"] for client in state.values()])
    status = project.expect("status --format json", 0).json["clients"]
    project.is_byte_for_byte("in JSON", [client["granted"] for client in status])
    project.have_their_tags("in JSON", {client["label"]: client["tags"] for client in status})
    project.expect("status", 0)
    for label in list(state)[:8]:
        project.expect(f"state show {label}", 0)
    project.declare("changed")
    project.expect("plan", 0)
    plan = project.expect("plan --format json --out saved.plan", 0).json
    # What was said of it is a member more.
    del plan["diagnostics"]
    if plan != json.loads((project.folder / "saved.plan").read_text()):
        fire.found("naughty", "plan --format json has another value than the saved plan")
    # Now the server says them, one after another, to whoever asks.
    project.server.say(texts)
    project.expect("apply ./saved.plan --auto-approve --log-level debug", 3)
    project.server.say(texts)
    project.expect("plan --refresh", 0)
    project.server.say(texts)
    project.expect("apply --auto-approve --refresh --format json", 3)
    return f"{len(texts)} strings ({source}), {project.commands} commands"


class Naughty:
    def __init__(self, fire, server, texts):
        self.fire, self.server, self.texts, self.commands = fire, server, texts, 0
        self.folder = fire.folder / "naughty"
        self.folder.mkdir()
        self.declare("first")

    def declare(self, version):
        """YAML takes JSON, except for surrogates: what is beyond the first plane is written as it is."""
        clients = {
            f"c{index}": {
                "tags": {"note": text},
                "metadata": {
                    "client_name": text, "redirect_uris": [f"https://c{index}.example.com/{version}"], "contacts": [text, "x"], "x_naughty": text,
                },
            }
            for index, text in enumerate(self.texts)
        }
        project = {
            "rollcall": 1, "state": "state.json", "defaults": {"server": "demo"}, "clients": clients, "extensions": ["x_naughty"],
            "servers": {"demo": {"registration_endpoint": self.server.endpoint}},
        }
        escaped = json.dumps(project, ensure_ascii=False)
        (self.folder / "rollcall.yaml").write_text("".join(map(self.in_yaml, escaped)))

    @staticmethod
    def in_yaml(letter):
        return letter if " " <= letter <= "~" else f"\\U{ord(letter):08x}"

    def expect(self, command, status):
        self.commands += 1
        result = run_command([self.fire.rollcall, *command.split()], self.folder)
        if result.status != status:
            self.fire.found(f"naughty: {command}", f"exits with {result.status}: {result.everything[-2000:]}")
        for stream in (result.output, result.errors):
            self.is_inert(command, stream)
        return result

    def is_inert(self, command, stream):
        for line in stream.split("\n"):
            active = [f"U+{ord(letter):04X}" for letter in line if unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp", "Co", "Cs")]
            if active or line.lstrip().startswith("::") or "##[" in line or "##vso[" in line:
                self.fire.found(f"naughty: {command}", f"{active} in {line!r}")

    def is_byte_for_byte(self, where, documents):
        by_address = {document["redirect_uris"][0].split("/")[2]: document for document in documents}
        for index, text in enumerate(self.texts):
            document = by_address.get(f"c{index}.example.com", {})
            expected = {"client_name": text, "x_naughty": text, "contacts": [text, "x"]}
            for name, value in expected.items():
                if document.get(name) != value:
                    self.fire.found(f"naughty: {where}", f"{name} is {document.get(name)!r} instead of {value!r}")

    def have_their_tags(self, where, tags):
        for index, text in enumerate(self.texts):
            if tags[f"c{index}"] != {"note": text}:
                self.fire.found(f"naughty: {where}", f"a tag is {tags[f'c{index}']!r} instead of {text!r}")
