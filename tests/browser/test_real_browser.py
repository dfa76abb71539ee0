"""The browser that the other tests look through is a real one that can read Chinese."""

from playwright.sync_api import Page, expect


def test_the_browser_runs_scripts_and_presses_keys(page: Page) -> None:
    page.set_content(
        "<button onclick=\"document.querySelector('output').value += '5'\">5</button><output></output>"
    )
    page.get_by_role("button", name="5").click(click_count=2)
    expect(page.locator("output")).to_have_text("55")


def test_chinese_is_drawn_with_glyphs_of_its_own(page: Page) -> None:
    """Without a Chinese font every character is the same empty box."""
    page.set_content("<span style='font-size:64px'>窗</span><span style='font-size:64px'>口</span>")
    window, mouth = (page.locator("span").nth(index).screenshot() for index in (0, 1))
    assert window != mouth


def test_the_browser_finds_no_way_outside(page: Page) -> None:
    page.set_content("<img src='http://outside.example/x.png' onerror=\"document.title = 'refused'\">")
    expect(page).to_have_title("refused")
