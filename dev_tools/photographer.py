"""Logs in and photographs pages with Playwright; runs in the environment of ./dev shot.

usage: photographer.py JSON, where JSON is what cmd_shot.main puts together.
"""

import json
import re
import sys

from playwright.sync_api import Error, sync_playwright

# without these Chromium keeps looking for hosts that a closed network does not have
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update"
).split()


def main(job):
    failures = 0
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=job["browser"], args=FLAGS
        )
        for screen, (width, height) in job["screens"].items():
            context = chromium.new_context(
                viewport={"width": width, "height": height},
                has_touch=screen == "phone",
                is_mobile=screen == "phone",
                locale="es-CO",
                timezone_id="America/Bogota",
            )
            page = context.new_page()
            page.on("console", lambda message: _tell_error(message))
            page.on("pageerror", lambda error: print("page error:", str(error)[:300]))
            for path in job["paths"]:
                try:
                    if page.url == "about:blank":
                        log_in(page, job["address"], job["login"])
                    failures += not photograph(page, job, screen, path)
                except Error as error:
                    print(f"{path}: {str(error).splitlines()[0]}")
                    failures += 1
        chromium.close()
    return bool(failures)


def log_in(page, address, login):
    page.goto(f"{address}/web/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", login)
    page.click("button[type=submit]")
    page.wait_for_url(lambda url: "/web/login" not in url)


def photograph(page, job, screen, path):
    answer = page.goto(job["address"] + path)
    if path.startswith("/odoo"):  # the first visit waits for its scripts to be bundled
        page.wait_for_selector(".o_action_manager > *", timeout=120_000)
    page.wait_for_timeout(job["wait"])
    slug = re.sub(r"\W+", "-", path).strip("-") or "home"
    name = f"{job['prefix']}-{screen}-{slug}.png"
    page.screenshot(path=name, full_page=not path.startswith("/odoo"))
    print(f"{name}  {answer.status} {page.url}")
    return answer.ok


def _tell_error(message):
    if message.type == "error":
        print("console error:", message.text[:300])


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
