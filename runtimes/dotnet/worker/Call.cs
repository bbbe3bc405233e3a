using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;
using Kubeless.Functions;
using Microsoft.AspNetCore.Http;

namespace Dromedary
{
    /// <summary>A call as it came: the event's fields and the request.</summary>
    internal static class Call
    {
        /// <summary>The event for a handler.</summary>
        internal static Event EventOf(Frame frame, HttpResponse response)
        {
            var blocks = ("\n" + frame.Head).Split(new[] { "\n\n" }, 2, StringSplitOptions.None);
            var fields = Pairs(blocks[0].Split('\n'), 1);
            var lines = blocks[1].TrimEnd('\n').Split('\n');
            var target = lines[0].Split(' ');
            var query = target[1].IndexOf('?');
            var headers = Pairs(lines, 1);
            var request = new HttpRequest(
                target[0],
                query < 0 ? target[1] : target[1].Substring(0, query),
                query < 0 ? "" : target[1].Substring(query),
                headers,
                new MemoryStream(frame.Body, false));
            return new Event(
                Data(frame.Body, request.ContentType),
                Of(fields, "event-id"),
                Of(fields, "event-type"),
                Of(fields, "event-time"),
                Of(fields, "event-namespace"),
                new Extensions(request, response));
        }

        private static object Data(byte[] body, string type)
        {
            var isJson = body.Length > 0 && type != null && type.IndexOf("application/json", StringComparison.OrdinalIgnoreCase) >= 0;
            return isJson ? JsonDocument.Parse(body).RootElement : (object)Encoding.UTF8.GetString(body);
        }

        private static string Of(IDictionary<string, string> fields, string name)
        {
            return fields.TryGetValue(name, out var value) ? value : null;
        }

        private static IDictionary<string, string> Pairs(string[] lines, int from)
        {
            var pairs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            for (int i = from; i < lines.Length; i++)
            {
                var end = lines[i].IndexOf(": ", StringComparison.Ordinal);
                if (end > 0)
                {
                    var name = lines[i].Substring(0, end);
                    var value = lines[i].Substring(end + 2);
                    pairs[name] = pairs.TryGetValue(name, out var before) ? before + ", " + value : value;
                }
            }
            return pairs;
        }
    }
}
