"""The console in a real browser, with somebody logged in, and what axe-core says of its pages."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Page

from intake.console.roles import Role
from tests.chromium import PATIENCE
from tests.console.office import PASSWORD, Office
from tests.services import missing

VENDOR = Path(__file__).parents[2] / "intake" / "console" / "static" / "vendor"
AXE = VENDOR / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async (rules) => {
  const found = await axe.run(document, {runOnly: rules});
  const told = (nodes) => nodes.map((node) => node.html.slice(0, 160)).join(" | ");
  return found.violations.map((one) => `${one.id}: ${one.help}: ${told(one.nodes)}`);
}"""
Theme = Literal["light", "dark"]


@dataclass
class BrowserConsole:
    """A running console and a real browser. A script error, or anything that the policy of contents stops,
    fails the test."""

    office: Office
    url: str
    browser: Browser
    errors: list[str]

    def as_role(
        self, *roles: Role, theme: Theme = "light", width: int = 1440, height: int = 900, **profile: Any
    ) -> Page:
        """A page on the console's first page, in which somebody new with these roles is logged in."""
        _, login = self.office.hire(*roles, **profile)
        page = self.page(theme=theme, width=width, height=height)
        page.goto(f"{self.url}/console/login")
        page.locator("#login").fill(login)
        page.locator("#password").fill(PASSWORD)
        page.locator("button.primary").click()
        page.wait_for_url(lambda address: "/login" not in address)
        return page

    def page(
        self, *, theme: Theme = "light", width: int = 1440, height: int = 900, scripts: bool = True
    ) -> Page:
        """A page of a browser of its own, in which nobody is logged in."""
        context = self.browser.new_context(
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            color_scheme=theme,
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self._heard(said.type, said.text))
        return page

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error" and "Content Security Policy" in text:
            self.errors.append(text)


def axe(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it is now; nothing is what a test asks for."""
    if not AXE.is_file():
        missing("no axe-core here (scripts/assets fetches it)")
    page.evaluate(AXE.read_text(encoding="utf-8") + ";undefined")
    found: list[str] = page.evaluate(RUN_AXE, RULES)
    return found
