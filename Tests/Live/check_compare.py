"""The table of players shows what these players do."""

import compare
from harness import check


@check("compare: Relay is right where players are wrong, and the table of players is measured")
def players(setting):
    measured = compare.measure()
    name, found = measured[-1]
    wrong = [(what, shown, right)
             for (what, _, right), shown in zip(compare.CASES, found) if shown != right]
    assert name.startswith("Relay") and not wrong, wrong
    made, (_, written, _) = compare.table(measured), compare.article()
    # Other versions of the players may behave differently; the table says which ones it is about.
    if made.splitlines()[0] == written.splitlines()[0]:
        assert made == written, f"\n made {made}\nwritten {written}"
