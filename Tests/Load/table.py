"""The table: what was measured, what it is compared with, the ratio, and the bound on it."""

import dataclasses
import json
import operator
import platform
import statistics

HEAD = ("what", "Relay", "beside", "ratio [min-max]", "bound", "reached")


def short(value):
    """Three significant digits, thousands with commas."""
    if value == 0:
        return "0"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    digits = max(0, 2 - int(f"{abs(value):e}".split("e")[1]))
    return f"{value:.{digits}f}"


@dataclasses.dataclass
class Row:
    """`ours` and `beside` have a figure for each run, `ratios` their ratio in each run."""
    line: str
    what: str
    unit: str
    ours: list
    beside_name: str = ""
    beside: list = dataclasses.field(default_factory=list)
    bound: str = ""       # "<= 1.3", for the ratio; for the figure itself if there is no comparison
    note: str = ""

    @property
    def ratios(self):
        return [a / b for a, b in zip(self.ours, self.beside) if b]

    @property
    def judged(self):
        """What the bound applies to."""
        return statistics.median(self.ratios if self.beside else self.ours)

    @property
    def reached(self):
        if not self.bound:
            return None
        relation, limit = self.bound.split()
        compare = {"<=": operator.le, ">=": operator.ge, "<": operator.lt}[relation]
        return compare(self.judged, float(limit.replace(",", "")))

    def cells(self, judge):
        ours = f"{short(statistics.median(self.ours))} {self.unit}"
        beside = ratio = ""
        if self.beside:
            beside = f"{short(statistics.median(self.beside))} ({self.beside_name})"
            ratio = (f"{statistics.median(self.ratios):.2f} "
                     f"[{min(self.ratios):.2f}-{max(self.ratios):.2f}]")
        elif len(self.ours) > 1:
            ours += f" [{short(min(self.ours))}-{short(max(self.ours))}]"
        reached = {None: "", True: "yes", False: "NO"}[self.reached] if judge else ""
        return (f"{self.line}: {self.what}", ours, beside, ratio, self.bound, reached)


def show(rows, judge):
    cells = [HEAD] + [row.cells(judge) for row in rows]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEAD))]
    for index, line in enumerate(cells):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |")
        if index == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    for row in rows:
        if row.note:
            print(f"{row.line}, {row.what}: {row.note}")


def machine():
    with open("/proc/cpuinfo") as file:
        models = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    return f"{len(models)} x {models[0] if models else '?'}, Linux {platform.release()}"


def save(path, rows):
    data = [{**dataclasses.asdict(row), "ratios": row.ratios, "judged": row.judged,
             "reached": row.reached} for row in rows]
    with open(path, "w") as file:
        json.dump({"machine": machine(), "rows": data}, file, indent=1)
        file.write("\n")
