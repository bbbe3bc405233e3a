import os
import unittest

from . import SERVER  # noqa: F401
from dromedary_runtime import metrics
from dromedary_runtime.board import ANSWERING, CALLING, FREE, Board


class BoardTest(unittest.TestCase):
    def test_another_process_sees_what_a_worker_does(self):
        board = Board(2)
        child = os.fork()
        if not child:
            board.slots[1].begin("POST", b"POST /x HTTP/1.1\r\n" + b"y" * 5000)
            os._exit(0)
        os.waitpid(child, 0)
        slot = board.slots[1]
        self.assertEqual(CALLING, slot.state)
        self.assertGreater(slot.started, 0)
        self.assertTrue(slot.head.startswith(b"POST /x HTTP/1.1\r\ny"))
        self.assertEqual(FREE, board.slots[0].state)

    def test_a_call_is_counted_once(self):
        board = Board(1)
        slot = board.slots[0]
        slot.begin("GET", b"")
        slot.end(failed=False)
        slot.state = ANSWERING
        slot.end(failed=True)
        [(method, calls, failures, seconds, buckets)] = board.totals()
        self.assertEqual(("GET", 1, 0, 1), (method, calls, failures, sum(buckets)))
        self.assertGreater(seconds, 0)

    def test_metrics_have_kubeless_names_and_the_sum_of_all_workers(self):
        board = Board(3)
        for slot, method, failed in zip(board.slots, ("GET", "PURGE", "GET"), (True, False, False)):
            slot.begin(method, b"")
            slot.end(failed)
        text = metrics.render(board)
        self.assertIn('\nfunction_calls_total{method="GET"} 2\n', text)
        self.assertIn('\nfunction_failures_total{method="GET"} 1\n', text)
        self.assertIn('\nfunction_calls_total{method="OTHER"} 1\n', text)
        self.assertIn('\nfunction_duration_seconds_bucket{method="GET",le="0.005"} 2\n', text)
        self.assertIn('\nfunction_duration_seconds_bucket{method="GET",le="+Inf"} 2\n', text)
        self.assertIn('\nfunction_duration_seconds_count{method="GET"} 2\n', text)
        self.assertIn("# TYPE function_duration_seconds histogram\n", text)
