"""Looking at one page: what axe finds in both themes and on both screens, and what axe does not ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.accessibility.looks import Look
from tests.volumes import scale

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page

_VENDOR = Path(__file__).parent.parent / "journeys" / "vendor"
_AXE = (_VENDOR / "axe.min.js").read_text(encoding="utf-8") + "; 0"
_CHECKS = (Path(__file__).parent / "checks.js").read_text(encoding="utf-8")
DESK, PHONE, NARROWEST = {"width": 1280, "height": 900}, {"width": 360, "height": 740}, {"width": 320, "height": 600}
_RUN = """async (only) => {
  const options = {resultTypes: ["violations"]};
  if (only) options.runOnly = {type: "rule", values: only};
  else options.rules = {"target-size": {enabled: true}};
  // What a bar that stays hides comes out from behind it as one scrolls; how much it may hide is asked apart.
  const bars = [...document.querySelectorAll(".action-bar, .tab-bar")];
  for (const bar of bars) bar.style.position = "static";
  // Of very many rows, each drawn as the one before, the first are enough.
  const found = await axe.run({include: ["html"], exclude: [["tbody tr:nth-child(n+26)"], ["li:nth-child(n+41)"]]}, options);
  for (const bar of bars) bar.style.position = "";
  return found.violations.map((each) => `${each.id} (${each.help}): ` +
    each.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} [${node.any.map((any) => any.message).join("; ")}]`).join(" | "));
}"""
# How much of the screen is hidden behind what stays at its lower edge: the page's own bar, and the way to other pages.
_COVERED = """() => ["sticky", "fixed"].map((kind) => Math.max(0, ...[...document.querySelectorAll(".action-bar, .tab-bar")]
  .filter((each) => getComputedStyle(each).position === kind).map((each) => each.offsetHeight)))
  .reduce((sum, each) => sum + each) / innerHeight"""
_MOST_COVERED = 0.27
_UNFOLD = "() => { for (const each of document.querySelectorAll('details')) each.open = true; }"
# The page is the same on a desk and on a phone: axe looks at it whole on the phone, in the light theme, and for what a
# desk shows more of, or a theme changes, on the desk in the dark one. At full scale everything is looked at in all four,
# and so are a page's further states, of which only our own checks are asked otherwise.
_OF_THE_DESK = ["color-contrast", "link-in-text-block", "link-name", "button-name", "target-size"]


def listen(page: Page) -> list[str]:
    """Return a list that fills with what goes wrong in the browser: scripts, files, the content policy."""
    heard: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # That the page itself was answered with 4xx, or a phone that is not enrolled, is what some looks are about.
        of = message.location["url"]
        is_own_status = "Failed to load resource" in message.text and (
            of == page.url or of.endswith("/phone/activities")
        )
        if message.type in {"error", "warning"} and not is_own_status:
            heard.append(f"console: {message.text}")

    page.on("console", hear)
    page.on("pageerror", lambda error: heard.append(f"script: {error}"))
    page.on("requestfailed", lambda asked: heard.append(f"not loaded: {asked.url}"))
    return heard


def open_look(page: Page, look: Look, address: str) -> None:
    """Go there, and on to the state that is meant."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.goto(address)
    if look.opened:
        page.evaluate(_UNFOLD)
    if look.press:
        button = page.get_by_role("main").get_by_role("button", name=look.press, exact=True)
        form = (
            page.get_by_role("main").locator("form").filter(has=page.get_by_role("button", name=look.press, exact=True))
        )
        for label, value in look.fill.items():
            form.get_by_label(label, exact=True).or_(form.get_by_label(f"{label} (optional)", exact=True)).fill(value)
        button.click()
        page.wait_for_load_state()


def faults_of(page: Page, look: Look, *, is_further: bool) -> Iterator[str]:
    """Say everything that is wrong with the page as it stands; `is_further`: another state of it is looked at by axe."""
    yield from page.evaluate(_CHECKS, look.is_error)
    is_whole = scale() != "ci"
    is_for_axe = is_whole or not is_further
    if is_for_axe:
        page.evaluate(_AXE)
    for words, size in (("desk", DESK), ("phone", PHONE)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        if is_whole or (is_for_axe and size is PHONE):
            yield from _found(page, f"{words}, light")
        if is_whole or (is_for_axe and size is DESK):
            page.emulate_media(color_scheme="dark")
            yield from _found(page, f"{words}, dark", _OF_THE_DESK)
            page.emulate_media(color_scheme="light")
        yield from _sideways(page, words)
    page.set_viewport_size(NARROWEST)  # type: ignore[arg-type]
    yield from _sideways(page, "320 px")
    covered = page.evaluate(_COVERED)
    if covered > _MOST_COVERED:
        yield f"320 px: bars that stay cover {covered:.0%} of the screen"


def _found(page: Page, words: str, only: list[str] | None = None) -> Iterator[str]:
    found: list[Any] = page.evaluate(_RUN, only)
    yield from (f"{words}: {each}" for each in found)


def _sideways(page: Page, words: str) -> Iterator[str]:
    too_wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if too_wide > 0:
        yield f"{words}: the page scrolls sideways by {too_wide} px"
