"""Headless Chromium, driven by Selenium."""

import shutil

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from harness import until


class Browser:
    def __init__(self, width=900, height=700, zone=None):
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or shutil.which("chromium-browser")
        for flag in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage",
                     "--hide-scrollbars", "--autoplay-policy=no-user-gesture-required",
                     "--disable-background-networking", "--disable-component-update",
                     # The name of the proxies' article is here, with a certificate of the checks.
                     "--host-resolver-rules=MAP radio.example.org 127.0.0.1",
                     "--ignore-certificate-errors",
                     "--no-first-run", "--disable-sync", f"--window-size={width},{height}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(
            options=options, service=Service(shutil.which("chromedriver")))
        self.driver.set_page_load_timeout(30)
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
        if zone:
            self.driver.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": zone})

    def open(self, url):
        self.driver.get(url)

    def script(self, code):
        return self.driver.execute_script(code)

    def text(self, identifier):
        try:
            return self.driver.find_element(By.ID, identifier).text
        except (StaleElementReferenceException, WebDriverException):
            return ""

    def click(self, identifier):
        self.driver.find_element(By.ID, identifier).click()

    def wait_for(self, identifier, text, within=20.0):
        until(lambda: self.text(identifier) == text, within=within,
              what=lambda: f"#{identifier} says {text!r}; it says {self.text(identifier)!r}")

    def wait_for_part(self, identifier, text, within=20.0):
        until(lambda: text in self.text(identifier), within=within,
              what=lambda: f"#{identifier} has {text!r}; it says {self.text(identifier)!r}")

    def complaints(self):
        """What the console reported since the last call, except expected connection failures."""
        expected = ("WebSocket connection to", "ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET",
                    "ERR_INCOMPLETE_CHUNKED_ENCODING", "ERR_EMPTY_RESPONSE")
        return [entry["message"] for entry in self.driver.get_log("browser")
                if not any(part in entry["message"] for part in expected)]

    def close(self):
        self.driver.quit()
