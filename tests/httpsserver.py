"""A real HTTPS server on loopback that answers as it is told, and writes down what it was asked."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.certificates import certified

#: (path, body) → (status, headers, body)
Answering = Callable[[str, bytes], tuple[int, dict[str, str], bytes]]


@dataclass
class Https:
    """Where it listens, whom to trust, and what it was asked: (path, body) each, with the headers beside."""

    port: int
    certificate: Path
    asked: list[tuple[str, bytes]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def https(folder: Path, answering: Answering, *names: str, address: str = "127.0.0.1") -> Iterator[Https]:
    """Serve until the block is left."""
    certificate, key = certified(folder, *(names or ("localhost",)))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            running.headers.append({name.lower(): value for name, value in self.headers.items()})
            running.asked.append((self.path, body))
            status, headers, said = answering(self.path, body)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass

    server = Server((address, 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    running = Https(server.server_address[1], certificate)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
