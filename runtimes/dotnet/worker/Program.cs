using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Dromedary
{
    /// <summary>A worker of the front's: loads the function, and makes one call at a time.</summary>
    internal static class Program
    {
        private const int Piece = 65536;

        private static readonly JsonSerializerOptions Json = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };

        internal static int Main()
        {
            var channel = new Channel();
            Function function;
            try
            {
                function = Function.Load();
            }
            catch (Exception e)
            {
                channel.Write("failed", "", e is UnusableException ? e.Message : "The function cannot be loaded: " + e);
                return 1;
            }
            channel.Write("ready", "", "");
            for (var frame = channel.Read(); frame != null; frame = channel.Read())
            {
                Call(function, frame, channel);
            }
            return 0;
        }

        private static void Call(Function function, Frame frame, Channel channel)
        {
            try
            {
                var response = new HttpResponse();
                Answer(function.Call(Dromedary.Call.EventOf(frame, response)), response, channel);
            }
            catch (OutOfMemoryException e)
            {
                Console.Error.WriteLine(e);
                Environment.Exit(1);
            }
            catch (Exception e)
            {
                Console.Error.WriteLine(e);
                channel.Write("error", "", "");
            }
        }

        private static void Answer(object result, HttpResponse response, Channel channel)
        {
            if (result is byte[] bytes)
            {
                channel.Write("answer", Head(response, "application/octet-stream"), bytes, bytes.Length);
            }
            else if (result is Stream stream)
            {
                Pieces(stream, response, channel);
            }
            else if (result is IEnumerable<string> pieces && !(result is ICollection<string>))
            {
                channel.Write("begin", Head(response, "text/plain; charset=utf-8"), "");
                foreach (var piece in pieces)
                {
                    channel.Write("piece", "", piece ?? "");
                }
                channel.Write("end", "", "");
            }
            else if (result == null || result is string)
            {
                channel.Write("answer", Head(response, "text/plain; charset=utf-8"), (string)result ?? "");
            }
            else
            {
                var json = JsonSerializer.SerializeToUtf8Bytes(result, result.GetType(), Json);
                channel.Write("answer", Head(response, "application/json; charset=utf-8"), json, json.Length);
            }
        }

        private static void Pieces(Stream stream, HttpResponse response, Channel channel)
        {
            using (stream)
            {
                channel.Write("begin", Head(response, "application/octet-stream"), "");
                var piece = new byte[Piece];
                for (int count = stream.Read(piece, 0, Piece); count > 0; count = stream.Read(piece, 0, Piece))
                {
                    channel.Write("piece", "", piece, count);
                }
                channel.Write("end", "", "");
            }
        }

        private static string Head(HttpResponse response, string type)
        {
            if (response.ContentType == null)
            {
                response.ContentType = type;
            }
            return response.StatusCode + "\n" + string.Concat(response.Headers.Select(header => header.Key + ": " + header.Value + "\n"));
        }
    }
}
