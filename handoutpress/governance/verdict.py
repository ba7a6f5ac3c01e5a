"""What is wrong with a handout that can be read: overdue, unsigned, stale; and what follows."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from handoutpress.content.handout import Handout, Stamp
from handoutpress.content.report import has_errors
from handoutpress.content.settings import GovernanceSettings
from handoutpress.content.standing import PartStanding, Standing, State
from handoutpress.diagnostics import Diagnostic, Location, error, warning
from handoutpress.governance.critical import changed_reasons, part_reasons


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be done with a handout in a language."""

    diagnostics: tuple[Diagnostic, ...] = ()
    """An error says that it must not be made."""
    stamps: tuple[Stamp, ...] = ()
    """What every page of it has to say."""

    @property
    def is_refused(self) -> bool:
        """Whether it must not be made."""
        return has_errors(self.diagnostics)


@dataclass(slots=True)
class _Findings:
    """What is found, gathered."""

    settings: GovernanceSettings
    told: list[Diagnostic] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)

    def verdict(self) -> Verdict:
        """Return what was gathered."""
        return Verdict(tuple(self.told), tuple(dict.fromkeys(self.stamps)))

    def tell(
        self, code: str, message: str, at: Location, hint: str, is_error: bool = False
    ) -> None:
        """Add a finding."""
        self.told.append((error if is_error else warning)(code, message, at, hint))


def judge(
    handout: Handout,
    standing: Standing | None,
    settings: GovernanceSettings,
    today: datetime.date,
) -> Verdict:
    """Return what is to be done with a handout on a day; a translation comes with its standing.

    G001 overdue, G002 unsigned where that is refused, and what `judge_translation` says.
    """
    found = _Findings(settings)
    _judge_review(handout, found, today)
    if standing:
        _judge_translation(standing, found)
    return found.verdict()


def is_overdue(handout: Handout, today: datetime.date) -> bool:
    """Say whether a handout should have been reviewed before a day."""
    return handout.record.review.due < today


def _judge_review(handout: Handout, found: _Findings, today: datetime.date) -> None:
    due, settings = handout.record.review.due, found.settings
    facts = f"handouts/{handout.slug}/handout.yaml"
    if is_overdue(handout, today):
        at = Location(facts, handout.record_lines.get("review.due"))
        message = f"{handout.lang}: the review was due on {due}, {(today - due).days} days ago"
        hint = "let it be reviewed and signed; or set `overdue` under [governance]"
        found.tell("G001", message, at, hint, is_error=settings.overdue == "refuse")
        if settings.overdue == "stamp":
            found.stamps.append(Stamp.OVERDUE)
    if handout.is_draft and settings.unsigned == "refuse":
        is_own = handout.record.review.state == "draft"
        at = Location(facts if is_own else handout.file, _review_line(handout, is_own))
        what = "nobody has signed it" if is_own else "nobody has signed this translation"
        hint = "let a qualified person read and sign it; or set `unsigned` under [governance]"
        found.tell("G002", f"{handout.lang}: {what}", at, hint, is_error=True)


def _review_line(handout: Handout, is_own: bool) -> int | None:
    lines = handout.record_lines if is_own else handout.front_lines
    return lines.get("review.state") or lines.get("review")


def judge_translation(standing: Standing, settings: GovernanceSettings) -> Verdict:
    """Return what is to be done with a translation.

    L801 signed without a record, L802 stale or missing where it is a matter of safety, L803 the
    same where it is none, L804 changed since it was signed, L805 a machine's words that are a
    matter of safety and nobody has signed, L806 what the original does not have.
    """
    found = _Findings(settings)
    _judge_translation(standing, found)
    return found.verdict()


def _judge_translation(standing: Standing, found: _Findings) -> None:
    handout = standing.handout
    if handout.provenance is None:
        if not handout.is_draft_translation:
            at = Location(handout.file, handout.front_lines.get("review"))
            hint = "compare it with the original, then `translations record`"
            found.tell("L801", "it is signed, and nothing says what it was made from", at, hint)
        return
    for part in standing.parts:
        _judge_part(part, standing, found)
    for key in standing.strays:
        file = handout.provenance.file
        at = Location(file, handout.provenance.line(key))
        hint = "delete it, or mend its anchor; then `translations record`"
        found.tell("L806", f"{standing.original.file} has no section `{key}`", at, hint)


def _judge_part(part: PartStanding, of: Standing, found: _Findings) -> None:
    why = changed_reasons(part, of.original.lang)
    at = Location(of.handout.file, part.words.line if part.words else 1)
    if part.state is State.UNRECORDED or (part.state is not State.CURRENT and not why):
        found.tell("L803", _what(part, of), at, _to_do(part))
    elif part.state is not State.CURRENT:
        refuses = found.settings.stale == "refuse"
        message = f"{_what(part, of)}, and it is a matter of safety ({', '.join(why)})"
        found.tell("L802", message, at, _to_do(part), is_error=refuses)
        found.stamps += [] if refuses else [Stamp.STALE]
    entry = part.entry
    if entry and entry.reviewer and part.state is State.CURRENT and not part.is_signed:
        message = f"`{part.key}` has changed since {entry.reviewer.by} signed it"
        found.tell("L804", message, at, "let it be signed anew: `translations sign`")
    safety = part_reasons(part.source, of.original.lang)
    if entry and entry.made_by == "machine" and safety and not _is_signed(part, of):
        message = f"`{part.key}` is a machine's, nobody has signed it, and it is a matter of "
        hint = "let a qualified person read and sign it: `translations sign`"
        more = f"safety ({', '.join(safety)})"
        found.tell("L805", message + more, at, hint, is_error=True)


def _is_signed(part: PartStanding, of: Standing) -> bool:
    """Say whether somebody is named for the words that there are, whatever became of the source."""
    reviewer = part.entry.reviewer if part.entry else None
    is_own = bool(reviewer and part.words and reviewer.words == part.words.hash)
    return is_own or not of.handout.is_draft_translation


def _what(part: PartStanding, of: Standing) -> str:
    where = f"{of.original.file}:{_changed_line(part)}"
    return {
        State.STALE: f"`{part.key}` was made from other words than {where} has now",
        State.MISSING: f"the translation lacks `{part.key}` of {where}",
        State.UNRECORDED: f"nothing says what `{part.key}` was made from",
        State.CURRENT: "",
    }[part.state]


def _changed_line(part: PartStanding) -> int:
    added = part.added if part.state is State.STALE else ()
    return added[0].line if added else part.source.line


def _to_do(part: PartStanding) -> str:
    if part.state is State.UNRECORDED:
        return "compare it with the original, then `translations record`"
    return "translate it, then `translations record`; `translations worklist` shows what changed"
