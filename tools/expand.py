"""Fill in the rows of a list from its rule: `python -m tools.expand FILE`."""

import logging
from pathlib import Path

import yaml

from stages.core import files, front_door, strict_yaml
from stages.core.errors import ParamsError
from stages.core.params import validate
from stages.core.plain_scalars import FLOAT, INTEGER
from stages.map.expansion import expand_rule, report_hits
from stages.map.group_file import ByKeywords, GroupFile, Row

ROWS = "\ngroups:"


class _Dumper(yaml.SafeDumper):
    """Quotes what we and DVC would read as a number, though YAML 1.1 does not: 1e3."""


for name, pattern in (("float", FLOAT), ("int", INTEGER)):
    _Dumper.add_implicit_resolver(f"tag:yaml.org,2002:{name}", pattern, list("+-.0123456789"))


def main(path: str) -> None:
    """Rewrite what follows `groups:` in a list that has a rule; say what its keywords hit."""
    place = Path(path)
    content = validate(strict_yaml.read(place), GroupFile)
    text = place.read_text(encoding="utf-8")
    if text.count(ROWS) != 1:
        raise ParamsError(f"{path}: one line must begin with 'groups:', as the last key.")
    if isinstance(content.rule, ByKeywords):
        for target, words in content.rule.keywords.items():
            for word in words:
                report_hits(target, word, content.rule.whole_words)
    rows = expand_rule(content)
    files.write_text(place, text[: text.index(ROWS) + 1] + write_rows(rows))
    logging.info("%s: %d rows", path, sum(map(len, rows.values())))


def write_rows(groups: dict[str, list[Row]]) -> str:
    """YAML in block style, a line for each value, so that a reviewer's diff shows one change."""
    content = {
        "groups": {
            target: [row.model_dump(exclude_defaults=True) for row in rows]
            for target, rows in groups.items()
        }
    }
    return yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)


if __name__ == "__main__":
    front_door.run(main, "path")
