using System;
using System.IO;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Dromedary
{
    /// <summary>A frame: ../../front/PROTOCOL.md says what each kind means.</summary>
    internal sealed class Frame
    {
        internal string Kind;
        internal string Head;
        internal byte[] Body;
    }

    /// <summary>The worker's end of its channel: descriptor 3.</summary>
    internal sealed class Channel
    {
        private static readonly UTF8Encoding Utf8 = new UTF8Encoding(false);
        private readonly Stream reading;
        private readonly Stream writing;

        internal Channel()
        {
            reading = new BufferedStream(new FileStream(new SafeFileHandle((IntPtr)3, false), FileAccess.Read, 1), 16384);
            writing = new FileStream(new SafeFileHandle((IntPtr)3, false), FileAccess.Write, 1);
        }

        /// <summary>The next frame; null at the end of the channel.</summary>
        internal Frame Read()
        {
            var line = new StringBuilder();
            for (int next = reading.ReadByte(); next != '\n'; next = reading.ReadByte())
            {
                if (next < 0)
                {
                    return null;
                }
                line.Append((char)next);
            }
            var words = line.ToString().Split(' ');
            return new Frame { Kind = words[0], Head = Utf8.GetString(Take(int.Parse(words[1]))), Body = Take(int.Parse(words[2])) };
        }

        /// <summary>Writes a frame, in one write.</summary>
        internal void Write(string kind, string head, byte[] body, int length)
        {
            var headBytes = Utf8.GetBytes(head);
            var line = Utf8.GetBytes(kind + " " + headBytes.Length + " " + length + "\n");
            var whole = new byte[line.Length + headBytes.Length + length];
            Buffer.BlockCopy(line, 0, whole, 0, line.Length);
            Buffer.BlockCopy(headBytes, 0, whole, line.Length, headBytes.Length);
            Buffer.BlockCopy(body, 0, whole, line.Length + headBytes.Length, length);
            writing.Write(whole, 0, whole.Length);
            writing.Flush();
        }

        internal void Write(string kind, string head, string body)
        {
            var bytes = Utf8.GetBytes(body);
            Write(kind, head, bytes, bytes.Length);
        }

        private byte[] Take(int size)
        {
            var bytes = new byte[size];
            for (int done = 0, count; done < size; done += count)
            {
                count = reading.Read(bytes, done, size - done);
                if (count == 0)
                {
                    throw new EndOfStreamException();
                }
            }
            return bytes;
        }
    }
}
