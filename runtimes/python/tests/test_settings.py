import unittest

from . import SERVER  # noqa: F401
from dromedary_runtime.settings import Settings, SettingsError

LEAST = {"MOD_NAME": "hello", "FUNC_HANDLER": "foo"}


class SettingsTest(unittest.TestCase):
    def test_defaults_are_those_of_the_contract(self):
        settings = Settings.of(LEAST)
        self.assertEqual(("0.0.0.0", 8080, "/kubeless"), (settings.host, settings.port, settings.folder))
        self.assertEqual((180.0, 10, 104857600), (settings.timeout, settings.concurrency, settings.body_limit))

    def test_an_empty_variable_is_none(self):
        self.assertEqual(180.0, Settings.of({**LEAST, "FUNC_TIMEOUT": " "}).timeout)

    def test_concurrency_has_two_names_of_which_ours_wins(self):
        self.assertEqual(3, Settings.of({**LEAST, "CHERRYPY_NUMTHREADS": "3"}).concurrency)
        self.assertEqual(4, Settings.of({**LEAST, "CHERRYPY_NUMTHREADS": "3", "FUNC_CONCURRENCY": "4"}).concurrency)

    def test_what_cannot_be_used_is_named(self):
        for name, value in [
            ("FUNC_TIMEOUT", "0"),
            ("FUNC_TIMEOUT", "3s"),
            ("FUNC_TIMEOUT", "nan"),
            ("FUNC_TIMEOUT", "inf"),
            ("FUNC_PORT", "http"),
            ("FUNC_PORT", "65536"),
            ("FUNC_CONCURRENCY", "0"),
            ("FUNC_MEMFILE_MAX", "-1"),
            ("MOD_NAME", ""),
            ("FUNC_HANDLER", ""),
        ]:
            with self.assertRaisesRegex(SettingsError, name):
                Settings.of({**LEAST, name: value})
