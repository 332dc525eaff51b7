"""A report in a real browser: what an editor does in it, and what a hostile text can't.

They need Debian's packages chromium and chromium-driver. Without them they are skipped; with
MTREPAIR_BROWSER=require in the environment, as CI has it, they fail instead.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import mtrepair
from mtrepair import Edit, Finding, Fix, Repair, Safety, Span
from mtrepair.guard import Refusal
from mtrepair.render import findings_html
from mtrepair.revision import Revision

if TYPE_CHECKING:
    from selenium.webdriver import Chrome
    from selenium.webdriver.remote.webelement import WebElement

pytestmark = pytest.mark.browser

TEXT = "Le web,la radio. . Le chef de de la police a parlé.\r\nIl part."
MENDED = "Le web, la radio. Le chef de la police a parlé.\r\nIl part."
UNMENDED = "Le web,la radio. Le chef de la police a parlé.\r\nIl part."
SAMPLE = Path(__file__).parent.parent / "examples" / "sample_article.txt"
# The thread that lays a page out; the clock of a busy machine would tell nothing.
A_SECOND = 1.0


@pytest.fixture(scope="session")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A browser without a window; what it saves goes to `chrome.saves`."""
    binary, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (binary and driver):
        reason = "no chromium and chromedriver: apt-get install chromium chromium-driver"
        if os.environ.get("MTREPAIR_BROWSER") == "require":
            pytest.fail(reason)
        pytest.skip(reason)
    from selenium.webdriver import Chrome, ChromeOptions, ChromeService

    saves = tmp_path_factory.mktemp("saves")
    options = ChromeOptions()
    options.binary_location = binary
    for switch in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = Chrome(options=options, service=ChromeService(driver))
    where = {"behavior": "allow", "downloadPath": str(saves)}
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", where)
    browser.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
    browser.saves = saves  # type: ignore[attr-defined]
    yield browser
    browser.quit()


class Desk:
    """A page in the browser, and an editor at it."""

    def __init__(self, chrome: Chrome, page: str, path: Path) -> None:
        path.write_bytes(page.encode())
        self.chrome = chrome
        self.size(1200)
        chrome.get_log("browser")
        chrome.get(path.as_uri())

    def size(self, width: int) -> None:
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        self.chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def all(self, css: str) -> list[WebElement]:
        return self.chrome.find_elements("css selector", css)

    def one(self, css: str) -> WebElement:
        return self.chrome.find_element("css selector", css)

    def press(self, keys: str) -> None:
        for key in keys:
            self.chrome.switch_to.active_element.send_keys(key)

    def click(self, css: str) -> None:
        self.one(css).click()

    def choose(self, css: str, value: str) -> None:
        self.one(f'{css} option[value="{value}"]').click()

    def unfold(self) -> None:
        self.js("document.querySelectorAll('details').forEach((one) => (one.open = true))")

    def states(self) -> list[str]:
        """The state of each case, in order."""
        seen = {mark.get_attribute("id"): mark for mark in self.all(".case[id]")}
        return [mark.get_attribute("data-state") or "" for mark in seen.values()]

    def js(self, script: str) -> Any:
        return self.chrome.execute_script(script)

    def pasted(self) -> str:
        """What was copied."""
        from selenium.webdriver.common.keys import Keys

        self.js(
            "document.body.append(Object.assign(document.createElement('textarea'), {id: 'x'}))"
        )
        self.one("#x").send_keys(Keys.CONTROL, "v")
        return str(self.js("return document.querySelector('#x').value"))

    def saved(self, name: str) -> bytes:
        """What was saved under a name."""
        from selenium.webdriver.support.wait import WebDriverWait

        path: Path = self.chrome.saves / name  # type: ignore[attr-defined]
        WebDriverWait(self.chrome, 20).until(lambda _: path.exists())
        content = path.read_bytes()
        path.unlink()
        return content


Open = Callable[[str], Desk]


@pytest.fixture
def open_page(chrome: Chrome, tmp_path: Path) -> Open:
    return lambda page: Desk(chrome, page, tmp_path / "report.html")


@pytest.fixture(scope="module")
def repair() -> Repair:
    return mtrepair.clean(TEXT)


@pytest.fixture
def desk(open_page: Open, repair: Repair) -> Desk:
    return open_page(repair.to_html(title="a.txt"))


def proposal(text: str, start: int, end: int, new: str) -> Finding:
    fix = Fix((Edit(Span(start, end), new),), Safety.UNSAFE)
    return Finding("MT5", "word", Span(start, end), text[start:end], "why", fixes=(fix,))


# Decisions


def test_an_edit_is_rejected_and_that_is_undone(desk: Desk) -> None:
    desk.press("nr")
    assert desk.states() == ["rejected", "edit", "edit"]
    assert desk.one("#progress").text == "1 of 3 decided"
    desk.press("u")
    assert desk.states() == ["edit", "edit", "edit"]
    assert not desk.one("#undo").is_enabled()


def test_a_rejected_edit_reads_as_it_was(desk: Desk) -> None:
    assert desk.one("article").text.startswith("Le web,·la radio. .")
    desk.press("nr")
    assert desk.one("article").text.startswith("Le web,la radio")


def test_keys_go_on_and_back(desk: Desk) -> None:
    desk.press("nn")
    assert desk.one(".current").get_attribute("id") == "t1-1"
    desk.press("p")
    assert desk.one(".current").get_attribute("id") == "t1-0"
    desk.press("ar")
    assert desk.states() == ["accepted", "rejected", "edit"]
    assert desk.one(".current").get_attribute("id") == "t1-2"


def test_keys_in_a_field_are_the_fields(desk: Desk) -> None:
    desk.one("#code").send_keys("r")
    assert desk.states() == ["edit", "edit", "edit"]


def test_buttons_do_what_keys_do(desk: Desk) -> None:
    for button in ("#next", "#accept", "#reject", "#previous", "#undo"):
        desk.click(button)
    assert desk.states() == ["accepted", "edit", "edit"]


def test_all_of_a_code_are_rejected_and_accepted(desk: Desk) -> None:
    desk.unfold()
    desk.click('[data-code="MT303"][data-act="rejected"]')
    assert desk.states() == ["edit", "edit", "rejected"]
    desk.click('[data-code="MT303"][data-act="accepted"]')
    assert desk.states() == ["edit", "edit", "accepted"]


def test_all_of_an_article_are_rejected_at_once_and_undone_at_once(
    open_page: Open, repair: Repair
) -> None:
    desk = open_page(mtrepair.report([("a", repair), ("b", repair)]))
    desk.click('#t2 [data-act="rejected"]')
    assert desk.states() == ["edit"] * 3 + ["rejected"] * 3
    assert [cell.text for cell in desk.all(".decided")] == ["0 of 3", "3 of 3"]
    desk.press("u")
    assert desk.states() == ["edit"] * 6


def test_a_proposal_is_made_by_hand_alone(open_page: Open) -> None:
    text = "il y a"
    refusal = Refusal(proposal(text, 0, 2, "elle"), ("a word changes",))
    repair = Repair(Revision.of(text), (proposal(text, 3, 3, "n’"),), (refusal,))
    desk = open_page(repair.to_html())
    desk.click('section [data-act="accepted"]')
    assert desk.states() == ["refused", "proposal"]
    desk.press("naa")
    assert desk.states() == ["accepted", "accepted"]
    assert "elle" in desk.one("article").text and "n’" in desk.one("article").text


def test_the_card_tells_why_on_focus_hover_and_tap(desk: Desk) -> None:
    from selenium.webdriver import ActionChains

    desk.press("n")
    assert "MT103 missing-space confidence" in desk.one("#card").text
    desk.press("\ue00c")  # Escape
    assert not desk.one("#card").is_displayed()
    ActionChains(desk.chrome).move_to_element(desk.one("#t1-2")).perform()
    assert "MT303 repeated-word" in desk.one("#card").text
    desk.click("#t1-1")
    assert "MT201 stray-punctuation" in desk.one("#card").text
    desk.click("#card button:last-of-type")
    assert desk.states() == ["edit", "rejected", "edit"]


def test_a_screen_reader_hears_what_is_seen(desk: Desk) -> None:
    desk.press("nnr")
    label = desk.one("#t1-1").get_attribute("aria-label")
    assert label == "“ .” becomes “”, MT201 stray-punctuation, rejected"


# Filters


def test_a_code_is_filtered_and_the_keys_go_by_it(desk: Desk) -> None:
    desk.choose("#code", "MT303")
    assert "1 shown" in desk.one("#progress").text
    desk.click("#next")
    assert desk.one(".current").get_attribute("id") == "t1-2"


def test_a_state_is_filtered(desk: Desk) -> None:
    desk.press("nr")
    desk.choose("#state", "rejected")
    assert [mark.get_attribute("id") for mark in desk.all(".case[id]:not(.off)")] == ["t1-0"]


def test_texts_without_a_match_are_hidden(open_page: Open, repair: Repair) -> None:
    other = mtrepair.clean("Le web,la radio.")
    desk = open_page(mtrepair.report([("a", repair), ("b", other)]))
    desk.choose("#code", "MT303")
    assert [part.is_displayed() for part in desk.all("section.text")] == [True, False]


# In and out


def test_the_text_is_copied_as_decided(desk: Desk) -> None:
    desk.press("nr")
    desk.click('[data-act="copy"]')
    assert desk.pasted() == UNMENDED.replace("\r\n", "\n")


def test_the_text_is_saved_byte_for_byte(desk: Desk) -> None:
    desk.click('[data-act="save"]')
    assert desk.saved("a.txt").decode() == MENDED


def test_decisions_come_back_to_python(desk: Desk, repair: Repair, tmp_path: Path) -> None:
    desk.press("nra")
    desk.click("#save")
    path = tmp_path / "decisions.json"
    path.write_bytes(desk.saved("decisions.json"))
    assert repair.accept(decisions=path).text == UNMENDED


def test_places_in_decisions_count_code_points(open_page: Open) -> None:
    repair = mtrepair.clean("😀 " + TEXT)
    desk = open_page(repair.to_html())
    desk.press("nr")
    desk.click("#save")
    decided = json.loads(desk.saved("decisions.json"))
    assert repair.accept(decisions=decided).text == "😀 " + UNMENDED


def test_saved_decisions_are_opened_again(open_page: Open, repair: Repair, tmp_path: Path) -> None:
    page = repair.to_html()
    desk = open_page(page)
    desk.press("nra")
    desk.click("#save")
    path = tmp_path / "decisions.json"
    path.write_bytes(desk.saved("decisions.json"))
    again = open_page(page)
    again.one("#open").send_keys(str(path))
    assert again.states() == ["rejected", "accepted", "edit"]


def test_a_file_without_decisions_is_told(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text("[1]", encoding="utf-8")
    desk.one("#open").send_keys(str(path))
    assert desk.one("#progress").text == "this file holds no decisions"


# A text that wishes ill

EVIL = (
    '<script>document.title = "run"</script><img src="x" onerror="document.title=\'run\'">'
    '<a href="javascript:document.title=\'run\'">clic</a></script><svg onload="document.title'
    "='run'\"> <style>body{display:none}</style> {{7*7}} Le web,la radio. . &lt;b&gt;"
)
NAME = "\"><script>document.title='run'</script>/../é\u202e\n.html"


@pytest.mark.parametrize("cleaned", [mtrepair.clean, mtrepair.clean_html])
def test_a_hostile_text_runs_nothing(
    open_page: Open, cleaned: Callable[..., Repair], repair: Repair
) -> None:
    found = tuple(
        Finding(EVIL, EVIL, Span(0, 8), EVIL, EVIL, fixes=(Fix((Edit(Span(0, 8), EVIL),), level),))
        for level in (Safety.SAFE, Safety.DISPLAY)
    )
    evil = Repair(Revision.of(EVIL), found, (Refusal(found[0], (EVIL,)),))
    english = mtrepair.translate(EVIL)
    own = cleaned(EVIL, language_model=None)
    desk = open_page(mtrepair.report([(NAME, own), (EVIL, evil)], english={NAME: english}))
    desk.press("naaaun\ue00c")
    desk.unfold()
    assert desk.chrome.title == "mtrepair report"
    assert desk.one("h1").is_displayed()
    assert desk.all("main :is(img, style, [onload], [onerror], a:not([href^='#']))") == []
    assert len(desk.all("script:not([type])")) == 1
    desk.click('#t1 [data-act="copy"]')
    assert desk.pasted() == own.text


def test_the_policy_stops_what_would_get_in(desk: Desk) -> None:
    desk.js(
        "const s = document.createElement('script'); s.textContent = 'document.title = \"run\"';"
        "document.body.append(s); document.body.insertAdjacentHTML('beforeend',"
        '\'<img src="x" onerror="document.title = 1"><p style="color:red">\')'
    )
    assert desk.chrome.title == "mtrepair report"


# How it looks


def test_nothing_is_complained_of(desk: Desk) -> None:
    desk.press("nanrpu")
    assert desk.chrome.get_log("browser") == []


@pytest.mark.parametrize("width", [1200, 390])
def test_a_page_is_no_wider_than_its_window(open_page: Open, width: int) -> None:
    repair = mtrepair.clean(SAMPLE.read_text(encoding="utf-8") + " " + "m" * 400 + ",la")
    desk = open_page(mtrepair.report([("a" * 200, repair), ("b", repair)]))
    desk.size(width)
    desk.press("nn")
    root = "document.documentElement"
    assert desk.js(f"return {root}.scrollWidth - {root}.clientWidth") == 0


# Relative luminance and contrast: WCAG 2.2, 1.4.3; a background is what lies behind, mixed.
_CONTRAST = """
const rgb = (colour) => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
  return [r, g, b, a / 255];
};
const over = (top, under) =>
  top.map((c, i) => (i < 3 ? c * top[3] + under[i] * (1 - top[3]) : 1));
const behind = (node) => !node ? [255, 255, 255, 1]
  : over(rgb(getComputedStyle(node).backgroundColor), behind(node.parentElement));
const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
  .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
return [...document.querySelectorAll("*")]
  .filter((node) => node.checkVisibility() && !node.disabled
    && [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
  .filter((node) => !["SCRIPT", "STYLE"].includes(node.tagName))
  .map((node) => {
    const back = behind(node), ink = over(rgb(getComputedStyle(node).color), back);
    const [dark, bright] = [light(back), light(ink)].sort((a, b) => a - b);
    return [node.outerHTML.slice(0, 80), (bright + 0.05) / (dark + 0.05)];
  }).filter(([, contrast]) => contrast < 4.5);
"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_word_has_the_contrast_of_aa(open_page: Open, theme: str) -> None:
    repair = mtrepair.clean(SAMPLE.read_text(encoding="utf-8"))
    refusal = Refusal(proposal(repair.original, 300, 305, "x"), ("a word changes",))
    shown = Repair(repair.revision, repair.findings, (refusal,))
    english = {"a": mtrepair.translate("Le vote a lieu lundi.")}
    desk = open_page(mtrepair.report([("a", shown), ("b", repair)], english=english))
    scheme = [{"name": "prefers-color-scheme", "value": theme}]
    desk.chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})
    desk.unfold()
    desk.press("narn")
    assert desk.js(_CONTRAST) == []
    desk.click("#theme")
    assert desk.js(_CONTRAST) == []
    desk.chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_the_switch_turns_light_into_dark_and_back(desk: Desk) -> None:
    def paper() -> str:
        return str(desk.js("return getComputedStyle(document.body).backgroundColor"))

    before = paper()
    desk.click("#theme")
    assert paper() != before
    desk.click("#theme")
    assert paper() == before


def test_without_script_it_is_read(chrome: Chrome, open_page: Open, repair: Repair) -> None:
    chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        desk = open_page(repair.to_html())
        assert not desk.one("nav.bar").is_displayed()
        assert desk.one("#t1-0").get_attribute("title").startswith("MT103 missing-space: ")
        desk.click(".list summary")
        assert "no space after" in desk.one(".list table").text
    finally:
        chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_page_of_findings_is_worked_in_as_well(open_page: Open) -> None:
    desk = open_page(findings_html([("a", TEXT, mtrepair.detect(TEXT))]))
    assert desk.states() == ["proposal"] * 3
    desk.press("na")
    desk.click('[data-act="copy"]')
    assert desk.pasted() == TEXT.replace("web,la", "web, la").replace("\r\n", "\n")


# How long it takes


def test_a_report_of_a_hundred_articles_opens_within_a_second(open_page: Open) -> None:
    article = SAMPLE.read_text(encoding="utf-8")
    repair = mtrepair.clean(article)
    page = mtrepair.report([(f"{number}.txt", repair) for number in range(100)])
    assert len(page.encode()) < 5_000_000
    desk = open_page("<title>empty</title>")
    before = thread_time(desk.chrome)
    desk = open_page(page)
    assert desk.one("#progress").text == "0 of 2500 decided"
    assert thread_time(desk.chrome) - before < A_SECOND


def thread_time(chrome: Chrome) -> float:
    """Seconds that the page's thread has worked."""
    metrics = chrome.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return next(float(metric["value"]) for metric in metrics if metric["name"] == "ThreadTime")
