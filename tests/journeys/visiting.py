"""What people do on every page: come in, sign in, read what is said to them, go about by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pyotp

from tests.factories.people import PASSWORD
from tests.journeys.course import Someone

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

Door = Callable[..., "Page"]
# What has the focus, as it is called: its label, or its words.
_FOCUSED = """() => {
  const at = document.activeElement;
  const labels = [...(at.labels ?? [])].map((each) => each.innerText);
  return (at.getAttribute("aria-label") || labels.join(" ") || at.innerText || "").trim();
}"""
_FAR = 80


def sign_in(page: Page, who: Someone, password: str = PASSWORD) -> None:
    """Sign in by the form, with the code of the phone where one is set up."""
    page.goto("/sign-in")
    give_password(page, who, password)
    if who.secret:
        page.get_by_label("Code", exact=True).fill(pyotp.TOTP(who.secret).now())
        press(page, "Go on")


def give_password(page: Page, who: Someone, password: str = PASSWORD) -> None:
    """Fill in and send the sign-in form that is on the page."""
    page.get_by_label("E-mail address").fill(who.email)
    page.get_by_label("Password").fill(password)
    press(page, "Sign in")


def press(page: Page, words: str) -> None:
    """Press the page's button of these words."""
    go(page.get_by_role("main").get_by_role("button", name=words, exact=True))


def follow(page: Page, words: str) -> None:
    """Follow the page's link of these words."""
    go(page.get_by_role("main").get_by_role("link", name=words, exact=True).first)


def go(where: Locator) -> None:
    """Press what leads to a page, and let that page come whole: a click waits only for its first byte."""
    where.click()
    where.page.wait_for_load_state("domcontentloaded")


def read(page: Page) -> str:
    """Return all that the page says, once it has come whole."""
    page.wait_for_load_state("domcontentloaded")
    return page.inner_text("main")


def heading(page: Page) -> str:
    """Return the page's main heading."""
    page.wait_for_load_state("domcontentloaded")
    return page.locator("h1").inner_text()


def told(page: Page) -> str:
    """Return what the page says has just happened."""
    page.wait_for_load_state("domcontentloaded")
    return page.locator(".flashes").inner_text()


def tab_to(page: Page, words: str, key: str = "Tab") -> None:
    """Press a key until the focus is on what is called so."""
    called = []
    for _ in range(_FAR):
        page.keyboard.press(key)
        called.append(page.evaluate(_FOCUSED))
        if called[-1].startswith(words):
            return
    raise AssertionError(f"the keyboard never came to {words!r}, only to {called}")
