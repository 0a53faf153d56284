"""What a page is like for people who do not see it as its makers do: axe's judgement, the keyboard, a narrow screen."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

GRAVE = ("serious", "critical")
STOPS = 40  # presses of Tab; the rest of a long list is like its beginning

FOCUSED = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  return {
    name: at.outerHTML.slice(0, 120),
    seen: (outlined || style.boxShadow !== 'none') && box.width > 0 && box.height > 0,
    skip: at.matches('a.skip'),
    inMain: at.closest('main') !== null,
  };
}"""
OVERFLOW = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const wide = [...document.querySelectorAll('body *')].filter(part => part.getBoundingClientRect().right > room + 1);
  return ['sideways: ' + document.documentElement.scrollWidth, ...wide.slice(0, 3).map(part => part.outerHTML.slice(0, 120))];
}"""


def contrast(page: Page) -> list[str]:
    """What cannot be read for want of contrast: all that another colour scheme can change."""
    return violations(page, {"runOnly": ["color-contrast"]})


def violations(page: Page, only: dict[str, list[str]] | None = None) -> list[str]:
    """What axe calls serious or critical: the rule, the element, and what is wrong with it."""
    found = Axe().run(page, options={"resultTypes": ["violations"], **(only or {})}).response["violations"]
    return [
        f"{rule['id']} at {node['target']}: {node['failureSummary']}"
        for rule in found
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]


def overflow(page: Page) -> list[str]:
    """What makes the page wider than its window; nothing where it fits."""
    found: list[str] = page.evaluate(OVERFLOW)
    return found


def keyboard(page: Page) -> list[str]:
    """What is wrong for somebody who has only the keyboard: the way to the content, and a focus that cannot be seen."""
    wrong = []
    page.evaluate("document.activeElement?.blur()")
    page.locator("a.skip").focus()
    page.keyboard.press("Enter")
    if page.evaluate("location.hash") != "#content":
        wrong.append("the skip link does not lead to the content")
    page.keyboard.press("Tab")
    after = page.evaluate(FOCUSED)
    if after and not after["inMain"] and page.locator("main").locator("a, button, input, select").count():
        wrong.append(f"after the skip link comes {after['name']}")
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at is None:
            break
        if not at["seen"]:
            wrong.append(f"no focus to be seen on {at['name']}")
    return wrong
