"""A small hub on this machine that speaks what huggingface_hub asks: one repository, real HTTP."""

import hashlib
import json
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Self

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Hub:
    """Serves ``files``; ``broken_off`` says after how many bytes a connection is cut, once, ``held_at``
    after how many it goes on only when ``go_on`` is set."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.broken_off: int | None = None
        self.held_at: int | None = None
        self.go_on = Event()
        self.ranges: list[str] = []
        handler = type("Handler", (_Handler,), {"hub": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.endpoint = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.go_on.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    hub: Hub

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self, *, with_body: bool) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/api/models/"):
            self._send(json.dumps(self._info()).encode(), with_body=with_body)
        elif "/resolve/" in path and (name := path.rsplit("/", 1)[1]) in self.hub.files:
            self._send_file(self.hub.files[name], with_body=with_body)
        else:
            self.send_error(404)

    def _info(self) -> dict[str, object]:
        siblings = [
            {
                "rfilename": name,
                "size": len(data),
                "lfs": {"sha256": _sha256(data), "size": len(data), "pointerSize": 1},
            }
            for name, data in self.hub.files.items()
        ]
        return {"id": "facebook/model", "sha": COMMIT, "siblings": siblings}

    def _send_file(self, data: bytes, *, with_body: bool) -> None:
        headers = {"X-Repo-Commit": COMMIT, "ETag": f'"{_sha256(data)}"', "Accept-Ranges": "bytes"}
        wanted = self.headers.get("Range")
        if wanted is None or not with_body:
            self._send(data, headers, with_body=with_body)
            return
        self.hub.ranges.append(wanted)
        start = int(wanted.removeprefix("bytes=").partition("-")[0])
        headers["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        self._send(data[start:], headers, with_body=True, status=206)

    def _send(
        self,
        body: bytes,
        headers: dict[str, str] | None = None,
        *,
        with_body: bool,
        status: int = 200,
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not with_body:
            return
        if self.hub.broken_off is not None and status == 200 and headers:
            body, self.hub.broken_off = body[: self.hub.broken_off], None
            self.close_connection = True
        if self.hub.held_at is not None and headers:
            self.wfile.write(body[: self.hub.held_at])
            self.hub.go_on.wait()
            body, self.hub.held_at = body[self.hub.held_at :], None
        with suppress(ConnectionError):  # who cancelled has gone
            self.wfile.write(body)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
