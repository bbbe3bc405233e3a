import re
import unittest

from . import SERVER  # noqa: F401
from dromedary_runtime import accesslog


class AccessLogTest(unittest.TestCase):
    def test_combined_format(self):
        line = accesslog.line("10.0.0.1", "GET / HTTP/1.1", [("user-agent", "curl/8")], 200, 11).decode()
        pattern = r'10\.0\.0\.1 - - \[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000\] "GET / HTTP/1\.1" 200 11 "" "curl/8"\n'
        self.assertRegex(line, re.compile(pattern + r"\Z"))

    def test_a_client_cannot_forge_lines(self):
        agent = 'x" 200 1\\ \x1b[31m \xe9'
        line = accesslog.line("::1", "GET / HTTP/1.1", [("user-agent", agent), ("referer", "r")], 500, 0).decode()
        self.assertTrue(line.endswith(' 500 0 "r" "x\\" 200 1\\\\ \\x1b[31m \\xe9"\n'), line)
