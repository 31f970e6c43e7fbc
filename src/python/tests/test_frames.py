import os
import struct
import threading
import unittest

from pool_worker.errors import BadFrame, FrameTooLarge
from pool_worker.frames import FrameInput, FrameOutput, HostGone


def frame(body, *blobs):
    return struct.pack(">I", len(body)) + body + b"".join(blobs)


class PipeTest(unittest.TestCase):
    def setUp(self):
        self.reading, self.writing = os.pipe()
        self.addCleanup(self.close)

    def close(self):
        for fd in (self.reading, self.writing):
            try:
                os.close(fd)
            except OSError:
                pass

    def input_of(self, data, limit=1 << 20):
        writer = threading.Thread(target=self._write, args=(data,))
        writer.start()
        self.addCleanup(writer.join)
        return FrameInput(self.reading, limit)

    def _write(self, data):
        while data:
            data = data[os.write(self.writing, data):]
        os.close(self.writing)


class FrameInputTest(PipeTest):
    def test_frames_that_arrive_together_are_read_one_by_one(self):
        frames = self.input_of(frame(b'{"n":1}') + frame(b'{"blobs":[2,0]}', b"ab") + frame(b"{}"))
        self.assertEqual(frames.read(), ({"n": 1}, ()))
        self.assertEqual(frames.read(), ({"blobs": [2, 0]}, [b"ab", b""]))
        self.assertTrue(frames.ready())
        self.assertEqual(frames.read(), ({}, ()))
        self.assertRaises(HostGone, frames.read)

    def test_large_blobs_are_read_whole(self):
        blob = os.urandom(700_000)
        frames = self.input_of(frame(b'{"blobs":[300000,400000]}', blob) + frame(b"{}"))
        _, blobs = frames.read()
        self.assertEqual(b"".join(blobs), blob)
        self.assertEqual(frames.read(), ({}, ()))

    def test_large_json_is_read_whole(self):
        text = "x" * 200_000
        frames = self.input_of(frame(b'{"t":"%b"}' % text.encode()))
        self.assertEqual(frames.read()[0]["t"], text)

    def test_end_inside_a_frame_means_that_the_host_is_gone(self):
        self.assertRaises(HostGone, self.input_of(frame(b'{"n":1}')[:-1]).read)

    def test_limits_are_checked_before_anything_is_read(self):
        for data in (b"\xff\xff\xff\xff", struct.pack(">I", 1025), frame(b'{"blobs":[1000,20]}'), frame(b'{"blobs":[1e3]}'),
                     frame(b'{"blobs":[-1]}'), frame(b'{"blobs":[true]}'), frame(b'{"blobs":{"a":1}}')):
            reading, writing = os.pipe()
            os.write(writing, data)
            with self.assertRaises(BadFrame, msg=data):
                FrameInput(reading, 1024).read()
            os.close(reading)
            os.close(writing)


class FrameOutputTest(PipeTest):
    def read_all(self, parts):
        while True:
            part = os.read(self.reading, 65536)
            if not part:
                return
            parts.append(part)

    def written(self, *frames):
        parts = []
        reader = threading.Thread(target=self.read_all, args=(parts,))
        reader.start()
        output = FrameOutput(self.writing, 1 << 24)
        for body, blobs in frames:
            output.write(body, blobs)
        os.close(self.writing)
        reader.join()
        return b"".join(parts)

    def test_frames_larger_than_a_pipe_are_written_whole(self):
        body = b'"' + b"x" * 300_000 + b'"'
        blobs = [os.urandom(500_000), b"", memoryview(os.urandom(100_000)), bytearray(b"end")]
        expected = frame(body) + frame(b"{}", *[bytes(blob) for blob in blobs])
        self.assertEqual(self.written((body, ()), (b"{}", blobs)), expected)

    def test_many_blobs_are_written_whole(self):
        blobs = [b"%04d" % i for i in range(1024)]
        self.assertEqual(self.written((b"{}", blobs)), frame(b"{}", *blobs))

    def test_frame_above_the_limit_leaves_no_byte(self):
        output = FrameOutput(self.writing, 1024)
        with self.assertRaisesRegex(FrameTooLarge, "1026 bytes.*1024"):
            output.write(b"{}", [bytes(1024)])
        output.write(b"{}")
        self.assertEqual(os.read(self.reading, 100), frame(b"{}"))

    def test_reader_that_is_gone_means_that_the_host_is_gone(self):
        os.close(self.reading)
        with self.assertRaises(HostGone):
            FrameOutput(self.writing, 1024).write(b"{}")

    def test_frame_that_is_posted_in_the_midst_of_a_write_follows_it(self):
        class Pipe(FrameOutput):
            def _write(self, data):
                if not posted:
                    posted.append(True)
                    self.post(b"[1]")
                super()._write(data)

        posted = []
        Pipe(self.writing, 1024).write(b"{}")
        self.assertEqual(os.read(self.reading, 100), frame(b"{}") + frame(b"[1]"))

    def test_frame_that_is_posted_to_nobody_is_lost_without_a_word(self):
        os.close(self.reading)
        FrameOutput(self.writing, 1024).post(b"{}")

    def test_output_that_was_abandoned_writes_nothing(self):
        output = FrameOutput(self.writing, 1024)
        output.write(b"{}", hold=True)
        output.abandon()
        output.flush()
        output.post(b"{}")
        with self.assertRaises(OSError):
            output.write(b"{}")
        os.set_blocking(self.reading, False)
        with self.assertRaises(BlockingIOError):
            os.read(self.reading, 100)


if __name__ == "__main__":
    unittest.main()
