import shutil, re
from pathlib import Path
import pytest
from playwright.sync_api import expect
from tests.browser.conftest import *
from tests.browser.test_desk_accounts import filled, own, windows, everybody_is_available, desk_of
from tests.browser.pages import Desk
from tests.browser.test_desk_routing import fits
from tests.running_counter import handover, PASSWORD, Widget, SANNE

@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_it(windows, own, scheme):
    own.start()
    windows.url = own.url
    desk = Desk(windows.person({"width":1280,"height":800}, color_scheme=scheme, reduced_motion="reduce").new_page())
    desk.log_in("fatima", PASSWORD)
    run = own.running
    async def go():
        w = await run.widget(login_token=run.token(SANNE))
        run.bot.says["mens"] = handover(text="Ik haal iemand")
        await w.say("mens")
        await run.quiet()
    own.do(go())
    desk.page.wait_for_timeout(1000)
    desk.page.keyboard.press("Alt+KeyA")
    expect(desk.field).to_be_focused()
    for key in "RDTS":
        desk.page.keyboard.press(f"Alt+Key{key}")
        expect(desk.page.get_by_role("dialog")).to_be_visible()
        fits(desk)
        print(key, desk.page.evaluate("document.activeElement.outerHTML.slice(0,200)"))
        desk.page.keyboard.press("Escape")
        desk.page.wait_for_timeout(1500)
        print(key, desk.page.get_by_role("dialog").count())
        if desk.page.get_by_role("dialog").count():
            desk.page.screenshot(path=f"/tmp/dbg-{scheme}-{key}.png")
            desk.page.keyboard.press("Escape")
            desk.page.wait_for_timeout(1000)
            print("again", desk.page.get_by_role("dialog").count())
