"""Dates as people write them, and what each means: the text that the rewriting model learns from."""

import calendar
import dataclasses
import datetime
import itertools

import numpy as np

#: Dates lie between these; a year of two figures is one of 1950 to 2049.
FIRST, LAST = datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)
FIRST_SHORT = 1950

WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
WORDS += [f"twenty-{word}" for word in WORDS[:9]] + ["thirtieth", "thirty-first"]

#: Where day, month and year stand. Figures between points are day first, between strokes month first, between hyphens year first.
WORDED = (
    "{day} {month} {year}",
    "{day} {month}, {year}",
    "{month} {day}, {year}",
    "{month} {day} {year}",
    "the {day} of {month}, {year}",
    "the {day} of {month} {year}",
    "{day} of {month} {year}",
    "{month} the {day}, {year}",
    "{month} the {day} {year}",
)
FIGURES = ("{d}.{m}.{year}", "{d}. {m}. {year}", "{m}/{d}/{year}")
YEAR_FIRST = ("{full}-{m}-{d}", "{full}/{m}/{d}", "{full} {month} {d}")

DAYS = ("figure", "ordinal", "word")
MONTHS = ("name", "short", "short with point")
YEARS = ("full", "two figures", "apostrophe")
BEFORE = ("", "weekday, ", "weekday ", "on ", "short weekday, ")

#: One form in so many is held out of the training, and one date in so many.
HELD_OUT_FORMS, HELD_OUT_DATES = 8, 10
SPLIT_SEED = 20


@dataclasses.dataclass(frozen=True)
class Form:
    """One way to write any date."""

    template: str
    day: str = "figure"
    month: str = "name"
    year: str = "full"
    before: str = ""
    padded: bool = False

    def fits(self, date):
        return self.year == "full" or FIRST_SHORT <= date.year < FIRST_SHORT + 100

    def write(self, date):
        figure = f"{date.day:02}" if self.padded else str(date.day)
        year = {"full": str(date.year), "two figures": f"{date.year % 100:02}", "apostrophe": f"'{date.year % 100:02}"}
        months = calendar.month_name[date.month], calendar.month_abbr[date.month]
        weekdays = calendar.day_name[date.weekday()], calendar.day_abbr[date.weekday()]
        pieces = {
            "day": {"figure": figure, "ordinal": f"{date.day}{ending(date.day)}", "word": WORDS[date.day - 1]}[self.day],
            "month": {"name": months[0], "short": months[1], "short with point": months[1] + "."}[self.month],
            "year": year[self.year],
            "full": str(date.year),
            "d": figure,
            "m": f"{date.month:02}" if self.padded else str(date.month),
        }
        before = self.before.replace("short weekday", weekdays[1]).replace("weekday", weekdays[0])
        return before + self.template.format(**pieces)


def ending(day):
    """st, nd, rd or th."""
    return "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def all_forms():
    """Every combination that somebody may write, in a fixed order."""
    forms = []
    for template, day, month, year, before in itertools.product(WORDED, DAYS, MONTHS, YEARS, BEFORE):
        # "the 3 of March" and "3 of March" are written by nobody.
        if day == "figure" and ("the" in template or " of " in template):
            continue
        forms.append(Form(template, day, month, year, before))
    for template, year, before, padded in itertools.product(FIGURES, YEARS[:2], BEFORE, (False, True)):
        forms.append(Form(template, year=year, before=before, padded=padded))
    for template, before, padded in itertools.product(YEAR_FIRST, BEFORE, (False, True)):
        for month in MONTHS[:2] if "{month}" in template else MONTHS[:1]:
            forms.append(Form(template, month=month, before=before, padded=padded))
    return forms


def split(items, one_in):
    """Return (kept, held out), by an order that the seed fixes."""
    order = np.random.default_rng(SPLIT_SEED).permutation(len(items))
    held_out = set(order[: len(items) // one_in])
    return [x for i, x in enumerate(items) if i not in held_out], [x for i, x in enumerate(items) if i in held_out]


def all_dates():
    return [FIRST + datetime.timedelta(days) for days in range((LAST - FIRST).days + 1)]


def draw(forms, dates, n, rng):
    """Return n pairs (as somebody writes it, year-month-day); each of the templates comes equally often."""
    by_template = {}
    for form in forms:
        by_template.setdefault(form.template, []).append(form)
    groups = list(by_template.values())
    pairs = []
    while len(pairs) < n:
        group = groups[rng.integers(len(groups))]
        form, date = group[rng.integers(len(group))], dates[rng.integers(len(dates))]
        if form.fits(date):
            pairs.append((form.write(date), date.isoformat()))
    return pairs
