#!/usr/bin/env python3
"""Makes the tables of the charset detector: LetterCosts1/2.swift, LatinPairTables.swift and HanCharacters.swift.

Sources, all under permissive licences:
  langdetect 1.0.9 (PyPI, Apache-2.0)       n-gram profiles of Wikipedia's languages
  jieba 0.42.1 (PyPI, MIT)                  dict.txt: Chinese words with their frequency
  unicode-cldr-core 41 (Debian, Unicode)    annotations and names in all languages

Use: python3 -m venv /tmp/venv; /tmp/venv/bin/pip install langdetect==1.0.9 jieba==0.42.1
     /tmp/venv/bin/python Tests/Charsets/train.py
The output depends only on the sources.
"""
import collections, html, importlib.util, json, functools, math, os, re, subprocess, unicodedata

CLDR = "/usr/share/unicode/cldr/common"
HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "../../Sources/ICYReader/Text")

# charset -> languages, with their share among texts in that charset
CHARSETS = {
    "windows-1250": dict(pl=4, cs=3, hu=3, ro=2, hr=2, sk=1, sl=1, sq=.3),
    "windows-1251": dict(ru=8, uk=2, bg=2, sr=1, mk=.5, be=.5),
    "windows-1252": dict(fr=4, de=4, es=4, pt=3, it=2, sv=2, da=1, no=1, fi=1, nl=1, en=1, ca=.7, **{"is": .3}),
    "windows-1253": dict(el=1),
    "windows-1254": dict(tr=1),
    "windows-1255": dict(he=1),
    "windows-1256": dict(ar=5, fa=1, ur=.5),
    "windows-1257": dict(lt=1, lv=1, et=1),
    "windows-874": dict(th=1),
    "koi8-r": dict(ru=1),
}
LATIN = ["windows-1252", "windows-1250", "windows-1254", "windows-1257"]
CODEC = {"windows-874": "cp874", "koi8-r": "koi8_r"}
STEP = 0.15  # nats for one step of a table
PAIR_STEP = 0.1  # the same for the pairs of ASCII letters
# Without the backslash, and without X: three of them would mark unfinished work.
GLYPHS = [chr(c) for c in range(35, 127) if chr(c) not in "\\X"]


def profile(language):
    folder = os.path.dirname(importlib.util.find_spec("langdetect").origin)
    path = os.path.join(folder, "profiles", language)
    return json.load(open(path, encoding="utf-8"))["freq"] if os.path.exists(path) else {}


def cldr(language):
    """All running text of a language in CLDR."""
    texts = []
    for part in ("annotations", "annotationsDerived", "main"):
        path = f"{CLDR}/{part}/{language}.xml"
        if not os.path.exists(path):
            continue
        data = open(path, encoding="utf-8").read()
        if part == "main":
            data = data[data.index("<localeDisplayNames>"):]
            data = re.sub(r"<characters>.*?</characters>", "", data, flags=re.S)
            names = "language|territory|script|variant|type|exemplarCity|displayName|month|day|unitPattern"
            found = re.findall(rf"<(?:{names})\b[^>]*>([^<]*)</", data)
        else:
            found = re.findall(r"<annotation [^>]*>([^<]*)</", data)
        texts += [html.unescape(t) for t in found if "{" not in t]
    return texts


def fold(c):
    return c if c == "İ" or len(c.lower()) != 1 else c.lower()


@functools.cache
def letters_of(charset):
    table = {}
    for byte in range(128, 256):
        try:
            c = bytes([byte]).decode(CODEC.get(charset, charset.replace("windows-", "cp")))
        except UnicodeDecodeError:
            continue
        table[byte] = c
    return table


def is_letter(c):
    return unicodedata.category(c)[0] in "LM" and c not in "ªºˆ"


def bigrams(language, allowed):
    """Counts of pairs of folded letters; a blank is the boundary between words."""
    pairs = collections.Counter()
    for gram, count in profile(language).items():
        if len(gram) == 2:
            pairs[fold(gram[0]) + fold(gram[1])] += count
    total = sum(pairs.values())
    extra = collections.Counter()
    for text in cldr(language):
        text = text.replace("ș", "ş").replace("ț", "ţ").replace("Ș", "ş").replace("Ț", "ţ").replace("ی", "ي")
        word = " "
        for c in text + " ":
            c = fold(c) if is_letter(c) else " "
            if c == " " and word[-1] == " ":
                continue
            extra[word[-1] + c] += 1
            word = c
    # A language with a profile gets a twentieth from CLDR, which has other words.
    share = (total / 20) / max(1, sum(extra.values())) if total else 1
    for pair, count in extra.items():
        pairs[pair] += count * share
    known = set(allowed) | set("abcdefghijklmnopqrstuvwxyz ")
    return collections.Counter({p: n for p, n in pairs.items() if p[0] in known and p[1] in known and p != "  "})


def matrix(language, charset):
    table = letters_of(charset)
    allowed = sorted({fold(c) for c in table.values() if is_letter(c)})
    pairs = bigrams(language, allowed)
    count = collections.Counter()
    for pair, n in pairs.items():
        count[pair[0]] += n
    total = sum(count.values())
    alphabet = [c for c in allowed if count[c] / total > 2e-6]
    latin = "a" <= min(alphabet) <= "ÿ" or charset in ("windows-1250", "windows-1252", "windows-1254", "windows-1257")
    ascii_ = list("abcdefghijklmnopqrstuvwxyz") if latin else ["L"]
    columns = [" "] + ascii_ + alphabet

    def p(a, b):
        if "L" in (a, b):
            return 1e-4
        size = len(columns)
        smooth = total * 3e-6 + 1
        unigram = count[b] / total
        return (pairs[a + b] + smooth * size * unigram * .5 + smooth * .05) / (count[a] + smooth * size)

    def quantised(x):
        return GLYPHS[min(len(GLYPHS) - 1, round(-math.log(x) / STEP))]

    rows = ""
    for x in alphabet:
        rows += "".join(quantised(p(x, b)) for b in columns)
    for a in [" "] + ascii_:
        rows += "".join(quantised(p(a, x)) for x in alphabet)
    return "".join(alphabet), latin, rows


def latin_pairs():
    """How much more often than in the languages together a pair of ASCII letters occurs in each: natural logarithms."""
    columns = " abcdefghijklmnopqrstuvwxyz"
    shares = {}
    for charset in LATIN:
        allowed = sorted({fold(c) for c in letters_of(charset).values() if is_letter(c)})
        for language in CHARSETS[charset]:
            pairs = bigrams(language, allowed)
            count = collections.Counter()
            for pair, n in pairs.items():
                count[pair[0]] += n
            smooth = {a: 1e-4 * count[a] + 1 for a in columns}
            shares[language] = {
                (a, b): (pairs[a + b] + smooth[a]) / (count[a] + 28 * smooth[a] + 1) for a in columns for b in columns}
    half = len(GLYPHS) // 2
    tables = {}
    for language, share in shares.items():
        table = ""
        for pair, p in share.items():
            mean = sum(other[pair] for other in shares.values()) / len(shares)
            steps = round(math.log(p / mean) / PAIR_STEP)
            table += GLYPHS[half + max(-half, min(len(GLYPHS) - 1 - half, steps))]
        tables[language] = table
    return tables


def han_simplified():
    folder = os.path.dirname(importlib.util.find_spec("jieba").origin)
    count = collections.Counter()
    words = {}
    for line in open(os.path.join(folder, "dict.txt"), encoding="utf-8"):
        word, frequency = line.split()[:2]
        words[word] = int(frequency)
        for c in word:
            if "一" <= c <= "鿿":
                count[c] += int(frequency) ** .75  # names and songs use rarer words than prose
    return count


def han_traditional():
    text = html.unescape(open(f"{CLDR}/transforms/Simplified-Traditional.xml", encoding="utf-8").read())
    to = {}
    for left, arrow, right in re.findall(r"^([一-鿿])\s*([↔→])\s*([一-鿿]);", text, flags=re.M):
        to.setdefault(left, right)
    count = collections.Counter()
    for c, n in han_simplified().items():
        count[to.get(c, c)] += n
    scale = sum(count.values()) / 20
    own = collections.Counter(c for t in cldr("zh_Hant") for c in t if "一" <= c <= "鿿")
    for c, n in own.items():
        count[c] += n * scale / sum(own.values())
    return count


def japanese():
    count = collections.Counter(c for t in cldr("ja") for c in t if "ぁ" <= c <= "ヿ" or "一" <= c <= "鿿" or c in "々ー")
    for c, n in profile("ja").items():
        if len(c) == 1 and "一" <= c <= "鿿":
            count[c] += math.sqrt(n) / 20
    data = open(f"{CLDR}/main/ja.xml", encoding="utf-8").read()
    exemplars = re.search(r"<exemplarCharacters>(.*?)</", data).group(1)
    for c in exemplars:
        if "一" <= c <= "鿿" or "ぁ" <= c <= "ヿ":
            count[c] += 8
    for first, last, share in (("ぁ", "ゟ", .30), ("゠", "ヿ", .30), ("一", "鿿", .40)):
        group = [c for c in count if first <= c <= last or c == "々" and first == "一"]
        total = sum(count[c] for c in group)
        for c in group:
            count[c] *= share / total
    return count


def korean():
    count = collections.Counter({c: n for c, n in profile("ko").items() if len(c) == 1 and "가" <= c <= "힣"})
    scale = sum(count.values()) / 5
    own = collections.Counter(c for t in cldr("ko") for c in t if "가" <= c <= "힣")
    for c, n in own.items():
        count[c] += n * scale / sum(own.values())
    return count


def tiers(count, size):
    """The most common characters in steps of half a nat: [(cost in nats, characters)]."""
    total = sum(count.values())
    result = collections.defaultdict(list)
    for c, n in sorted(count.items(), key=lambda item: (-item[1], item[0]))[:size]:
        result[round(-math.log(n / total) * 2) / 2].append(c)
    return sorted(result.items())


def chunks(text, width):
    return [text[i:i + width] for i in range(0, len(text), width)]


def write(name, body):
    lines = ["// Made by Tests/Charsets/train.py; the sources and their licences are there.", ""] + body
    with open(os.path.join(OUT, name), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    subprocess.run(["swift", "format", "-i", file.name], check=True)


def models():
    result = []
    done = set()
    for charset, languages in CHARSETS.items():
        for language in languages:
            if language not in done:
                done.add(language)
                result.append((language,) + matrix(language, charset))
    return result


def main():
    groups = [[]]
    for language, alphabet, latin, rows in models():
        body = [f'    static let {language}Costs = Self(', f'        "{alphabet}", latin: {str(latin).lower()},', '        #"""']
        body += ["        " + c for c in chunks(rows, 90)]
        body += ['        """#)']
        if len(groups[-1]) + len(body) > 280:
            groups.append([])
        groups[-1] += body
    for number, body in enumerate(groups, 1):
        write(f"LetterCosts{number}.swift", ["extension LetterCosts {"] + body + ["}"])
    body = ["extension LatinPairs {", "    static let tables: [String: String] = ["]
    for language, table in sorted(latin_pairs().items()):
        body += [f'        "{language}":', '            #"""'] + ["            " + c for c in chunks(table, 92)] + ['            """#,']
    write("LatinPairTables.swift", body + ["    ]", "}"])
    body = ["extension HanCosts {"]
    for name, count, size in (("japanese", japanese(), 2300), ("simplified", han_simplified(), 3400),
                              ("traditional", han_traditional(), 3400), ("korean", korean(), 1400)):
        body.append(f"    static let {name} = Self([")
        for cost, characters in tiers(count, size):
            parts = chunks("".join(characters), 80)
            for part in parts:
                body.append(f'        ({cost}, "{part}"),')
        body.append("    ])")
    write("HanCharacters.swift", body + ["}"])


if __name__ == "__main__":
    main()
