"""Headless Chromium, driven over a pipe: no driver, no port, no library.

It speaks the DevTools protocol: JSON messages, each ended by a zero byte, on descriptors 3 and 4
(--remote-debugging-pipe). What a page does is asked for by `evaluate` and waited for by `wait`.
"""

import json
import os
import shutil
import subprocess
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE = 20  # seconds until a page is given up

Message = dict[str, Any]


def find_chromium() -> str | None:
    """The program, where there is one."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return next(filter(None, map(shutil.which, names)), None)


class Tab:
    """One page; `said` collects what it complained of, `asked` every address that it loaded."""

    def __init__(self, read: int, write: int) -> None:
        self._read, self._write = read, write
        self._buffer = b""
        self._number = 0
        self._session: Message = {}
        self.said: list[str] = []
        self.asked: list[str] = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        attached = self.send("Target.attachToTarget", targetId=target, flatten=True)
        self._session = {"sessionId": attached["sessionId"]}
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **params: Any) -> Message:
        """Call a method of the protocol and wait for its result."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params, **self._session}
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while (answer := self._receive()).get("id") != self._number:
            self._note(answer)
        assert "error" not in answer, f"{method}: {answer['error']}"
        result: Message = answer["result"]
        return result

    def open(
        self, address: str, width: int = 1280, height: int = 900, *, dark: bool = False
    ) -> None:
        """Load a page anew in a window of this size, and wait until all of it is there."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.send("Emulation.setDeviceMetricsOverride", **size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.send("Emulation.setEmulatedMedia", features=[scheme])
        self.send("Page.navigate", url="about:blank")  # or another fragment would load nothing
        self.send("Page.navigate", url=address)
        self.wait("location.href !== 'about:blank' && document.readyState === 'complete'")

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression, as JSON has it."""
        options = {"returnByValue": True, "awaitPromise": True, "userGesture": True}
        answer = self.send("Runtime.evaluate", expression=expression, **options)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, expression: str) -> Any:
        """Evaluate until the value is true."""
        end = time.monotonic() + PATIENCE
        while not (value := self.evaluate(expression)):
            assert time.monotonic() < end, f"never came true: {expression}"
            time.sleep(0.02)
        return value

    def press(self, key: str) -> None:
        """A key, as from a keyboard; the name is that of KeyboardEvent.key."""
        codes = {"Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39}
        codes |= {"ArrowDown": 40, "Tab": 9}
        text = {"text": "\r" if key == "Enter" else key} if len(key) == 1 or key == "Enter" else {}
        stroke = {"key": key, "windowsVirtualKeyCode": codes.get(key, 0)}
        self.send("Input.dispatchKeyEvent", type="keyDown", **stroke, **text)
        self.send("Input.dispatchKeyEvent", type="keyUp", **stroke)

    def screenshot(self, path: Path) -> None:
        """What the window shows, as PNG."""
        path.write_bytes(b64decode(self.send("Page.captureScreenshot")["data"]))

    def _receive(self) -> Message:
        while b"\0" not in self._buffer:
            part = os.read(self._read, 1 << 16)
            assert part, "Chromium ended"
            self._buffer += part
        text, _, self._buffer = self._buffer.partition(b"\0")
        message: Message = json.loads(text)
        return message

    def _note(self, event: Message) -> None:
        params = event.get("params", {})
        match event.get("method"):
            case "Runtime.exceptionThrown":
                self.said.append(str(params["exceptionDetails"]))
            case "Runtime.consoleAPICalled":
                self.said.append(str(params["args"]))
            case "Log.entryAdded":
                self.said.append(params["entry"]["text"])
            case "Network.requestWillBeSent":
                self.asked.append(params["request"]["url"])


@contextmanager
def new_tab(program: str, profile: Path) -> Iterator[Tab]:
    """A browser with one page, until the block ends; profile: an empty folder of its own."""
    inward, outward = os.pipe(), os.pipe()
    command = [
        program, "--headless", "--remote-debugging-pipe", f"--user-data-dir={profile}",
        "--no-sandbox",  # root, as in a container, may not have one; the pages are our own
        "--disable-gpu", "--no-first-run", "--hide-scrollbars", "--disable-dev-shm-usage",
    ]  # fmt: skip
    # a shell moves the two ends to the descriptors that Chromium looks at
    moved = f'exec "$@" 3<&{inward[0]} 4>&{outward[1]}'
    process = subprocess.Popen(
        ["bash", "-c", moved, "chromium", *command],
        pass_fds=(inward[0], outward[1]),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(inward[0])
    os.close(outward[1])
    try:
        tab = Tab(outward[0], inward[1])
        yield tab
        tab.send("Browser.close")
    finally:
        os.close(inward[1])  # which ends it, too
        process.wait(PATIENCE)
        os.close(outward[0])
