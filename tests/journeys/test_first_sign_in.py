"""From the letter to the first page: invited, a phone set up, a recovery code, a forgotten password."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyotp
import pytest

from tests.journeys.course import INES, MARTA, Course, Someone
from tests.journeys.visiting import Door, follow, give_password, heading, press, read, sign_in, told
from tests.people.pages import letters, link_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.journey, pytest.mark.one_engine]
_NELL = Someone("Nell Freshwater", "nell@example.org")
_CHOSEN = "seven herons by the weir"


def test_a_supervisor_is_invited_sets_up_a_phone_and_comes_in_by_a_recovery_code(door: Door, course: Course) -> None:
    office = door(desk=True)
    sign_in(office, INES)
    invite_a_supervisor(office)
    phone = door()
    way = link_in(letters(course.app)[-1])
    phone.goto(way)
    assert heading(phone) == "Welcome, Nell Freshwater"
    choose_password(phone, "Take up my account")
    codes = set_up_phone(phone)
    follow(phone, "I have kept them, go on")
    assert heading(phone) == "Nothing waits for you"
    for code, is_good in ((codes[0], True), (codes[0], False)):
        elsewhere = door()
        elsewhere.goto("/sign-in")
        give_password(elsewhere, _NELL, _CHOSEN)
        elsewhere.get_by_label("Code", exact=True).fill(code)
        press(elsewhere, "Go on")
        assert elsewhere.title().startswith("Error: ") is not is_good
    phone.goto("/account")
    assert f"{len(codes) - 1} codes left" in read(phone)
    phone.goto(way)
    assert heading(phone) == "This link works no longer"


def invite_a_supervisor(page: Page) -> None:
    page.goto("/people/new")
    page.get_by_label("Name", exact=True).fill(_NELL.name)
    page.get_by_label("E-mail address").fill(_NELL.email)
    page.get_by_label("Role", exact=True).select_option("Supervisor")
    press(page, "Invite")
    assert "Nell Freshwater" in read(page)


def choose_password(page: Page, words: str) -> None:
    page.get_by_label("New password", exact=True).fill(_CHOSEN)
    page.get_by_label("The same again").fill("seven herons by the wier")
    press(page, words)
    assert page.title().startswith("Error: ")
    page.get_by_label("New password", exact=True).fill(_CHOSEN)
    page.get_by_label("The same again").fill(_CHOSEN)
    press(page, words)


def set_up_phone(page: Page) -> list[str]:
    """Take the secret by its letters, show a wrong code and then the right one, and return the recovery codes."""
    assert heading(page) == "Set up your phone"
    page.get_by_text("No camera? Type this instead").click()
    secret = page.locator("details code").inner_text().replace(" ", "")
    page.get_by_label("Code", exact=True).fill("000000")
    press(page, "Use this phone")
    assert page.title().startswith("Error: ")
    page.get_by_text("No camera? Type this instead").click()
    assert page.locator("details code").inner_text().replace(" ", "") == secret
    page.get_by_label("Code", exact=True).fill(pyotp.TOTP(secret).now())
    press(page, "Use this phone")
    assert heading(page) == "Your recovery codes"
    return page.locator(".recovery-codes code").all_inner_texts()


def test_a_forgotten_password_is_chosen_anew_by_a_letter_that_works_once(door: Door, course: Course) -> None:
    elsewhere, phone = door(desk=True), door()
    sign_in(elsewhere, MARTA)
    phone.goto("/sign-in")
    follow(phone, "I have forgotten my password")
    phone.get_by_label("E-mail address").fill(MARTA.email)
    press(phone, "Send the link")
    assert heading(phone) == "Look at your mail"
    way = link_in(letters(course.app)[-1])
    phone.goto(way)
    choose_password(phone, "Use this password")
    assert "signed out everywhere else" in told(phone)
    assert heading(phone) == "Week 21 of 78, Marta"
    elsewhere.goto("/log")
    assert heading(elsewhere) == "Sign in"
    elsewhere.goto(way)
    assert heading(elsewhere) == "This link works no longer"
    sign_in(elsewhere, MARTA, _CHOSEN)
    assert heading(elsewhere) == "Week 21 of 78, Marta"
