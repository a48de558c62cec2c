"""Commands that documents, hints and scripts tell people to type."""

import functools
import os
import re
import subprocess

from tree import Skip, line_of

READ = (r"[^/]+\.md|doc/.*\.(md|txt)|tools/quickstart|(src|tools)/.*/messages\.def"
        r"|config/systemd/.*")
# After a line's start, a prompt, a quote, a colon or in a unit; words with one blank between them.
TYPED = re.compile(
    r"(?:^[ ]*(?:\$ |show )?|^ExecStart=/usr/local/bin/|[`'\"]|(?<=: ))(?:\./)?(?:build/)?jalon((?: [^\s`'\"|>#\\]+)+)", re.M
)


class Help:
    """What the program just built says of itself."""

    def __init__(self, build):
        self.program = os.path.join(build or "", "jalon")
        if not os.path.exists(self.program):
            raise Skip("build/jalon is not built")

    @functools.lru_cache(maxsize=None)
    def about(self, *topic):
        """The help on TOPIC, None when there is no such topic."""
        done = subprocess.run([self.program, "help", *topic], capture_output=True, text=True,
                              env=os.environ | {"JALON_LANG": "en"}, check=False)
        return done.stdout if done.returncode == 0 else None


def fault(words, texts):
    """What is wrong with the words typed after `jalon`, or None."""
    plain = [word.strip(".,;:)") for word in words]
    named = [word for word in plain[:3] if re.fullmatch(r"[a-z][a-z-]*", word)]
    if plain[0] == "help" and len(named) > 1:
        return None if texts.about(*named[1:]) or texts.about(named[1]) else "no such topic"
    if re.match(r"[A-Z{…]", plain[0]):
        return None
    about = texts.about(*named[:2]) or texts.about(*named[:1]) if named else texts.about()
    of_group = about and about.startswith(f"Usage: jalon {''.join(named[:1])} COMMAND")
    if about is None or (of_group and len(named) > 1):
        return "no such command"
    for option in (word.split("=")[0] for word in plain if word.startswith("--")):
        if not re.search(rf"{option}\b", about):
            return f"no option {option}"
    return None


def documented_commands_exist(tree):
    """Every `jalon …` that people are told to type is a command with those options."""
    texts = Help(tree.build)
    for path in tree.paths(READ):
        text = tree.text(path)
        for found in TYPED.finditer(text):
            wrong = fault(found.group(1).split(), texts)
            if wrong:
                yield path, line_of(text, found.start(1)), f"'jalon{found.group(1)}': {wrong}"


RULES = [documented_commands_exist]
