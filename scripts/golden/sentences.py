"""Sentences for the golden token ids: what people type in a lesson, and what breaks tokenizers."""

CLASSROOM = """\
The cat sat on the mat because it was warm.
The animal didn't cross the street because it was too tired.
The trophy doesn't fit in the suitcase because it is too big.
Our teacher wrote three questions on the whiteboard.
Please open your laptops and turn to page forty-two.
Who left the window open during the fire drill?
My homework was on the USB stick that I lost yesterday.
The bus was late again, so we missed the first lesson.
She said that she would email the slides after class.
Why does the model look at the word before the verb?
Alice gave Bob the keys, and then Bob gave them to Carol.
When Mary and John went to the store, John gave a drink to Mary.
The doctor asked the nurse whether she had seen the chart.
The keys to the cabinet are on the table.
The key to the cabinets is on the table.
Time flies like an arrow; fruit flies like a banana.
I saw the man with the telescope on the hill.
The old man the boat.
Buffalo buffalo Buffalo buffalo buffalo buffalo Buffalo buffalo.
Every student who owns a phone loses it sooner or later.
Tomorrow we will visit the science museum in the city centre.
He was a very old gentleman with a very long beard.
It is a truth that homework takes longer than you think.
The robot picked up the red block and put it in the box.
No one knew where the little dog had gone.
The moon rose over the quiet village.
Rain fell all night, and in the morning the river was high.
The captain looked at the sea and shook his head.
She had never been so happy in all her life.
"Where are you going?" asked the boy.
"Nowhere," said the girl, "and you can't come with me."
Once upon a time there was a king who had three daughters.
The lesson ends at noon, but the questions never end.
Can a computer understand a joke about computers?
The quick brown fox jumps over the lazy dog.
Pack my box with five dozen liquor jugs.
How vexingly quick daft zebras jump!
Photosynthesis turns light, water and carbon dioxide into sugar.
The mitochondrion is the powerhouse of the cell.
Shakespeare wrote plays; Newton wrote laws.
Water boils at one hundred degrees at sea level.
Electrons repel each other, and so do some siblings.
The capital of France is Paris, and the capital of Italy is Rome.
A noun names a thing and a verb says what it does.
Two plus two is four, and four plus four is eight.
Please don't feed the neural network after midnight.
The attention head looks back at the previous word.
A transformer has layers, and every layer has heads.
Tokenization splits unbelievable words into smaller pieces.
Antidisestablishmentarianism is a word nobody needs.""".split("\n")

CONTRACTIONS = """\
I'm sure you're right, but they've said he'll be late and we'd wait.
It's the dog's bone, isn't it?
don't can't won't shouldn't couldn't wouldn't mustn't
I'd've told you, y'all'd've laughed.
'Tis the season, 'twas the night.
rock 'n' roll
the '90s and the 1990's
O'Neill's and D'Angelo's
I'M YOU'RE THEY'VE HE'LL WE'D IT'S
he said 'stop' and she said 'go'
'sup 'tis 'repeat 'verse 'mild 'llama 'door
She\u2019s here, isn\u2019t she? \u2018Yes,\u2019 he said.
ain''t
rock'n'roll'll've'd""".split("\n")

NUMBERS = """\
There are 24 students in room 305 on the 3rd floor.
Pi is 3.14159 and e is 2.71828.
In 1984 it cost $19.99; in 2024 it costs $49.95.
1,000,000 is one million and 1e6 is too.
Call 555-0199 or +44 20 7946 0958.
Version 4.3.1 was released on 2026-11-20 at 09:45.
50% of 80 is 40.
x1 + x2 = 2x3
R2D2 and C3PO
H2O, CO2, C6H12O6
7/8 of the class, 1/2 of the time
0x1F600 and 0b1010
IPv6: 2001:db8::ff00:42:8329
10^6 != 10**5
\u00bd cup, \u00b2 squared, \u2167 eight, \u0663 three, \u096b five
1st 2nd 3rd 4th 21st
00000000000000000000000000000000
3,5 Meter""".split("\n")

PUNCTUATION = """\
Wait... what?!
!!!???!!!
....................
-- em dash \u2014 en dash \u2013 hyphen-minus
(parentheses) [brackets] {braces} <angles>
"quotes" 'single' `back` \u201ccurly\u201d \u00abguillemets\u00bb
a/b\\c|d
user@example.org
https://example.org/path?query=1&other=two#part
#hashtag @mention *bold* _under_score_ ~tilde~
snake_case camelCase PascalCase kebab-case
C++ and C# and F#
for (let i = 0; i < n; i++) { sum += a[i]; }
def f(x): return x ** 2
<b>not bold</b> &amp; &lt;script&gt;
;:,.!?
\u00bfQu\u00e9? \u00a1No!
\u2026 \u2022 \u2020 \u2021 \u00a7 \u00b6
\u20ac 5, \u00a3 6, \u00a5 7, \u00a2 8
\u2260 \u2264 \u2265 \u00b1 \u00d7 \u00f7 \u221e \u221a
a.b.c. U.S.A. e.g. i.e.
\u300c\u304b\u304e\u62ec\u5f27\u300d\u3001\u53e5\u8aad\u70b9\u3002
+-*/=%^&|~
$100 ^_^ :-) ;-( <3
....a....b....""".split("\n")

SPACES = [
    "two  spaces",
    "three   spaces   here",
    "trailing space ",
    "trailing spaces    ",
    " leading space",
    "    four leading spaces",
    "tab\there",
    "\ttab first",
    "tabs\t\t\ttogether",
    "line one\nline two",
    "line one\r\nline two\r\n",
    "paragraph one\n\nparagraph two",
    "\n",
    "\n\n\n",
    " \n \n ",
    " ",
    "     ",
    "\t",
    "",
    "no-break\u00a0space",
    "thin\u2009space and em\u2003space",
    "ideographic\u3000space",
    "zero\u200bwidth",
    "soft\u00adhyphen",
    "joined\u2060word",
    "vertical\x0btab form\x0cfeed",
    "next\u0085line",
    "word \u0085 word",
    "line\u2028separator para\u2029graph",
    "a \n b",
    "end of line \n",
    "mixed \t \n \r spaces",
    "bell\x07 escape\x1b[0m null\x00 end",
    "\x7fdelete",
    " ! ",
    "a  'll b  's",
    "x    .    y",
]

ACCENTS = [
    "caf\u00e9",
    "cafe\u0301",
    "na\u00efve r\u00e9sum\u00e9 fa\u00e7ade",
    "Z\u00fcrich \u00dcber stra\u00dfe STRASSE",
    "\u00c5ngstr\u00f6m \u00d8re \u00c6ther \u0153uvre",
    "pi\u00f1ata ma\u00f1ana El Ni\u00f1o",
    "\u0141\u00f3d\u017a Gda\u0144sk Krak\u00f3w",
    "\u010de\u0161tina \u017elu\u0165ou\u010dk\u00fd k\u016f\u0148",
    "\u0130stanbul I\u015f\u0131k \u0131 i \u0130 I",
    "Vi\u1ec7t Nam t\u00f4i l\u00e0 sinh vi\u00ean",
    "e\u0301\u0302\u0323 stacked marks",
    "a\u0300 e\u0300 i\u0300 o\u0300 u\u0300",
    "\u0301starts with a mark",
    "space \u0301 mark",
    "Z\u0351\u036b\u0343a\u0321\u0328l\u0334g\u0337o\u0338",
    "\u00c0 la carte, voil\u00e0, d\u00e9j\u00e0 vu",
    "\u1e9b\u0323 long s with dots",
    "\ufb01ne \ufb02ow o\ufb03ce",
    "\u2126 ohm \u212b angstrom \u212a kelvin",
    "\u01c4 \u01c5 \u01c6 \u00df \u1e9e",
]

SCRIPTS = [
    "\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645",
    "\u0627\u0644\u0633\u064e\u0651\u0644\u0627\u0645\u064f \u0639\u064e\u0644\u064e\u064a\u0652\u0643\u064f\u0645\u0652",
    "The word \u0643\u062a\u0627\u0628 means book.",
    "\u0661\u0662\u0663 \u0664\u0665\u0666",
    "\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd \u05e2\u05d5\u05dc\u05dd",
    "\u4f60\u597d\uff0c\u4e16\u754c\uff01",
    "\u6211\u4eec\u5728\u8bfe\u5802\u4e0a\u5b66\u4e60\u4eba\u5de5\u667a\u80fd\u3002",
    "The character \u732b means cat.",
    "mixed\u4e2d\u6587text",
    "\u3053\u3093\u306b\u3061\u306f\u3001\u5143\u6c17\u3067\u3059\u304b\uff1f",
    "\u30ab\u30bf\u30ab\u30ca \uff76\uff80\uff76\uff85 \uff76\uff9e",
    "\uc548\ub155\ud558\uc138\uc694 \uc138\uacc4",
    "\u1112\u1161\u11ab jamo",
    "\u0928\u092e\u0938\u094d\u0924\u0947 \u0926\u0941\u0928\u093f\u092f\u093e",
    "\u0939\u093f\u0928\u094d\u0926\u0940 \u092e\u0947\u0902 \u0932\u093f\u0916\u094b\u0964",
    "\u09ac\u09be\u0982\u09b2\u09be \u09ad\u09be\u09b7\u09be",
    "\u0ba4\u0bae\u0bbf\u0bb4\u0bcd",
    "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e0a\u0e32\u0e27\u0e42\u0e25\u0e01",
    "\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440! \u0401\u043b\u043a\u0430 \u0438 \u0439\u043e\u0433\u0443\u0440\u0442",
    "\u039a\u03b1\u03bb\u03b7\u03bc\u03ad\u03c1\u03b1 \u039f\u0394\u03a5\u03a3\u03a3\u0395\u03a5\u03a3",
    "\u10d2\u10d0\u10db\u10d0\u10e0\u10ef\u10dd\u10d1\u10d0 \u1c92\u1c90",
    "\u0531\u0532 \u0561\u0562",
    "\u1200\u1201 \u12a0\u121b\u122d\u129b",
    "\U00020000\U00020001 beyond the first plane",
    "x\U0002a6d6y",
    "\U0002b820 \U0002b920",
    "\uf900 \U0002f800 compatibility",
    "\U00010400\U00010428 Deseret",
    "\U0001d4d0\U0001d4d1 script letters",
    "\u3400\u9fff\u4dbf",
]

EMOJI = [
    "Good job! \U0001f600",
    "\U0001f600\U0001f601\U0001f602",
    "I \u2764\ufe0f attention heads",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 family",
    "\U0001f44d\U0001f3fd thumbs up",
    "\U0001f1ec\U0001f1e7 \U0001f1eb\U0001f1f7 flags",
    "1\ufe0f\u20e3 keycap",
    "\U0001f3f3\ufe0f\u200d\U0001f308 rainbow flag",
    "cat\U0001f431dog\U0001f436",
    "\u2600 sun \u2602 umbrella \u2603 snowman",
    "\U0001f9d1\u200d\U0001f680!",
    "smile :) and \U0001f642.",
]

CASE = """\
ALL CAPS SENTENCE
aLtErNaTiNg CaSe
iPhone eBay McDonald LaTeX
The BBC and NASA and UNESCO
hELLO wORLD
HeLLo WoRLD THE tHe The the
I II III IV V VI
USA usa Usa""".split("\n")

LONG = [
    "Donaudampfschifffahrtselektrizit\u00e4tenhauptbetriebswerkbauunterbeamtengesellschaft",
    "pneumonoultramicroscopicsilicovolcanoconiosis",
    "a" * 99,
    "a" * 100,
    "a" * 101,
    "ab" * 80 + " end",
    "the" * 40,
    "x" * 300,
    "1234567890" * 12,
    "hello" + "!" * 60,
    "www.averyveryverylongdomainnamethatnobodywouldevertype.example",
    "supercalifragilisticexpialidocious " * 3,
]

SPECIAL = [
    "The [MASK] sat on the mat.",
    "[MASK]",
    "[MASK][MASK] [MASK]",
    "The cat[MASK]sat.",
    "[CLS] typed by hand [SEP]",
    "one [SEP] two",
    "an [UNK] word",
    "unknown \u2603 [UNK] known",
    "\u2603[UNK]\u2603",
    "[mask] [Mask] [ MASK ] [MASK",
    "[PAD][PAD]",
    "<|endoftext|>",
    "one<|endoftext|>two",
    "one <|endoftext|> two",
    "<|endoftext|><|endoftext|>",
    "<|endoftext| > < |endoftext|>",
    "<|ENDOFTEXT|>",
    "first text.\n<|endoftext|>\nsecond text.",
    "<s> </s> <pad> <unk> <mask>",
    "##ing ##ed ##",
    "\u0120the \u0120 \u010a",
    "\u2581the \u2581",
    "<0xE2><0x0A>",
    "[[MASK]] ([MASK])",
    "caf\u00e9[MASK]\u4e2d\u6587",
    "  [MASK]  ",
    "\ufeffbyte order mark",
    "a\ufeffb ! \ufeff",
    "replacement \ufffd character",
]

SENTENCES = (
    CLASSROOM + CONTRACTIONS + NUMBERS + PUNCTUATION + SPACES + ACCENTS + SCRIPTS + EMOJI + CASE + LONG + SPECIAL
)

PAIRS = [
    ("The cat sat.", "It was warm."),
    ("Who wrote Hamlet?", "Shakespeare wrote Hamlet in about 1600."),
    ("The [MASK] sat.", "It was [MASK]."),
    ("one", ""),
    ("", "two"),
    ("", ""),
    ("caf\u00e9 \u4e2d\u6587", "\U0001f600 na\u00efve"),
    ("A man is eating.", "A man\nis\tsleeping."),
]
