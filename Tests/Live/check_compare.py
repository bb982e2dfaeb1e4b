"""The table of players shows what these players do."""

import compare
from harness import check


@check("compare: Relay is right where players are wrong, and the table of players is measured")
def players(setting):
    measured = compare.measure()
    name, _, found = measured[-1]
    wrong = [(what, shown, right)
             for (what, *_, right), shown in zip(compare.cases(), found) if shown != right]
    assert name == "Relay" and not wrong, wrong
    made, (_, written, _) = compare.table(measured), compare.article()
    # Other versions of a player may behave differently; the table says which ones it is about.
    told, now = compare.columns(written), compare.columns(made)
    assert len(now) == len(told) == len(measured) + 1, (told.keys(), now.keys())
    for column, cells in now.items():
        assert told.get(column, cells) == cells, f"{column}\n made {made}\nwritten {written}"
