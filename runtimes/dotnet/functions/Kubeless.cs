// What functions get, with the names of Kubeless.
using System.Collections.Generic;
using System.IO;
using Microsoft.AspNetCore.Http;

namespace Kubeless.Functions
{
    /// <summary>What happened: its data, and where it comes from. A field that the event has not is null.</summary>
    public class Event
    {
        public Event(object data, string eventId, string eventType, string eventTime, string eventNamespace, Extensions extensions)
        {
            Data = data;
            EventId = eventId;
            EventType = eventType;
            EventTime = eventTime;
            EventNamespace = eventNamespace;
            Extensions = extensions;
        }

        /// <summary>A JsonElement if the body is JSON, else a string; the bytes are in the request.</summary>
        public object Data { get; }

        public string EventId { get; }

        public string EventType { get; }

        public string EventTime { get; }

        public string EventNamespace { get; }

        public Extensions Extensions { get; }
    }

    /// <summary>The request as it came, and what the answer has besides its body.</summary>
    public class Extensions
    {
        public Extensions(HttpRequest request, HttpResponse response)
        {
            Request = request;
            Response = response;
        }

        public HttpRequest Request { get; }

        public HttpResponse Response { get; }
    }

    /// <summary>What runs.</summary>
    public class Context
    {
        public Context(string moduleName, string functionName, string functionPort, string timeout, string runtime, string memoryLimit)
        {
            ModuleName = moduleName;
            FunctionName = functionName;
            FunctionPort = functionPort;
            Timeout = timeout;
            Runtime = runtime;
            MemoryLimit = memoryLimit;
        }

        public string ModuleName { get; }

        public string FunctionName { get; }

        public string FunctionPort { get; }

        public string Timeout { get; }

        public string Runtime { get; }

        public string MemoryLimit { get; }
    }
}

namespace Microsoft.AspNetCore.Http
{
    /// <summary>A request, with those names of ASP.NET Core's that functions use.</summary>
    public class HttpRequest
    {
        public HttpRequest(string method, string path, string queryString, IDictionary<string, string> headers, Stream body)
        {
            Method = method;
            Path = path;
            QueryString = queryString;
            Headers = headers;
            Body = body;
        }

        public string Method { get; }

        /// <summary>As it came, encoded.</summary>
        public string Path { get; }

        /// <summary>With its question mark; empty if there is none.</summary>
        public string QueryString { get; }

        /// <summary>By name, whatever its case; several of one name are joined by commas.</summary>
        public IDictionary<string, string> Headers { get; }

        public Stream Body { get; }

        public string ContentType
        {
            get { return Headers.TryGetValue("Content-Type", out var type) ? type : null; }
        }
    }

    /// <summary>Status and headers of the answer.</summary>
    public class HttpResponse
    {
        public int StatusCode { get; set; } = 200;

        public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(System.StringComparer.OrdinalIgnoreCase);

        public string ContentType
        {
            get { return Headers.TryGetValue("Content-Type", out var type) ? type : null; }
            set { Headers["Content-Type"] = value; }
        }
    }
}
